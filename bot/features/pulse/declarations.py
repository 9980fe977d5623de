"""Declares the pulse's permission, message kinds and limits."""

from bot.people.access.permissions import ALL_STAFF, Permission
from bot.people.contact.message_kinds import MessageKind, Subscription
from bot.people.identity.organisation_limits import Limit

SEE_RESULTS = Permission("see results", "reading the results", ALL_STAFF)

RESULTS = MessageKind(
    "results",
    3,
    "Results of the questions",
    subscription=Subscription("results", "results of the questions", 3),
)
PULSE = MessageKind(
    "pulse",
    4,
    "Questions",
    is_counted=True,
    subscription=Subscription("pulses", "short questions", 2),
)
KEEP_PULSE_MONTHS = Limit(
    "keep_pulse_months",
    "Figures of the questions are kept",
    "Figures",
    "For how many months are the questions' figures kept?",
    "months",
    usual=24,
    least=24,
    most=120,
    why="It can only be lengthened: whether something changed is judged against all earlier rounds that are kept.",
    only_up=True,
)
KEEP_COMMENT_DAYS = Limit(
    "keep_comment_days",
    "Comments to the questions are kept",
    "Comments",
    "For how many days after the questions close are comments kept?",
    "days",
    usual=30,
    least=1,
    most=30,
    why="People are told that they are deleted after 30 days at the latest.",
)
