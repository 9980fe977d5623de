"""What a peer worker has not published is in one table and one dialog, whatever a supervisor or administrator tries."""

from datetime import timedelta
from typing import Any

import pytest

import handlers
from bot.conversation.message import Message
from bot.conversation.plain_text import plain
from bot.conversation.request import Kind
from bot.conversation.routes import Open, Reply
from bot.core.clock import MovableClock
from bot.features import personal_data
from bot.features.peer_profiles.models import PeerProfile
from tests.fakes import Bot, request, stored
from tests.handlers.peer_profiles.peers import harbour, said_in, writes
from tests.handlers.postbox import Postbox

SECRET = "Zanzibar"


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    return await harbour(bot)


async def keep(place: Postbox, ania: str) -> None:
    """Some routes remove people: then the draft is put back, so that the next route could still betray it."""
    async with place.bot.app.services.database.write() as session:
        if await session.get(PeerProfile, (ania, False)) is None:
            now = place.bot.app.services.clock.now()
            session.add(PeerProfile(person_id=ania, name="Ania", expertise=SECRET, changed_at=now))


@pytest.mark.parametrize("attacker", ["sue", "ida"])
async def test_no_button_form_or_word_of_the_whole_bot_shows_it(
    place: Postbox, clock: MovableClock, attacker: str
) -> None:
    ania = await place.knows("ania", "Ania Kowalska", team="Rowan ward")
    for name in handlers.ALL.by_name:
        await keep(place, ania)
        clock.move_to(clock.now() + timedelta(minutes=1))
        if name.startswith("word: "):
            replies = [await place.says(attacker, name.removeprefix("word: "))]
        else:
            asked = {"action": name, "value": ania, "values": _guessed(ania), **place.of(attacker)}
            kinds = (Kind.PRESSED, Kind.SUBMITTED)
            replies = [await place.bot.app.dispatch(request(kind, **asked)) for kind in kinds]
        for reply in replies:
            assert SECRET not in _texts(reply), name


async def test_it_is_stored_in_one_table_and_is_in_nobody_elses_file(
    place: Postbox, clock: MovableClock
) -> None:
    """Not in the audit, not in a transcript, not in a message, not in a draft of a form."""
    await writes(place, expertise=SECRET)
    assert await stored(place.bot, SECRET) == ["peer_profiles"]
    people = {
        user: await place.knows(user, name) for user, name in (("sue", "Sue Hall"), ("ida", "Ida Berg"))
    }
    ania = await place.knows("ania", "Ania Kowalska", team="Rowan ward")
    async with place.bot.app.services.database.read() as session:
        for person_id in people.values():
            assert SECRET not in (await personal_data.as_file(session, person_id, clock.now())).body.decode()
        assert SECRET in (await personal_data.as_file(session, ania, clock.now())).body.decode()


def _guessed(ania: str) -> dict[str, str]:
    to = ("who", "person", "person_id", "to", "which", "audience", "kept", "gone")
    return dict.fromkeys(to, ania) | {
        "name": "Ania Kowalska",
        "wish": SECRET.lower(),
        "colleagues": "organisation",
    }


def _texts(reply: Reply) -> str:
    shown: Any = reply
    if isinstance(reply, Open):
        return said_in(reply.form) + "".join(getattr(f, "initial", "") for f in reply.form.all_fields)
    message = getattr(shown, "message", None)
    return plain(message) if isinstance(message, Message) else str(reply)
