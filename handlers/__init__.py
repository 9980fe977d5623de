"""The conversations, by name. A new one is a file here and a line in this list."""

from bot.conversation.routes import Routes
from handlers import (
    announcements,
    ask,
    broadcast_agreement,
    broadcast_reports,
    broadcast_sending,
    broadcasts,
    digest,
    escalate,
    feedback,
    home,
    insert,
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
        broadcasts.routes,
        broadcast_sending.routes,
        broadcast_agreement.routes,
        broadcast_reports.routes,
        announcements.routes,
        settings.routes,
        roles.routes,
        people.routes,
        schedules.routes,
        reviews.routes,
        home.routes,
        insert.routes,
    ]
)
