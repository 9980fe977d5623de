"""Administration: its permissions and limits."""

from bot.people.access.permissions import Permission
from bot.people.access.roles import Role
from bot.people.identity.organisation_limits import Limit

_ADMINISTRATORS = (Role.ADMINISTRATOR,)

MANAGE_ROLES = Permission("manage roles", "changing who does what here", _ADMINISTRATORS)
BLOCK_ACCOUNTS = Permission("block accounts", "blocking an account", _ADMINISTRATORS)
MANAGE_SCHEDULES = Permission("manage schedules", "changing when messages go out", _ADMINISTRATORS)
IMPORT_PEOPLE = Permission("import people", "importing people and teams", _ADMINISTRATORS)
SEE_DELIVERIES = Permission("see deliveries", "seeing what was sent", _ADMINISTRATORS)
SEND_AGAIN = Permission("send again", "sending something again", _ADMINISTRATORS)
MANAGE_SETTINGS = Permission("manage settings", "changing what applies to everybody here", _ADMINISTRATORS)
SEE_AUDIT = Permission("see audit", "seeing who did what here", _ADMINISTRATORS)
WEEKLY_CONTACTS = Limit(
    "weekly_contacts",
    "How often we write to one person",
    "How often we write",
    "How often a week may we write to one person unasked?",
    "times a week",
    usual=3,
    least=1,
    most=7,
    why="Tips, questions and announcements count together. What doesn't fit isn't sent.",
)
KEEP_MESSAGE_DAYS = Limit(
    "keep_message_days",
    "What messages said is kept",
    "Texts of messages",
    "For how many days is the text of what we sent kept?",
    "days",
    usual=90,
    least=30,
    most=400,
    why="It is needed to change or recall something, and to show people what they were sent.",
)
KEEP_DELIVERY_DAYS = Limit(
    "keep_delivery_days",
    "Who was sent what is kept",
    "Who was sent what",
    "For how many days is it kept who was sent what?",
    "days",
    usual=400,
    least=90,
    most=1200,
    why="It keeps anything from being sent twice, and says what arrived.",
)
KEEP_AUDIT_DAYS = Limit(
    "keep_audit_days",
    "The audit of who did what is kept",
    "The audit",
    "For how many days is it kept who gave which access, and did what else in a role?",
    "days",
    usual=1095,
    least=365,
    most=3650,
    why="The oldest lines go first, and the check still proves the others.",
)
