"""What takes which role. Every route says what it needs; this is the only place that says who may."""

from collections.abc import Collection
from enum import StrEnum

from bot.people.roles import Role


class Permission(StrEnum):
    ASK = "ask"
    SET_OWN_PREFERENCES = "set own preferences"
    SEE_RESULTS = "see results"
    SEE_DIGEST = "see digest"
    BROADCAST = "broadcast"
    APPROVE_BROADCASTS = "approve broadcasts"
    ANSWER_QUESTIONS = "answer questions"
    SEE_GAPS = "see gaps"
    PROPOSE_ANSWERS = "propose answers"
    EDIT_CONTENT = "edit content"
    MANAGE_ROLES = "manage roles"
    MANAGE_SCHEDULES = "manage schedules"
    IMPORT_PEOPLE = "import people"
    SEE_DELIVERIES = "see deliveries"
    SEND_AGAIN = "send again"
    MANAGE_SETTINGS = "manage settings"
    SEE_AUDIT = "see audit"


# Whoever they are: somebody we have not met, or who has left.
EVERYBODY = frozenset({Permission.ASK})

_STAFF = EVERYBODY | {Permission.SET_OWN_PREFERENCES, Permission.SEE_RESULTS}

GIVEN: dict[Role, frozenset[Permission]] = {
    Role.STAFF: _STAFF,
    # The same as all staff, so that nothing somebody may do shows that they declared it.
    Role.PEER_WORKER: _STAFF,
    Role.SUPERVISOR: _STAFF,
    Role.LEADER: _STAFF | {Permission.SEE_DIGEST},
    Role.CHAMPION: _STAFF
    | {
        Permission.BROADCAST,
        Permission.APPROVE_BROADCASTS,
        Permission.ANSWER_QUESTIONS,
        Permission.PROPOSE_ANSWERS,
        Permission.SEE_GAPS,
    },
    Role.EDITOR: _STAFF | {Permission.EDIT_CONTENT, Permission.PROPOSE_ANSWERS, Permission.SEE_GAPS},
    Role.ADMINISTRATOR: _STAFF
    | {
        Permission.APPROVE_BROADCASTS,
        Permission.MANAGE_ROLES,
        Permission.MANAGE_SCHEDULES,
        Permission.IMPORT_PEOPLE,
        Permission.SEE_DELIVERIES,
        Permission.SEND_AGAIN,
        Permission.MANAGE_SETTINGS,
        Permission.SEE_AUDIT,
    },
}

WORDS: dict[Permission, str] = {
    Permission.ASK: "asking",
    Permission.SET_OWN_PREFERENCES: "choosing how you hear from us",
    Permission.SEE_RESULTS: "reading the results",
    Permission.SEE_DIGEST: "reading the digest",
    Permission.BROADCAST: "writing announcements",
    Permission.APPROVE_BROADCASTS: "approving announcements",
    Permission.ANSWER_QUESTIONS: "answering colleagues' questions",
    Permission.SEE_GAPS: "seeing which answers are missing",
    Permission.PROPOSE_ANSWERS: "writing answers for everybody",
    Permission.EDIT_CONTENT: "changing the answers",
    Permission.MANAGE_ROLES: "changing who does what here",
    Permission.MANAGE_SCHEDULES: "changing when messages go out",
    Permission.IMPORT_PEOPLE: "importing people and teams",
    Permission.SEE_DELIVERIES: "seeing what was sent",
    Permission.SEND_AGAIN: "sending something again",
    Permission.MANAGE_SETTINGS: "changing what applies to everybody here",
    Permission.SEE_AUDIT: "seeing who did what here",
}


def may(roles: Collection[Role], permission: Permission) -> bool:
    return permission in EVERYBODY or any(permission in GIVEN[role] for role in roles)


def who_may(permission: Permission) -> tuple[Role, ...]:
    """Those who have it by their role, in the order of roles; for everybody that starts with staff."""
    return tuple(role for role in Role if permission in GIVEN[role])
