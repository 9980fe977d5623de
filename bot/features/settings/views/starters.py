"""Chooses three sample questions by a person's role. Each is answered by a card.

A declaration as a peer worker doesn't change the choice: it is confidential, and screens are shared. So everybody
without a role is offered the same: questions that suit both sides, and those from a peer worker's own side.
"""

from collections.abc import Collection

from bot.people.access.roles import Role

EVERYBODY = (
    "What does a peer worker do?",
    "What helps a new peer worker settle in?",
    "What helps when colleagues doubt the role?",
)
PEER_WORKERS = (
    "Nobody talks to me",
    "I'm the only peer worker here",
    "Who supervises me?",
    "When colleagues doubt me",
)
_BY_ROLE = {
    Role.ADMINISTRATOR: ("Who sees my questions?", "What does a champion do?", "What does a peer worker do?"),
    Role.CHAMPION: (
        "What does a champion do?",
        "What can I say when a colleague doubts the role?",
        "Does peer support work?",
    ),
    Role.LEADER: (
        "What has to be ready before we hire a peer worker?",
        "Does peer support work?",
        "How do I supervise a peer worker?",
    ),
    Role.EDITOR: (
        "Which words should we use about recovery?",
        "Does peer support work?",
        "What does a peer worker do?",
    ),
    Role.SUPERVISOR: (
        "How do I supervise a peer worker?",
        "What helps a new peer worker settle in?",
        "What can I say when a colleague doubts the role?",
    ),
}


def starters(roles: Collection[Role]) -> tuple[str, ...]:
    """Of the role with most to look after; roles that an administrator gave are known to others anyway."""
    return next((questions for role, questions in _BY_ROLE.items() if role in roles), EVERYBODY)
