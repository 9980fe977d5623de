"""Who withdraws that they are a peer worker stays among those who were asked as one, as long as the figures do.

Without that, the next wave would seem to be of the same people, and the difference of two figures would be what they
answered.
"""

from collections.abc import AsyncIterator
from itertools import cycle

import pytest
from sqlalchemy import delete

from bot.people.declaring import declare_peer, withdraw_peer
from bot.pulse.ballot import Outcome, cast
from bot.pulse.disclosure import Hidden, Told
from bot.pulse.groups import ORGANISATION
from bot.pulse.results import read_told, told_of
from bot.pulse.tables import Invited, Wave
from bot.pulse.waves import open_wave
from bot.themes import Audience
from tests.databases import Urls
from tests.pulse.town import ITEMS, MORNING, TUESDAY, Town, town

FOR_PEERS = next(item for item in ITEMS.values() if item.audience == {Audience.PEER_WORKER})
WHO = "willow-0"


@pytest.fixture
async def place(urls: Urls) -> AsyncIterator[Town]:
    """Twenty, all of whom told us that they are peer workers."""
    async with town(urls.main, willow=20) as found:
        async with found.database.write() as session:
            for person in found.people["willow"]:
                await declare_peer(session, person, MORNING)
        yield found


async def lives_through(place: Town, number: int) -> Told:
    """A wave for peer workers in which every other one agrees; what everyone is told of it."""
    async with place.database.write() as session:
        opened = await open_wave(
            session,
            place.organisation,
            {FOR_PEERS.id: FOR_PEERS},
            place.seal,
            slot=f"peers:{number}",
            day=TUESDAY.replace(year=TUESDAY.year + number),
            audience=Audience.PEER_WORKER,
        )
        assert opened
        for person, point in zip(place.people["willow"], cycle((4, 2)), strict=False):
            outcome = await cast(session, place.seal, opened.id, person, {FOR_PEERS.id: point}, MORNING)
            assert outcome is Outcome.COUNTED or person == WHO
    await place.closes(opened)
    return await told(place, opened)


async def told(place: Town, wave: Wave) -> Told:
    async with place.database.read() as session:
        return read_told((await told_of(session, wave.id, FOR_PEERS.id))[ORGANISATION].told)


async def test_after_somebody_has_withdrawn_no_difference_is_their_answer(place: Town) -> None:
    first = await lives_through(place, 0)
    assert not isinstance(first, Hidden)
    async with place.database.write() as session:
        await withdraw_peer(session, WHO)
    assert isinstance(await lives_through(place, 1), Hidden)


async def test_without_the_invitation_the_difference_would_be_told(place: Town) -> None:
    """Why it stays: the day that this fails, it need not any more."""
    await lives_through(place, 0)
    async with place.database.write() as session:
        await withdraw_peer(session, WHO)
        await session.execute(delete(Invited).where(Invited.person_id == WHO))
    assert not isinstance(await lives_through(place, 1), Hidden)
