"""An organisation's whole week, and that nothing it told its operators holds a text, a name or a person's id.

Logs are read in both formats and at every level, traces with all that a collector would get, and `/metrics`.
"""

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import select

from bot.app.content import Content
from bot.conversation.routes import Faults, Say
from bot.core.tracing import FORGET, KIND, METHOD, OUTCOME, PLATFORM, REPLY, SEND, STATEMENT
from bot.features.announcements.models import Broadcast
from bot.features.escalation.models import Question
from bot.features.pulse.draft_answers import DraftAnswers
from bot.features.pulse.models import Asked, Wave
from bot.people.access.roles import Role
from tests.app.week import failures
from tests.app.week.captured import Captured
from tests.app.week.week import Week, opened, week
from tests.databases import Urls
from tests.fakes import buttons
from tests.platforms.slack.receiving import words
from tests.platforms.slack.workplace import CHANNEL

ADMIN, NURSE, OTHER, PEER, CHAMPION = "UADMIN", "UWILLOW0", "UWILLOW1", "UEAST1", "UWEST2"
NAMES = ("Thessaly Quarrington", "Ysolde O'Braithwaite", "Marigold Featherstonehaugh")
_LABELS = {"outcome", "kind", "platform", "error", "state", "le", "release"}
_ATTRIBUTES = {KIND, PLATFORM, METHOD, OUTCOME, FORGET, STATEMENT}


