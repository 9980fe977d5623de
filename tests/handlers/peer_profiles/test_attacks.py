"""A supervisor and an administrator, who try to write, read, publish or find what somebody else hasn't published."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import handlers
from bot.app.guards import guards as app_guards
from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Form, Message
from bot.conversation.plain_text import plain
from bot.conversation.request import Kind, Sender
from bot.conversation.routes import Faults, Open, Reply, Say
from bot.core.clock import MovableClock
from bot.core.errors import UserFacingError
from bot.people.identity.first_contact import StaffStatus
from bot.people.identity.people import Person
from tests.fakes import Bot, request
from tests.handlers.peer_profiles.peers import WRITTEN, harbour, looks, opens, published, said_in, writes
from tests.handlers.postbox import Postbox
from tests.handlers.stub_registry import Lookup

ATTACKERS = ("sue", "ida")
SECRET = "Zanzibar"


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    return await harbour(bot)


@pytest.mark.parametrize("attacker", ATTACKERS)
async def test_no_route_with_any_value_shows_somebody_elses_draft(
    place: Postbox, clock: MovableClock, attacker: str
) -> None:
    # In small letters: somebody who is slowed down gets their own words back.
    draft = await writes(place, expertise=SECRET)
    ania = await place.knows("ania", "Ania Kowalska", team="Rowan ward")
    guessed = {
        "who": ania,
        "person_id": ania,
        "wish": SECRET.lower(),
        "colleagues": "organisation",
        "page": "yes",
    }
    for name in _routes():
        for value in (ania, draft.value, f"{ania} 0", ""):
            for kind in (Kind.PRESSED, Kind.SUBMITTED):
                asked = {"action": name, "value": value, "values": guessed, **place.of(attacker)}
                clock.move_to(clock.now() + timedelta(seconds=10))
                assert SECRET not in _said(await place.bot.app.dispatch(request(kind, **asked))), name
    assert SECRET in said_in(await writes(place, expertise=SECRET)), "it is still its writer's"
    assert SECRET not in said_in(await looks(place, "amara"))


@pytest.mark.parametrize(
    "name",
    [
        "Amara Osei",
        "  amara   OSEI",
        "Ａmara Osei",
        "amara@harbour.example",
        "Аmаrа Оsеі",
        "Ama\u200dra Osei",
        "Arnara 0sei",
        "Amára Osei.",
        "AmaraOsei",
        "Amara Ose1",
    ],
)
async def test_nobody_has_an_entry_by_a_colleagues_name(place: Postbox, name: str) -> None:
    """Else what is meant for her would be asked of somebody else."""
    amara = await place.knows("amara", "")
    async with place.bot.app.services.database.write() as session:
        (await session.get_one(Person, amara)).email = "amara@harbour.example"
    refused = await place.submits("ania", "entry.save", **(WRITTEN | {"name": name}))
    assert isinstance(refused, Faults)
    assert refused.by_field.keys() == {"name"}
    assert "is today" in said_in(await writes(place, "amara", name="Amara Osei")), "her own"
    assert "is today" in said_in(await writes(place, name="Ania K.")), "a name that is nobody's"


@pytest.mark.parametrize("attacker", ATTACKERS)
async def test_nobody_writes_publishes_or_withdraws_somebody_elses(place: Postbox, attacker: str) -> None:
    await published(place)
    ania = await place.knows("ania", "Ania Kowalska", team="Rowan ward")
    for action in ("entry.save", "entry.publish", "entry.withdraw", "entry.withdraw.now"):
        values = {"person_id": ania, "who": ania, "name": "Mallory", "expertise": "lies"}
        await place.submits(attacker, action, ania, **values)
    found = await opens(place, "amara", ania)
    assert isinstance(found, Form)
    assert "hearing voices" in said_in(found)
    assert "lies" not in said_in(found)


async def test_a_published_entry_opens_only_to_its_audience(place: Postbox) -> None:
    await published(place, colleagues="team")
    ania = await place.knows("ania", "Ania Kowalska", team="Rowan ward")
    for user in ("ben", "kit", "ida"):
        found = await opens(place, user, ania)
        assert not isinstance(found, Form) or "voices" not in said_in(found), user


async def test_leavers_and_guests_find_nobody(place: Postbox) -> None:
    await published(place, colleagues="organisation")
    services = place.bot.app.services
    kit = await place.knows("kit", "Kit Adeyemi")
    async with services.database.write() as session:
        (await session.get_one(Person, kit)).left_on = services.clock.now().date()
    guests = replace(services, staff_lookup=Lookup(StaffStatus.OUTSIDER))  # type: ignore[arg-type]  # only asked here
    to_guests = Dispatch(handlers.ALL, guests, app_guards(guests), lambda *_: None, UserFacingError)
    for sender, dispatch in (
        (Sender("web", "demo", "kit"), place.bot.app.dispatch),
        (Sender("slack", "T1", "guest", home="T2"), to_guests),
    ):
        asked = {"action": "peers.find", "values": {"wish": "voices"}, "sender": sender}
        reply = await dispatch(request(Kind.SUBMITTED, conversation=sender.user, **asked))
        assert "Ania" not in _said(reply), sender.user


async def test_neither_the_audit_nor_anything_else_says_who_has_an_entry(place: Postbox) -> None:
    before = _said(await place.says("ida", "audit")), _said(await place.says("ida", "people"))
    await published(place, colleagues="team")
    assert (_said(await place.says("ida", "audit")), _said(await place.says("ida", "people"))) == before


def _routes() -> list[str]:
    return [name for name in handlers.ALL.by_name if name.startswith(("entry", "peers", "requests"))]


def _said(reply: Reply) -> str:
    shown: Any = reply
    if isinstance(reply, Open):
        return said_in(reply.form) + "".join(getattr(f, "initial", "") for f in reply.form.all_fields)
    message = shown.message if isinstance(reply, Say) else getattr(shown, "message", None)
    return plain(message) if isinstance(message, Message) else str(reply)
