"""What the pulse does to the weekly tip: weak themes come oftener, and open questions are named."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest

from bot.conversation.message import Buttons
from bot.core.themes import Theme
from bot.delivery.calendar.schedules import add_missing, schedules_of
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features import DEFAULT_SCHEDULES
from bot.features.learning.declarations import NUDGE
from bot.features.learning.tracks import TipFormat
from bot.features.pulse.declarations import PULSE
from bot.features.pulse.models import Wave
from bot.features.pulse.waves.waves import items_of
from bot.people.identity.people import Preferences
from schedules.learning.nudges import Nudges
from tests.conftest import TUESDAY
from tests.databases import Urls
from tests.features.digest.figures import sentences
from tests.features.learning.tips import tip, tracks_of
from tests.features.pulse.town import HEADLINE, ITEMS, MORNING, Town, town

FORMATS = [one for one in TipFormat if one.is_asked]
THEMES = [theme for theme in Theme if theme not in (Theme.EVIDENCE, Theme.ASSISTANT)]
ALL = tracks_of(
    tip(f"everyone/{n * 4 + m:02}-tip", form, theme)
    for n, theme in enumerate(THEMES)
    for m, form in enumerate(FORMATS)
)
PEOPLE = 400
WEAK = {Theme.READINESS, Theme.ROLE_CLARITY}
OPEN = "The short questions are open until Sunday 29 November."


@pytest.fixture
async def harbour(urls: Urls) -> AsyncIterator[Town]:
    async with town(urls.main, north=PEOPLE) as found:
        async with found.database.write() as session:
            await add_missing(session, found.organisation.id, MORNING, DEFAULT_SCHEDULES)
        yield found


async def tips(place: Town, day: date = date(2026, 12, 3)) -> list[Draft]:
    """What goes out on that Thursday; nothing is written down but who was chosen what."""
    async with place.database.read() as session:
        found = await schedules_of(session, place.organisation.id)
    schedule = next(one.id for one in found if one.job == "nudges")
    given = {"schedule": schedule, "job": "nudges", "organisation_id": place.organisation.id}
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    slot = Slot(id=f"{schedule}:{day}", day=day, due_at=at, kind=NUDGE, **given)
    return [draft async for draft in Nudges(place.database, ALL, ITEMS).drafts(slot)]


def themes(drafts: list[Draft]) -> list[Theme]:
    """Of each, in order."""
    keys = [b.buttons[-1].value for d in drafts for b in d.message.blocks if isinstance(b, Buttons)]
    return [found.meta.theme for key in keys if (found := ALL.with_key(key))]


async def answered(place: Town, wave: Wave, count: int) -> None:
    """All agree with the headline, and none with anything else."""
    async with place.database.read() as session:
        asked = [item.id for item in await items_of(session, wave.id, ITEMS)]
    for person in place.people["north"][:count]:
        await place.answers(wave, person, dict.fromkeys(asked, 1) | {HEADLINE: 5})


async def told(place: Town) -> None:
    """Two waves, after which three themes are known: education is the strongest of them."""
    for number in (1, 2):
        wave = await place.opens(number)
        await answered(place, wave, 20)
        await place.closes(wave)


async def test_six_in_ten_tips_are_about_the_two_weakest_themes(harbour: Town) -> None:
    await told(harbour)
    found = themes(await tips(harbour, date(2026, 12, 17)))
    assert len(found) == PEOPLE
    # Four standard errors: by chance alone, once in 16,000 times; and without weights it is two in ten.
    assert sum(theme in WEAK for theme in found) / PEOPLE == pytest.approx(0.6, abs=0.1)


async def test_what_seven_answered_is_not_told_and_weighs_nothing(harbour: Town) -> None:
    for number in (1, 2):
        wave = await harbour.opens(number)
        await answered(harbour, wave, 7)
        await harbour.closes(wave)
    assert await weights(harbour) == {}


async def test_nobodys_answer_changes_anything_before_all_are_told_together(harbour: Town) -> None:
    await told(harbour)
    before = await weights(harbour)
    await answered(harbour, await harbour.opens(3), 1)
    assert before
    assert await weights(harbour) == before


async def weights(place: Town) -> object:
    job = Nudges(place.database, ALL, ITEMS)
    async with place.database.read() as session:
        return await job._weights(session, place.organisation, date(2026, 12, 17))


async def test_while_questions_are_open_everyone_asked_reads_until_when_answered_or_not(
    harbour: Town,
) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, 20)
    lines = [sentences(draft.message)[-1] for draft in await tips(harbour, date(2026, 11, 26))]
    assert lines == [OPEN] * PEOPLE


async def test_who_wants_no_questions_is_not_told_of_them(harbour: Town) -> None:
    async with harbour.database.write() as session:
        session.add(Preferences(person_id="north-7", opted_out=[PULSE]))
    await harbour.opens()
    drafts = {draft.to: draft for draft in await tips(harbour, date(2026, 11, 26))}
    assert OPEN not in sentences(drafts["north-7"].message)
    assert OPEN in sentences(drafts["north-8"].message)


async def test_who_has_their_tip_after_the_close_is_not_told_either(harbour: Town) -> None:
    async with harbour.database.write() as session:
        session.add(Preferences(person_id="north-7", tip_day=1))
    await harbour.opens()
    drafts = {draft.to: draft for draft in await tips(harbour, date(2026, 11, 26))}
    assert OPEN not in sentences(drafts["north-7"].message)


async def test_when_no_questions_are_open_the_tip_stands_alone(harbour: Town) -> None:
    assert not any(
        "questions" in sentences(draft.message)[-1] for draft in await tips(harbour, TUESDAY.date())
    )
