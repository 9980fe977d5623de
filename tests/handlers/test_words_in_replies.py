"""A line of conversation sends people only to words that all staff may say."""

import re
from pathlib import Path

from bot.features.asking.conversation.kinds import load
from bot.people.access.permissions import Permission, may
from bot.people.access.roles import Role
from tests.handlers.test_permissions import every_route

CONTENT = Path(__file__).parents[2] / "content"
QUOTED = re.compile(r'"([^"]+)"')


def not_for_staff() -> set[str]:
    """Words that open what only some roles may see."""
    closed = {str(needed) for needed in Permission.all() if not may({Role.STAFF}, needed)}
    words = {name.removeprefix("word: "): route for name, route in every_route().items() if "word: " in name}
    return {word for word, route in words.items() if str(route.needs) in closed}


def test_no_reply_to_everyone_names_a_word_that_only_some_may_say() -> None:
    replies = [
        line for kind in load(CONTENT).acts.values() for lines in kind.replies.values() for line in lines
    ]
    named = {word.casefold() for line in replies for word in QUOTED.findall(line)}
    assert "digest" in not_for_staff()
    assert named & not_for_staff() == set()
