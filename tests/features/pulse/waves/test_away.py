"""Where nearly all of a team answered, its lasting noise depends on who did; nothing that is kept tells who."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.features.pulse.models import PublishedRow
from bot.features.pulse.waves.counting import open_all
from tests.databases import Urls
from tests.features.pulse.town import HEADLINE, Town, town


@pytest.fixture
async def harbour(urls: Urls) -> AsyncIterator[Town]:
    async with town(urls.main, east=12, west=50) as found:
        yield found


async def noise_of_east(place: Town, number: int, *away: int) -> str:
    """The name of the noise on the team's figure in a wave in which these were away."""
    wave = await place.opens(number)
    there = [person for n, person in enumerate(place.people["east"]) if n not in away]
    await place.answer_together(wave, dict.fromkeys(there, 4))
    await place.closes(wave)
    async with place.database.read() as session:
        told = await session.get_one(PublishedRow, (wave.id, HEADLINE, "east"))
    assert told.told["answers"] == len(there)
    return str(told.told["signal"]["draw"])


async def test_a_wave_with_somebody_away_has_noise_of_its_own(harbour: Town) -> None:
    everyone = [await noise_of_east(harbour, number) for number in (1, 2)]
    away = [await noise_of_east(harbour, number, person) for number, person in ((3, 0), (4, 1), (5, 0))]
    assert everyone[0] == everyone[1]
    assert len({everyone[0], *away}) == 4


async def test_where_fewer_answer_it_is_the_same_no_matter_who(harbour: Town) -> None:
    """Who answered is then unknown to readers, and a lasting change can be told from noise."""
    assert await noise_of_east(harbour, 1, 0, 1, 2, 3) == await noise_of_east(harbour, 2, 8, 9, 10, 11)


async def test_who_took_part_is_known_at_the_close_only_and_not_written(harbour: Town) -> None:
    wave = await harbour.opens()
    await harbour.answer_together(wave, dict.fromkeys(harbour.people["east"][:11], 4))
    async with harbour.database.read() as session:
        opened = await open_all(session, harbour.seal, wave.id)
    assert opened
    assert opened.took_part == frozenset(harbour.people["east"][:11])
    assert not any(person in repr(opened) for person in opened.took_part)
    await harbour.closes(wave)
    async with harbour.database.read() as session:
        written = str([told.told for told in await session.scalars(select(PublishedRow))])
        assert await open_all(session, harbour.seal, wave.id) is None
    assert not any(person in written for person in opened.took_part)
