"""Times that Ania offers, and the colleagues who take a place."""

import pytest
from sqlalchemy import select

from bot.conversation.message import Choice, Form
from bot.conversation.plain_text import plain
from bot.conversation.routes import Say
from bot.people.identity.people import Person
from bot.publishing.tallies import PeerTally
from tests.fakes import Bot
from tests.handlers.peer_profiles.peers import form_of, harbour
from tests.handlers.postbox import Postbox

# The fixed clock stands on Tuesday 24 November 2026.
MONDAY = {"day": "2026-11-30", "time": "10:00", "minutes": "120", "place": "Garden gate", "places": "1"}
TIME = "Monday 30 November 2026, 10:00 to 12:00"
SECRET = "I was quicker to speak than to listen"


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    return await harbour(bot)


async def offers(at: Postbox, user: str = "ania", /, colleagues: str = "team", **changed: str) -> None:
    reply = await at.submits(user, "come-along.save", **(MONDAY | {"colleagues": colleagues} | changed))
    assert isinstance(reply, Say), reply


async def looks(place: Postbox, user: str) -> Form:
    return form_of(await place.bot.presses("come-along.look", **place.of(user)))


async def mine(place: Postbox, user: str) -> Form:
    return form_of(await place.bot.presses("come-along.mine", **place.of(user)))


def which(form: Form) -> list[str]:
    (choice,) = (field for field in form.fields if isinstance(field, Choice))
    return [option.value for option in choice.options if option.value != "keep"]


async def takes(place: Postbox, user: str = "amara") -> str:
    form = await looks(place, user)
    (offer_id,) = which(form)
    assert isinstance(await place.submits(user, form.action, which=offer_id), Say)
    return offer_id


async def numbers(place: Postbox) -> str:
    reply = await place.says("lea", "peer support numbers")
    assert isinstance(reply, Say)
    return plain(reply.message)


async def tallies(place: Postbox) -> list[tuple[str, int]]:
    async with place.bot.app.services.database.read() as session:
        return [(row.what, row.count) for row in await session.scalars(select(PeerTally))]


async def leaves(place: Postbox, user: str) -> None:
    who = await id_of(place, user)
    async with place.bot.app.services.database.write() as session:
        (await session.get_one(Person, who)).left_on = place.bot.app.services.clock.now().date()


async def id_of(place: Postbox, user: str) -> str:
    teams = {"ania": "Rowan ward", "amara": "Rowan ward", "sue": "Rowan ward", "ben": "Willow ward"}
    return await place.knows(user, user, team=teams.get(user))


def which_of(form: Form) -> list[str]:
    return which(form) if any(isinstance(field, Choice) for field in form.fields) else []
