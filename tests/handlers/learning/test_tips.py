"""The tip as people meet it, from the message they get to what it becomes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.conversation import wire
from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Choice, Message
from bot.conversation.request import Kind, Request, Sender
from bot.conversation.routes import Replace, Reply, Say
from bot.core.clock import MovableClock
from bot.core.errors import UserFacingError
from bot.features.asking.cards.library import Library
from bot.features.learning import tracks as curated
from bot.features.learning.progress import TipProgress
from bot.features.learning.tracks import Tip, Track, Tracks
from bot.features.learning.upcoming import Answered
from bot.features.learning.views import CHOICE, NO_TIP_YET, ShownTip, prompt
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Account, Person
from bot.store.database import Database
from handlers.learning import tips
from tests.databases import SEAL, sqlite_urls
from tests.fakes import buttons, labels, message_of, request, words_of
from tests.features.learning.tips import written

ID = "everyone/02-regular-beats-once"
_AUDIENCES = (
    Track.PEER_WORKERS,
    Track.SUPERVISORS,
    Track.LEADERS,
    Track.NEW_STARTERS,
    Track.NEW_PEER_WORKERS,
)


@dataclass
class Office:
    """What these handlers use, and somebody who was sent a tip."""

    database: Database
    clock: MovableClock
    library: Library
    tracks: Tracks

    @property
    def tip(self) -> Tip:
        return self.tracks.tips[ID]

    async def presses(self, action: str, value: str = "", chosen: str = "", **changes: object) -> Reply:
        asked: Request = request(Kind.PRESSED, action=action, value=value, values={CHOICE: chosen}, **changes)
        return await Dispatch(tips.routes, self, (), _fail, UserFacingError)(asked)

    async def says(self, words: str) -> Reply:
        return await Dispatch(tips.routes, self, (), _fail, UserFacingError)(request(Kind.SAID, text=words))

    async def answered(self) -> list[tuple[int, Answered | None]]:
        async with self.database.read() as session:
            found = await session.scalars(select(TipProgress).order_by(TipProgress.repeat))
            return [(row.repeat, row.answered) for row in found]


def _fail(reference: str, asked: Request, error: Exception) -> None:
    raise error


@pytest.fixture(scope="module")
def tracks() -> Tracks:
    return curated.load(Path("content"))


@pytest.fixture
async def office(
    tmp_path: Path, migrated_sqlite: Path, clock: MovableClock, library: Library, tracks: Tracks
) -> AsyncIterator[Office]:
    database = Database(sqlite_urls(tmp_path, migrated_sqlite).main, seal=SEAL)
    async with database.write() as session:
        session.add(Organisation(id="home", name="Harbour", country="GB", time_zone="UTC"))
        await session.flush()
        session.add(Person(id="amara", organisation_id="home", name="Amara"))
        await session.flush()
        session.add(Account(person_id="amara", platform="web", workspace="demo", user="nurse"))
        for repeat in range(3):
            given = {"person_id": "amara", "tip_id": ID, "repeat": repeat, "had_on": date(2026, 11, 24)}
            session.add(TipProgress(**given, slot=f"tips:{repeat}"))
    yield Office(database, clock, library, tracks)
    await database.close()


async def test_who_asks_for_a_tip_gets_the_one_they_had_last_and_when_the_next_comes(office: Office) -> None:
    reply = await office.says("tip")
    assert choice_of(message_of(reply)).question == office.tip.questions[2].question
    assert "There is one a week" in words_of(reply)


async def test_a_tip_of_a_day_to_come_is_not_shown_early(office: Office) -> None:
    async with office.database.write() as session:
        ahead = {
            "person_id": "amara",
            "tip_id": "everyone/01-ahead",
            "repeat": 0,
            "had_on": date(2026, 12, 24),
        }
        session.add(TipProgress(**ahead, slot="tips:later"))
    assert office.tip.meta.title in words_of(await office.says("tip"))


async def test_who_had_no_tip_yet_is_told_when_they_come(office: Office) -> None:
    async with office.database.write() as session:
        await session.execute(delete(TipProgress))
    assert words_of(await office.says("my tip")) == words_of(Say(NO_TIP_YET))


def test_a_tip_shows_title_idea_question_and_three_options(office: Office) -> None:
    reply = Say(ShownTip(office.tip).as_question())
    assert office.tip.meta.title in words_of(reply)
    assert "sandwiches" in words_of(reply)
    (choice,) = (block for block in reply.message.blocks if isinstance(block, Choice))
    assert len(choice.options) == 3
    assert labels(reply) == ["Answer", "Show me the answer", "More about this"]
    assert "Only you see this." in words_of(reply)


def test_a_repeat_asks_first_and_keeps_the_tip_for_afterwards(office: Office) -> None:
    reply = Say(ShownTip(office.tip, 1).as_question())
    assert "sandwiches" not in words_of(reply)
    assert choice_of(reply.message).question == office.tip.questions[1].question


async def test_a_fitting_answer_becomes_the_explanation_and_is_kept(office: Office) -> None:
    reply = await office.presses("tip.answer", written(ShownTip(office.tip)), "1")
    assert isinstance(reply, Replace)
    said = words_of(reply)
    assert f"You chose: {office.tip.questions[0].options[0]}" in said
    assert "Yes, that fits best." in said
    assert office.tip.questions[0].explanation in said
    assert "sandwiches" in said
    assert labels(reply) == ["More about this"]
    assert (await office.answered())[0] == (0, Answered.RIGHT)


async def test_another_answer_is_met_kindly_and_told_what_fits_best(office: Office) -> None:
    reply = await office.presses("tip.answer", written(ShownTip(office.tip)), "2")
    said = words_of(reply)
    assert "Many would choose that." in said
    assert f"What fits best: {office.tip.questions[0].options[0]}" in said
    assert office.tip.questions[0].explanation in said
    assert (await office.answered())[0] == (0, Answered.WRONG)


async def test_the_answer_can_be_seen_without_answering(office: Office) -> None:
    reply = await office.presses("tip.show", written(ShownTip(office.tip)))
    assert isinstance(reply, Replace)
    assert "You chose" not in words_of(reply)
    assert office.tip.questions[0].explanation in words_of(reply)
    assert (await office.answered())[0] == (0, Answered.SKIPPED)


async def test_a_repeat_has_its_own_question_and_answer(office: Office) -> None:
    reply = await office.presses("tip.answer", written(ShownTip(office.tip, 2)), "2")
    assert office.tip.questions[2].explanation in words_of(reply)
    assert await office.answered() == [(0, None), (1, None), (2, Answered.RIGHT)]


@pytest.mark.parametrize("chosen", ["", "4", "one"])
async def test_without_a_choice_the_message_stays_and_says_what_to_do(office: Office, chosen: str) -> None:
    reply = await office.presses("tip.answer", written(ShownTip(office.tip)), chosen)
    assert isinstance(reply, Say)
    assert reply.private
    assert "Choose one of the three first" in words_of(reply)
    assert (await office.answered())[0] == (0, None)


async def test_an_old_message_answered_again_shows_the_answer_but_the_first_one_counts(
    office: Office,
) -> None:
    for chosen in ("2", "1"):
        reply = await office.presses("tip.answer", written(ShownTip(office.tip)), chosen)
    assert "Yes, that fits best." in words_of(reply)
    assert (await office.answered())[0] == (0, Answered.WRONG)


async def test_somebody_we_have_not_met_sees_the_answer_and_nothing_is_kept(office: Office) -> None:
    stranger = Sender("web", "demo", "stranger")
    reply = await office.presses("tip.answer", written(ShownTip(office.tip)), "1", sender=stranger)
    assert isinstance(reply, Replace)
    assert await office.answered() == [(0, None), (1, None), (2, None)]


async def test_more_about_this_is_its_card(office: Office, library: Library) -> None:
    more = buttons(Say(ShownTip(office.tip).as_question()))[-1]
    reply = await office.presses(more.action, more.value)
    assert message_of(reply).summary == library.card(office.tip.meta.card).title


async def test_in_a_channel_only_the_person_who_pressed_sees_the_card(office: Office) -> None:
    reply = await office.presses("tip.more", office.tip.key, private=False)
    assert isinstance(reply, Say)
    assert reply.private


@pytest.mark.parametrize(("one", "other"), list(permutations(range(3), 2)))
async def test_every_two_buttons_of_a_tip_lead_on_in_either_order(
    office: Office, one: int, other: int
) -> None:
    """Also on the tip as it was, which a second device may still show; the first answer is the one that counts."""
    pressed = buttons(Say(ShownTip(office.tip).as_question()))
    for number in (one, other):
        reply = await office.presses(pressed[number].action, pressed[number].value, "1")
        assert labels(reply), pressed[number].label
    first = next(pressed[number].action for number in (one, other) if pressed[number].action != "tip.more")
    kept = Answered.RIGHT if first == "tip.answer" else Answered.SKIPPED
    assert (await office.answered())[0] == (0, kept)


@pytest.mark.parametrize(
    ("action", "value"),
    [("tip.answer", "0123456789ab 0"), ("tip.show", "0123456789ab 0"), ("tip.more", "0123456789ab")],
)
async def test_a_tip_that_was_taken_out_says_so(office: Office, action: str, value: str) -> None:
    assert "taken that tip out" in words_of(await office.presses(action, value, "1"))


async def test_a_question_that_is_none_of_the_tips_says_so(office: Office) -> None:
    assert "taken that tip out" in words_of(await office.presses("tip.show", f"{office.tip.key} 3"))


def test_no_message_names_the_audience_it_was_chosen_for(tracks: Tracks) -> None:
    for tip in tracks.tips.values():
        shown = [ShownTip(tip, repeat) for repeat in range(len(tip.questions))]
        messages = [m for one in shown for m in (one.as_question(), one.answered(0), one.answered(1))]
        for message in messages or [prompt(tip)]:
            kept = wire.dumps(message)
            assert not any(f"{track}/" in kept or f'"{track}"' in kept for track in _AUDIENCES)
            assert tip.id not in kept


def test_what_shows_on_a_locked_screen_is_the_same_for_every_tip(tracks: Tracks) -> None:
    assert len({ShownTip(tip).as_question().summary for tip in tracks.tips.values() if tip.questions}) == 1


def choice_of(message: Message) -> Choice:
    (choice,) = (block for block in message.blocks if isinstance(block, Choice))
    return choice
