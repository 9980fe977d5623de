"""Every route of coming along and of the network, tried with every value by somebody whom it isn't meant to reach."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

import handlers
from bot.app.guards import guards as app_guards
from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Message
from bot.conversation.plain_text import plain
from bot.conversation.request import Kind, Sender
from bot.conversation.routes import Open, Reply, Say
from bot.core.clock import MovableClock
from bot.core.errors import UserFacingError
from bot.features.peer_network.models import NetworkMember
from bot.features.shadowing.models import ShadowOffer, ShadowPlace
from bot.people.identity.first_contact import StaffStatus
from tests.fakes import Bot, request
from tests.handlers.peer_profiles.peers import harbour, said_in
from tests.handlers.postbox import Postbox
from tests.handlers.shadowing.times import id_of, offers, takes
from tests.handlers.stub_registry import Lookup

PLACE, LINE, NAME = "Zanzibar gate", "Zinnia line", "Ania Kowalska"


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    """Ania is in the network with Ben, and offers Rowan ward a time that Amara takes."""
    found = await harbour(bot)
    for user in ("ania", "ben"):
        await found.submits(user, "network.join", line=LINE)
    await offers(found, place=PLACE, colleagues="team")
    return found


@pytest.mark.parametrize("attacker", ["ida", "kit"])
async def test_no_route_with_any_value_shows_or_changes_what_is_not_for_them(
    place: Postbox, clock: MovableClock, attacker: str
) -> None:
    """An administrator, and a colleague of another audience."""
    offer_id, ania = await takes(place), await id_of(place, "ania")
    before = await rows(place)
    for name in _routes():
        for value in (ania, offer_id, f"{place.bot.app.services.organisation.id}-2026-12-07", ""):
            for kind in (Kind.PRESSED, Kind.SUBMITTED):
                values = {"which": offer_id, "person_id": ania, "words": "", "saw": "x", "takes": "y"}
                asked = {"action": name, "value": value, "values": values, **place.of(attacker)}
                clock.move_to(clock.now() + timedelta(seconds=10))
                reply = await place.bot.app.dispatch(request(kind, **asked))
                for secret in (PLACE, LINE, NAME):
                    assert secret not in said(reply) or name == "come-along.offer", (name, secret)
    assert await rows(place) == before


@pytest.mark.parametrize("action", ["come-along.look", "come-along.mine", "network.show", "network.open"])
async def test_guests_and_strangers_find_nothing(place: Postbox, action: str) -> None:
    services = place.bot.app.services
    guests = replace(services, staff_lookup=Lookup(StaffStatus.OUTSIDER))  # type: ignore[arg-type]  # only asked here
    to_guests = Dispatch(handlers.ALL, guests, app_guards(guests), lambda *_: None, UserFacingError)
    for sender in (Sender("slack", "T1", "guest", home="T2"), Sender("web", "demo", "nobody")):
        reply = await to_guests(request(Kind.PRESSED, action=action, sender=sender, conversation=sender.user))
        for secret in (PLACE, LINE, NAME):
            assert secret not in said(reply)


async def rows(place: Postbox) -> list[list[str]]:
    """Whose what is, but for the attacker's own."""
    async with place.bot.app.services.database.read() as session:
        columns = (ShadowOffer.person_id, ShadowPlace.person_id, NetworkMember.person_id)
        found = [set(await session.scalars(select(column))) for column in columns]
    others = {await id_of(place, user) for user in ("ania", "amara", "ben")}
    return [sorted(id_ for id_ in each if id_ in others) for each in found]


def _routes() -> list[str]:
    """But for joining, which anybody may who isn't barred: whom it bars is tried in `test_network.py`."""
    ours = [name for name in handlers.ALL.by_name if name.startswith(("come-along", "network"))]
    return [name for name in ours if name != "network.join"]


def said(reply: Reply) -> str:
    shown: Any = reply
    if isinstance(reply, Open):
        return said_in(reply.form) + "".join(getattr(f, "initial", "") for f in reply.form.all_fields)
    message = shown.message if isinstance(reply, Say) else getattr(shown, "message", None)
    return plain(message) if isinstance(message, Message) else str(reply)
