"""Announcements: their permissions, message kind, audit acts and limit."""

from bot.people.access.permissions import Permission
from bot.people.access.roles import Role
from bot.people.audit.acts import Act
from bot.people.contact.message_kinds import MessageKind, Subscription
from bot.people.identity.organisation_limits import Limit

ANNOUNCE = Permission("broadcast", "writing announcements", (Role.CHAMPION,))
APPROVE_ANNOUNCEMENTS = Permission(
    "approve broadcasts", "approving announcements", (Role.CHAMPION, Role.ADMINISTRATOR)
)

ANNOUNCEMENT = MessageKind(
    "broadcast",
    5,
    "Announcements",
    singular="an announcement",
    is_counted=True,
    subscription=Subscription("broadcasts", "announcements", 4),
)

ANNOUNCEMENT_SENT = Act("sent", "Announcements sent", "sent the announcement {about}")
ANNOUNCEMENT_APPROVED = Act("approved", "Announcements approved", "approved the announcement {about}")
ANNOUNCEMENT_SENT_BACK = Act(
    "sent-back", "Announcements sent back", "sent the announcement {about} back to its writer"
)
ANNOUNCEMENT_PAUSED = Act("paused", "Announcements paused", "paused the announcement {about}")
ANNOUNCEMENT_RESUMED = Act("resumed", "Announcements resumed", "resumed the announcement {about}")
ANNOUNCEMENT_CANCELLED = Act("cancelled", "Announcements cancelled", "cancelled the announcement {about}")
ANNOUNCEMENT_CORRECTED = Act("corrected", "Announcements corrected", "corrected the announcement {about}")
ANNOUNCEMENT_RECALLED = Act("recalled", "Announcements recalled", "recalled the announcement {about}")
AGREEMENT_ENDED = Act(
    "agreement-ended",
    "Agreements to announcements that ended",
    "The agreement to the announcement {about} ended, so it was recalled",
    of_nobody=True,
)
APPROVAL_ABOVE = Limit(
    "approval_above",
    "Announcements need a second approval above",
    "Second approval",
    "Above how many people does an announcement need a second person's approval?",
    "people",
    usual=50,
    least=0,
    most=100_000,
    why="Announcements to this many people or fewer go out without one. At 0, none does.",
)
