"""The conversations, by name. A new one is a file here and a line in this list."""

from bot.conversation.routes import Routes
from handlers import (
    administration,
    ask,
    audit,
    deliveries,
    digest,
    escalate,
    feedback,
    home,
    insert,
    my_data,
    people,
    pulse,
    pulse_settings,
    records,
    reviews,
    roles,
    schedules,
    settings,
    tips,
    we_did,
    welcome,
)

ALL = Routes.joined(
    [
        ask.routes,
        feedback.routes,
        escalate.routes,
        welcome.routes,
        tips.routes,
        pulse.routes,
        records.routes,
        pulse_settings.routes,
        digest.routes,
        we_did.routes,
        settings.routes,
        my_data.routes,
        roles.routes,
        people.routes,
        schedules.routes,
        reviews.routes,
        audit.routes,
        administration.routes,
        deliveries.routes,
        home.routes,
        insert.routes,
    ]
)
