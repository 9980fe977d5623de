"""One fact, one rendering: whatever number or state a message tells, it tells on every platform alike."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest

from bot.conversation.message import Chart, Choice, Message
from bot.conversation.plain_text import plain
from bot.features.announcements.models import AnnouncementStage
from bot.features.announcements.service.progress import AnnouncementProgress
from bot.features.announcements.service.report import Background
from bot.features.announcements.templates import Templates
from bot.features.announcements.views.form import overview
from bot.features.announcements.views.preview import preview
from bot.features.announcements.views.progress import report as progress_of
from bot.features.digest.views.staff_results import results
from bot.features.peer_profiles.models import WRITTEN, PeerProfile
from bot.features.peer_profiles.own_entry import Own
from bot.features.peer_profiles.views.own_entry import preview_form, withdrawing_form
from bot.people.audiences.chosen_colleagues import AudiencePreview, Colleagues
from bot.platforms.slack.rendering.render import render as slack
from bot.platforms.slack.rendering.render import render_form as slack_form
from bot.platforms.teams.rendering.render import render as teams
from bot.platforms.teams.rendering.render import render_form as teams_form
from bot.platforms.web.rendering.place import MessagePosition
from bot.platforms.web.rendering.render import render as web
from bot.platforms.web.rendering.render import render_fields as web_fields
from tests.e2e.words import EVERY_BLOCK
from tests.features.digest.figures import HARBOUR, LINE, report
from tests.platforms.announced import PLAN, announcement, announcements
from tests.platforms.contents import DIGEST, PULSE

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
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
    return unescape(re.sub(r"<[^>]+>", " ", web(message, MessagePosition("e1"))))


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


_DONE = AnnouncementProgress(is_prepared=True, sent=13)
_IN_THE_MESSAGE = {"draft": "not sent yet"}
STATES = {
    "draft": (AnnouncementStage.DRAFT, None),
    "waiting for approval": (AnnouncementStage.WAITING, None),
    "planned for": (AnnouncementStage.SENT, AnnouncementProgress()),
    "sent": (AnnouncementStage.SENT, _DONE),
    "paused": (AnnouncementStage.SENT, replace(_DONE, due=2, is_paused=True)),
    "cancelled": (AnnouncementStage.CANCELLED, _DONE),
    "recalled": (AnnouncementStage.RECALLED, AnnouncementProgress(is_prepared=True, recalled=13)),
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


@pytest.mark.parametrize("drawn", [on_slack, on_teams, in_browser])
@pytest.mark.parametrize("state", STATES)
def test_the_list_and_the_message_tell_an_announcements_state_and_numbers_on_every_platform(
    state: str, drawn: Callable[[Message], str]
) -> None:
    stage, progress = STATES[state]
    one = announcement(stage=stage, title="T", day=date(2026, 11, 25) if state == "planned for" else None)
    today, paused = date(2026, 11, 24), {one.id} if state == "paused" else ()
    listed = drawn(overview(Templates({}), [one], today, paused))
    assert state in listed
    told = progress_of(one, progress, Background("Everyone")) if progress else preview(one, PLAN)
    shown = drawn(told)
    assert [claim for claim in sorted(claims(told)) if claim not in shown] == []
    assert _IN_THE_MESSAGE.get(state, state) in shown.lower()
    others = [other for other in STATES if other not in (state, "sent")]
    assert [other for other in others if re.search(rf"it (?:is|was) {other}", shown.lower())] == []
    if progress:
        numbers = {str(count) for count in (progress.sent, progress.recalled, progress.due) if count}
        assert numbers <= set(re.findall(r"\d+", shown))


SEEN = {
    "only you": None,
    "Willow ward": (Colleagues.TEAM, False),
    "everyone at Harbour": (Colleagues.ORGANISATION, False),
    "everybody who gets the page": (Colleagues.NOBODY, True),
    "everyone at Harbour and everybody who gets the page": (Colleagues.ORGANISATION, True),
}


@pytest.mark.parametrize("who", SEEN)
def test_wherever_an_entry_says_who_sees_it_it_says_the_same(who: str) -> None:
    """Before it is changed and before it is withdrawn, on every platform; and nobody else is named with it."""
    chosen, profile = SEEN[who], {"person_id": "p", "changed_at": NOW} | dict.fromkeys(WRITTEN, "")
    published = PeerProfile(**profile, colleagues=chosen[0], on_page=chosen[1]) if chosen else None
    draft = PeerProfile(**profile, colleagues=Colleagues.NOBODY, on_page=False)
    team, everyone = (
        AudiencePreview(Colleagues.TEAM, "Willow ward", ("Sam",)),
        AudiencePreview(Colleagues.ORGANISATION, "", ()),
    )
    own = Own("Jo", None if published else draft, published, team, everyone)
    said = f"Who sees it now: {who}"
    others = {f"Who sees it now: {other}" for other in SEEN if not who.startswith(other)}
    forms = (
        preview_form(own, own.newest or draft, "Harbour", (), is_page_weekly=True),
        withdrawing_form(own, "Harbour"),
    )
    for form in forms:
        read = {
            "slack": "".join(_texts(slack_form(form))),
            "teams": "".join(_texts(teams_form(form))).replace("*", ""),
            "web": unescape(re.sub(r"<[^>]+>", "", web_fields(form.all_fields, MessagePosition("f")))),
        }
        for platform, words in read.items():
            assert said in words, (form.title, platform)
            assert not [other for other in others if other in words], (form.title, platform)


def _texts(part: object) -> list[str]:
    """Every text of a rendered form, in its order."""
    if isinstance(part, list):
        return [found for item in part for found in _texts(item)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if isinstance(part.get("text"), str) else []
    return own + [found for value in part.values() for found in _texts(value)]


def test_leaders_and_staff_are_told_the_same_headline() -> None:
    told = re.search(r"\d+ in 100 agree", plain(DIGEST))
    assert told
    assert told[0] in plain(RESULTS)
