"""What somebody typed in Teams is read as they meant it."""

import pytest

from bot.platforms.teams.inbound.inbound_text import plain

_US = {"mentioned": {"id": "28:bot", "name": "Alongside"}, "text": "<at>Alongside</at>"}


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("<at>Alongside</at> what is a peer?", "what is a peer?"),
        ('<quoted messageId="17"/> what is a peer?', "what is a peer?"),
        ("**what** is a _peer_&nbsp;worker", "what is a peer worker"),
        ('ask <at id="1">Sam</at> please', "ask a colleague please"),
    ],
)
def test_what_teams_adds_is_left_out(sent: str, meant: str) -> None:
    assert plain(sent, [_US], "28:bot") == meant


def test_a_mention_without_its_text_is_found_by_the_name() -> None:
    bare = {"mentioned": {"id": "28:bot", "name": "Alongside"}}
    assert plain("<at>Alongside</at> what is a peer?", [bare], "28:bot") == "what is a peer?"
    assert plain("Alongside what is a peer?", [bare], "28:bot") == "what is a peer?"
