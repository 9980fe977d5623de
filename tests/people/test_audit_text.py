"""The audit in words: names instead of ids and keys, and what a permission allows."""

import pytest

from bot.people.audit.acts import SAVED_AUDIENCE, WAS_REFUSED, Act
from bot.people.audit.audit_log import AuditLine
from bot.people.audit.audit_text import line_in_words
from tests.people.village import NOW

NAMES = {"amara": "Amara", "w1": "Willow ward"}


@pytest.mark.parametrize(
    ("act", "details", "said"),
    [
        (SAVED_AUDIENCE, {"audience": "team:w1"}, "Amara saved an audience (audience: Willow ward)."),
        (SAVED_AUDIENCE, {"audience": "everyone"}, "Amara saved an audience (audience: everyone)."),
        (SAVED_AUDIENCE, {"written_by": "amara"}, "Amara saved an audience (written by: Amara)."),
        (SAVED_AUDIENCE, {"audience": "team:gone"}, "Amara saved an audience (audience: team:gone)."),
        (
            WAS_REFUSED,
            {"needed": "manage roles"},
            "Amara was refused changing who does what here, which takes a role.",
        ),
        (WAS_REFUSED, {"needed": "of old"}, "Amara was refused of old, which takes a role."),
    ],
)
def test_a_line_has_names_where_there_are_names(act: Act, details: dict[str, str], said: str) -> None:
    line = AuditLine(number=1, at=NOW, who="amara", act=act, about="", details=details)
    assert line_in_words(line, NAMES) == said
