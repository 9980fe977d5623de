"""One fact, one rendering: whatever number or state a message tells, it tells on every platform alike."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from bot.conversation.message import Chart, Choice, Message
from bot.conversation.plain_text import plain
from bot.features.announcements.models import Stage
from bot.features.announcements.service.progress import Progress
from bot.features.announcements.service.report import Background
from bot.features.announcements.templates import Templates
from bot.features.announcements.views.form import overview
from bot.features.announcements.views.preview import preview
from bot.features.announcements.views.progress import report as progress_of
from bot.features.digest.views.staff_results import results
from bot.platforms.slack.rendering.render import render as slack
from bot.platforms.teams.rendering.render import render as teams
from bot.platforms.web.rendering.place import Place
from bot.platforms.web.rendering.render import render as web
from tests.e2e.words import EVERY_BLOCK
from tests.features.digest.figures import HARBOUR, LINE, report
from tests.platforms.announced import PLAN, announcement, announcements
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


_DONE = Progress(is_prepared=True, sent=13)
_IN_THE_MESSAGE = {"draft": "not sent yet"}
STATES = {
    "draft": (Stage.DRAFT, None),
    "waiting for approval": (Stage.WAITING, None),
    "planned for": (Stage.SENT, Progress()),
    "sent": (Stage.SENT, _DONE),
    "paused": (Stage.SENT, replace(_DONE, due=2, is_paused=True)),
    "cancelled": (Stage.CANCELLED, _DONE),
    "recalled": (Stage.RECALLED, Progress(is_prepared=True, recalled=13)),
}


@pytest.mark.parametrize("state", STATES)
def test_the_list_and_the_message_name_an_announcements_state_alike(state: str) -> None:
    stage, progress = STATES[state]
    today = date(2026, 11, 24)
    one = announcement(stage=stage, title="T", day=date(2026, 11, 25) if state == "planned for" else None)
    page = overview(Templates({}), [one], today, {one.id} if state == "paused" else ())
    _, yours = [block for block in page.blocks if isinstance(block, Choice)]
    (option,) = yours.options
    shown = progress_of(one, progress, Background("Everyone")) if progress else preview(one, PLAN)
    told = plain(shown).lower()
    assert state in option.label
    assert _IN_THE_MESSAGE.get(state, state) in told
    others = [other for other in STATES if other != state and other != "sent"]
    assert [other for other in others if re.search(rf"it (?:is|was) {other}", told)] == []


def test_leaders_and_staff_are_told_the_same_headline() -> None:
    told = re.search(r"\d+ in 100 agree", plain(DIGEST))
    assert told
    assert told[0] in plain(RESULTS)
