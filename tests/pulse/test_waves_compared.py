"""Waves lived through, opened, answered and closed, never give away by comparison what was kept back."""

import random
from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import select

from bot.people.people import Account, Person
from bot.pulse.disclosure import Figures, Hidden, Publication
from bot.pulse.groups import OTHERS, Group
from bot.pulse.report import report_of
from bot.pulse.results import read_told, root_of, told_of
from bot.pulse.tables import Asked, Wave
from tests.databases import Urls
from tests.pulse.attacker import Comparer
from tests.pulse.town import HEADLINE, ITEMS, Town, town


@pytest.fixture
async def place(urls: Urls) -> AsyncIterator[Town]:
    async with town(urls.main, willow=13, rowan=11, east=15, west=12, crisis=6, corporate=10) as found:
        yield found


async def joins(place: Town, person: str, team: str) -> None:
    async with place.database.write() as session:
        session.add(Person(id=person, organisation_id=place.organisation.id, name=person, team_id=team))
        await session.flush()
        session.add(Account(person_id=person, platform="web", workspace="demo", user=person))


async def everybody_answers(place: Town, wave: Wave) -> None:
    """The same every time, as their name has it."""
    async with place.database.read() as session:
        people = (await session.scalars(select(Person.id).where(Person.left_on.is_(None)))).all()
    await place.answer_together(wave, {p: random.Random(p).choice((2, 3, 4, 5)) for p in people})


async def shown_of(place: Town, wave: Wave) -> tuple[Group, Publication, None]:
    """The groups, and what the reports say of the headline in each; of what is left over there is none."""
    async with place.database.read() as session:
        root = await root_of(session, await session.get_one(Asked, (wave.id, HEADLINE)))
        rest = await told_of(session, wave.id, HEADLINE)
        told = [(key, read_told(row.told)) for key, row in rest.items() if key.endswith(OTHERS)]
        for group in root.walk():
            if group.key.endswith(OTHERS):
                continue
            report = await report_of(session, place.organisation, group.key, ITEMS, date(2027, 1, 1))
            assert report.headline
            told += [(group.key, t.told) for t in report.headline.tellings if t.wave == wave.number]
    members = {group.key: group.members for group in root.walk()}
    published = Publication(wave.number, HEADLINE, tuple(told), tuple(members[key] for key, _ in told))
    return root, published, None


async def some_come_and_go(place: Town, rng: random.Random, wave: int) -> None:
    """One or two leave, and one or two join."""
    async with place.database.read() as session:
        here = (await session.scalars(select(Person.id).where(Person.left_on.is_(None)))).all()
    await place.leave(*rng.sample(sorted(here), rng.randint(1, 2)))
    for n in range(rng.randint(1, 2)):
        await joins(place, f"new-{wave}-{n}", rng.choice(["willow", "rowan", "east", "crisis"]))


async def test_what_reports_show_of_four_waves_gives_nobody_away(place: Town) -> None:
    rng = random.Random(1)
    waves: list[Wave] = []
    for number in range(1, 5):
        waves.append(await place.opens(number))
        await everybody_answers(place, waves[-1])
        await place.closes(waves[-1])
        await some_come_and_go(place, rng, number)
    shown = [await shown_of(place, wave) for wave in waves]
    assert any(isinstance(told, Figures) for _, told in shown[-1][1].groups)
    assert Comparer(shown).recovered() == []


async def test_a_wave_that_closes_after_a_later_one_is_compared_with_it(place: Town) -> None:
    first = await place.opens(1)
    await everybody_answers(place, first)
    await place.leave(place.people["east"][0])
    second = await place.opens(2)
    await everybody_answers(place, second)
    for wave, expected in ((second, Figures), (first, Hidden)):
        await place.closes_alone(wave)
        _, published, _ = await shown_of(place, wave)
        assert isinstance(published.of("east"), expected)