@pytest.mark.parametrize("urls", ["postgres"], indirect=True)
async def test_a_week_leaves_nothing_of_anybody_in_logs_traces_and_metrics(
    tmp_path: Path, urls: Urls, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with week(tmp_path, urls, content) as play:
        await somebody_becomes_administrator(play)
        await a_nurse_asks_and_is_in_distress(play)
        await people_are_imported(play, tmp_path)
        await the_pulse_is_answered_with_a_comment(play)
        await an_announcement_is_written_sent_and_answered(play)
        await a_question_goes_to_a_person_and_back(play)
        await a_peer_worker_writes_an_entry_and_is_found(play)
        await words_are_checked(play)
        await strangers_knock(play)
        for failure in failures.ALL:
            await failure(play, monkeypatch)
        await play.work.live_until(2026, 11, 29, 13)
        await play.scrape()
        private = await play.private() | await play.ids()
    captured = play.captured
    assert_something_is_in(captured)
    outputs = {"logs": captured.logs, "traces": captured.traces, "metrics": captured.page}
    leaks = {name: leaks_in(text, private) for name, text in outputs.items()}
    assert not any(leaks.values()), str(leaks)
    assert labels_of(captured.page) <= _LABELS
    assert {key for span in captured.finished for key in span.attributes or {}} <= _ATTRIBUTES


def leaks_in(text: str, private: set[str]) -> dict[str, str]:
    """Each private word that stands in the text, with the line where it does."""
    lowered = text.lower()
    words = {word for word in private if word.lower() in lowered}
    return {
        word: next(line[:400] for line in text.splitlines() if word.lower() in line.lower()) for word in words
    }


def assert_something_is_in(captured: Captured) -> None:
    """Else it would be easy to hold nothing."""
    for event in ("request failed", "delivery_doubtful", "audit", "wave_closed", *failures.EVENTS):
        assert f'"event": "{event}"' in captured.logs, event
    assert "\x1b" not in captured.logs
    assert {span.name for span in captured.finished} >= {REPLY, SEND, "INSERT", "UPDATE"}
    assert "alongside_turns_total{" in captured.page


def labels_of(page: str) -> set[str]:
    families = text_string_to_metric_families(page)
    samples = [sample for family in families for sample in family.samples]
    return {label for item in samples if item.name.startswith("alongside") for label in item.labels}


async def somebody_becomes_administrator(play: Week) -> None:
    reply = await play.work.says(play.member(ADMIN), await play.work.code())
    assert "You are administrator now" in words(reply)


async def a_nurse_asks_and_is_in_distress(play: Week) -> None:
    nurse, work = play.member(NURSE), play.work
    for question in ("What does a peer worker do?", "Thank you", "my data", "settings"):
        await work.says(nurse, f"{question} {play.word()}")
    await work.says(nurse, f"<@UBOT> Who pays {NAMES[0]} for training? {play.word()}", CHANNEL)
    for channel in ("", CHANNEL):
        reply = await work.says(play.member(OTHER), f"<@UBOT> I want to kill myself {play.word()}", channel)
        assert "116 123" in words(reply)
    assert isinstance(await play.submits(NURSE, "missing.send", question=f"Who pays? {play.word()}"), Say)


async def people_are_imported(play: Week, place: Path) -> None:
    """By the night's sync, a list on the command line, and one pasted in chat: with a fault, then without."""
    await play.work.live_until(2026, 11, 24, 4)
    # What a command prints on the operator's own terminal is no log.
    with redirect_stdout(StringIO()):
        await play.work.import_teams(place)
    lines = [f'"{name}",{name.split()[0]}@people.example,East' for name in NAMES]
    play.called += [*NAMES, *(f"{name.split()[0]}@people.example" for name in NAMES)]
    for user in (ADMIN, CHAMPION):
        await play.work.says(play.member(user), "hello")
    for pasted, then, comes in (
        ([*lines, lines[0]], "import", Faults),
        (lines, "try", Faults),
        (lines, "import", Say),
    ):
        pasted_list = "\n".join(["name,email,team", *pasted])
        reply = await play.submits(ADMIN, "people.import.send", list=pasted_list, then=then)
        assert isinstance(reply, comes), reply
    await play.appoint(CHAMPION, Role.CHAMPION)


async def the_pulse_is_answered_with_a_comment(play: Week) -> None:
    await play.work.live_until(2026, 11, 24, 11)
    async with play.database.read() as session:
        wave = (await session.scalars(select(Wave.id))).first()
        items = await session.scalars(select(Asked.item_id).where(Asked.wave_id == wave))
        points = dict.fromkeys(items, "4")
    assert wave
    assert points
    await play.presses(NURSE, "pulse.answer", DraftAnswers(wave, points).written())
    assert isinstance(
        await play.submits(NURSE, "pulse.send-comment", wave, comment=f"Less {play.word()}"), Say
    )


async def an_announcement_is_written_sent_and_answered(play: Week) -> None:
    typed = {"title": f"Rooms {play.word()}", "words": f"Ask {NAMES[1]} or {play.word()}."}
    choices = {"audience": "everyone", "acknowledge": "no"}
    preview = await play.submits(CHAMPION, "broadcast.check", "template ", **typed, **choices)
    seen = next(button.value for button in buttons(preview) if button.action == "broadcast.approval")
    await play.presses(CHAMPION, "broadcast.approval", seen)
    await play.presses(ADMIN, "approval.give", seen)
    await failures.the_platform_fails_in_every_way(play)
    await play.work.live_until(2026, 11, 25, 11)
    async with play.database.read() as session:
        broadcast = (await session.scalars(select(Broadcast))).one()
    assert any(typed["title"] in str(reply) for reply in play.work.chat(play.member(NURSE)))
    assert isinstance(
        await play.submits(NURSE, "announcement.reply.send", broadcast.id, words=f"Why {play.word()}?"), Say
    )


async def a_question_goes_to_a_person_and_back(play: Week) -> None:
    reply = await play.submits(NURSE, "ask.person.send", question=f"May I {play.word()}?", named="with")
    assert isinstance(reply, Say)
    async with play.database.read() as session:
        question = (await session.scalars(select(Question.id).where(Question.directed_to.is_(None)))).one()
    await play.presses(CHAMPION, "inbox.take", question)
    for who, action, field in (
        (CHAMPION, "inbox.answer.send", "answer"),
        (NURSE, "ask.person.reply.send", "reply"),
        (CHAMPION, "inbox.answer.send", "answer"),
    ):
        await play.work.live_until(2026, 11, 25, 12)
        reply = await play.submits(who, action, question, **{field: f"Yes {play.word()}."})
        assert isinstance(reply, Say), reply


async def a_peer_worker_writes_an_entry_and_is_found(play: Week) -> None:
    await play.declare(PEER)
    written = {"name": play.word(), "expertise": f"voices, {play.word()}", "languages": "English"}
    await play.submits(PEER, "entry.save", **written, how_to_ask=f"Write {play.word()}")
    version = opened(await play.presses(PEER, "entry.show"))
    published = await play.submits(PEER, "entry.publish", version, colleagues="organisation", page="yes")
    assert isinstance(published, Say), published
    opened(await play.submits("UEAST2", "peers.find", wish=f"someone who knows about {play.word()}"))


async def words_are_checked(play: Week) -> None:
    checked = await play.submits(NURSE, "language.check", words=f"{NAMES[2]} is a junkie {play.word()}")
    assert isinstance(checked, Say)


async def strangers_knock(play: Week) -> None:
    """At doors that aren't there, with what people mistype into links."""
    async with ClientSession(f"http://127.0.0.1:{play.work.bot.port}") as session:
        for path in (f"/words/{play.word()}", f"/{NAMES[0]}?q={play.word()}", f"/slack/events/{play.word()}"):
            async with session.get(path) as answer:
                assert answer.status >= 400
