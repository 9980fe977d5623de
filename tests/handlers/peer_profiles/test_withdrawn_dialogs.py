"""Dialogs that stand open while an entry is withdrawn: they change where a platform can, and never repeat it."""

from collections.abc import Awaitable, Callable

import pytest

from bot.features.peer_profiles.withdrawal import withdraw
from tests.platforms.platform_drivers import InTeams
from tests.platforms.test_peer_journey import KNOWS, NAME, REQUEST, WRITTEN, Journey, journey
from tests.platforms.test_peer_network import LINE, joins, opens

__all__ = ["journey"]

Opening = Callable[[Journey], Awaitable[object]]


async def lists(journey: Journey) -> None:
    await journey.looks("amara")


async def opens_entry(journey: Journey) -> None:
    await journey.looks_into("amara")


async def opens_request(journey: Journey) -> None:
    await journey.looks_into("amara")
    await journey.stage.submits("amara")


OPENINGS = {"list": lists, "entry": opens_entry, "request": opens_request}


async def publishes(journey: Journey) -> None:
    await journey.stage.says("ania", "my entry")
    await journey.stage.presses("ania", "entry.write")
    await journey.stage.submits("ania", **WRITTEN)
    await journey.stage.submits("ania", colleagues="team", page="no")


async def withdraws(journey: Journey) -> None:
    await journey.stage.says("ania", "my entry")
    await journey.stage.presses("ania", "entry.withdraw")
    await journey.stage.submits("ania")


@pytest.mark.parametrize("what", OPENINGS)
async def test_what_stands_open_changes_at_once_where_the_platform_can(journey: Journey, what: str) -> None:
    stage = journey.stage
    await publishes(journey)
    await OPENINGS[what](journey)
    assert NAME in stage.dialog("amara")
    await withdraws(journey)
    if isinstance(stage, InTeams):
        # Teams has no way to change a dialog that stands open: the screen on which she withdrew says so.
        assert NAME in stage.dialog("amara")
        return
    assert "What stood here was changed or withdrawn" in stage.dialog("amara")
    for words in (NAME, KNOWS, journey.ids["ania"]):
        assert words not in stage.dialog("amara")


async def test_what_stands_open_changes_when_it_is_hidden_and_stays_when_it_is_somebody_elses(
    journey: Journey,
) -> None:
    stage = journey.stage
    if isinstance(stage, InTeams):
        return
    await publishes(journey)
    await opens_entry(journey)
    await stage.says("ben", "find a peer")
    await stage.presses("ben", "peers.look")
    before = stage.dialog("ben")
    await stage.says("ania", "my entry")
    await stage.presses("ania", "entry.show")
    await stage.submits("ania", colleagues="nobody", page="no")
    assert KNOWS not in stage.dialog("amara")
    assert stage.dialog("ben") == before


@pytest.mark.parametrize(
    ("what", "values", "sentence"),
    [
        ("list", {"who": "ania"}, "That entry isn't there any more."),
        ("entry", {}, "The person you chose can't be asked here any more. Choose somebody else."),
        (
            "request",
            {"to": "ania", **REQUEST},
            "The person you chose can't be asked here any more. Choose somebody else.",
        ),
    ],
)
async def test_a_form_that_was_opened_before_refuses_and_repeats_nothing(
    journey: Journey, what: str, values: dict[str, str], sentence: str
) -> None:
    """Withdrawn without the dialogs being reached, as on Teams, or from another process."""
    stage = journey.stage
    await publishes(journey)
    await OPENINGS[what](journey)
    async with journey.bot.app.services.database.write() as session:
        await withdraw(session, journey.ids["ania"])
    await stage.submits("amara", **{name: journey.ids.get(value, value) for name, value in values.items()})
    assert sentence in stage.dialog("amara").replace("\\'", "'")
    for words in (NAME, KNOWS, journey.ids["ania"]):
        assert words not in stage.dialog("amara")
        assert words not in stage.chat("amara")


async def test_the_screen_to_withdraw_says_what_cannot_be_taken_back(journey: Journey) -> None:
    stage = journey.stage
    await publishes(journey)
    await stage.says("ania", "my entry")
    await stage.presses("ania", "entry.withdraw")
    for words in ("a notification with your name", "until they close it"):
        assert words in stage.dialog("ania")


async def test_who_leaves_the_network_is_in_no_list_that_stands_open(journey: Journey) -> None:
    stage = journey.stage
    for who, line in (("ania", LINE), ("ben", "")):
        await joins(journey, who, line)
    assert LINE in await opens(journey, "ben", "network.show")
    await opens(journey, "ania", "network.leave")
    for words in (LINE, "Ania Kowalska"):
        assert (words in stage.dialog("ben")) is isinstance(stage, InTeams)
