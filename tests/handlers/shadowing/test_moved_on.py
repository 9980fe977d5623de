"""What was sent of a visit turns into a line once it has moved on, on both sides."""

import pytest

from bot.core.clock import MovableClock
from bot.features import personal_data
from tests.handlers.champions import moves
from tests.handlers.postbox import Postbox
from tests.handlers.shadowing.times import TIME, id_of, offers, place, takes

__all__ = ["place"]

OFF, GAVE, FREE = (
    f"{line}: {TIME}."
    for line in ("This time is off", "You gave this place back", "This place was given back")
)
CHANGED = f"Who comes along has changed since: {TIME}."


async def taken(place: Postbox) -> str:
    """Both have heard of it."""
    await offers(place, places="2")
    offer_id = await takes(place)
    assert [m.summary[:16] for m in await place.gets("amara")] == ["You have a place"]
    assert len(await place.gets("ania")) == 1
    return offer_id


async def instead(place: Postbox, user: str) -> list[str]:
    return [message.summary for message in await place.sees_instead(user)]


async def test_called_off_no_message_says_any_more_that_there_is_a_place(place: Postbox) -> None:
    await place.submits("ania", "come-along.cancel", which=await taken(place))
    assert await instead(place, "amara") == [OFF]
    assert await instead(place, "ania") == [OFF]


async def test_given_back_neither_chat_says_that_they_come(place: Postbox) -> None:
    await place.submits("amara", "come-along.cancel", which=await taken(place))
    assert await instead(place, "amara") == [GAVE]
    assert await instead(place, "ania") == [FREE]


async def test_a_reminder_that_arrived_moves_on_as_well(place: Postbox, clock: MovableClock) -> None:
    offer_id = await taken(place)
    await moves(place, clock, 3)
    assert [len(await place.gets(user)) for user in ("amara", "ania")] == [1, 1]
    await takes(place, "sue")
    assert await instead(place, "ania") == [CHANGED]
    await place.gets("sue")
    await place.submits("amara", "come-along.cancel", which=offer_id)
    assert await instead(place, "amara") == [GAVE, GAVE]
    assert await instead(place, "sue") == [], "whose place still stands"
    await place.submits("ania", "come-along.cancel", which=offer_id)
    assert await instead(place, "sue") == [OFF]


@pytest.mark.parametrize("user", ["amara", "ania"])
async def test_erasing_ones_data_leaves_the_other_no_place_and_no_name(place: Postbox, user: str) -> None:
    await taken(place)
    who = await id_of(place, user)
    async with place.bot.app.services.database.write() as session:
        await personal_data.erase(session, who)
    other, line = ("ania", FREE) if user == "amara" else ("amara", OFF)
    assert await instead(place, other) == [line]


async def test_a_place_that_was_given_back_at_once_is_never_told(place: Postbox) -> None:
    await offers(place)
    await place.submits("amara", "come-along.cancel", which=await takes(place))
    assert await place.gets("amara") == await place.gets("ania") == []
