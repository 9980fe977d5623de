"""The conversations, by name. A new one is a file here and a line in this list."""

from bot.conversation.routes import Routes
from handlers import (
    ask,
    digest,
    escalate,
    feedback,
    gaps,
    home,
    hours,
    inbox,
    insert,
    local_cards,
    local_reviews,
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
        inbox.routes,
        hours.routes,
        gaps.routes,
        local_cards.routes,
        local_reviews.routes,
        welcome.routes,
        tips.routes,
        pulse.routes,
        records.routes,
        pulse_settings.routes,
        digest.routes,
        we_did.routes,
        settings.routes,
        roles.routes,
        people.routes,
        schedules.routes,
        reviews.routes,
        home.routes,
        insert.routes,
    ]
)
