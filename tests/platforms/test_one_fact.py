"""One fact, one rendering: whatever number or state a message tells, it tells on every platform alike."""

import json
import re
from collections.abc import Callable
from html import unescape

import pytest

from bot.conversation.message import Chart, Message
from bot.conversation.plain_text import plain
from bot.features.digest.views.staff_results import results
from bot.platforms.slack.rendering.render import render as slack
from bot.platforms.teams.rendering.render import render as teams
from bot.platforms.web.rendering.place import Place
from bot.platforms.web.rendering.render import render as web
from tests.e2e.words import EVERY_BLOCK
from tests.features.digest.figures import HARBOUR, LINE, report
from tests.platforms.announced import announcements
from tests.platforms.contents import DIGEST, PULSE

RESULTS = results(HARBOUR, report(headline=LINE), {8})
MESSAGES = [
    DIGEST,
    PULSE,
    RESULTS,
    EVERY_BLOCK,
    *(shown for shown in announcements() if isinstance(shown, Message)),
]
# Figures, shares and the words that stand for a state.
_CLAIM = re.compile(r"\d[\d,.]*\d|\d|nearly (?:all|none)|draft|planned|sent|recalled|cancelled|paused|closed")


def on_slack(message: Message) -> str:
    return json.dumps(slack(message), ensure_ascii=False)


def on_teams(message: Message) -> str:
    return json.dumps(teams(message), ensure_ascii=False)


def in_browser(message: Message) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", web(message, Place("e1"))))


def claims(message: Message) -> set[str]:
    """Also what a picture says, in its words for those who don't see it."""
    told = Message(message.summary, tuple(b for b in message.blocks if not isinstance(b, Chart)))
    drawn = " ".join(b.alt for b in message.blocks if isinstance(b, Chart))
    return set(_CLAIM.findall(f"{plain(told)} {drawn}"))


@pytest.mark.parametrize("drawn", [on_slack, on_teams, in_browser])
@pytest.mark.parametrize("message", MESSAGES, ids=[message.summary[:40] for message in MESSAGES])
def test_every_platform_makes_the_same_claims(message: Message, drawn: Callable[[Message], str]) -> None:
    shown = drawn(message)
    assert [claim for claim in sorted(claims(message)) if claim not in shown] == []


def test_leaders_and_staff_are_told_the_same_headline() -> None:
    told = re.search(r"\d+ in 100 agree", plain(DIGEST))
    assert told
    assert told[0] in plain(RESULTS)
