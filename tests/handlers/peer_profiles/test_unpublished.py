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
from bot.features.peer_profiles.models import WRITTEN, PeerProfile
from bot.features.peer_profiles.own_entry import sealed_draft
from bot.features.peer_profiles.retention import delete_old
from tests.fakes import Bot, request, stored
from tests.handlers.peer_profiles.peers import form_of, harbour, published, publishes, said_in, writes
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
            written = dict.fromkeys(WRITTEN, "") | {"name": "Ania", "expertise": SECRET}
            session.add(sealed_draft(session, ania, now, written))


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


async def test_no_table_shows_it_and_it_is_in_nobody_elses_file(place: Postbox, clock: MovableClock) -> None:
    """Sealed, and not in the audit, a transcript, a message or a draft of a form."""
    await writes(place, expertise=SECRET)
    assert await stored(place.bot, SECRET) == []
    people = {
        user: await place.knows(user, name) for user, name in (("sue", "Sue Hall"), ("ida", "Ida Berg"))
    }
    ania = await place.knows("ania", "Ania Kowalska", team="Rowan ward")
    async with place.bot.app.services.database.read() as session:
        for person_id in people.values():
            assert SECRET not in (await personal_data.as_file(session, person_id, clock.now())).body.decode()
        assert SECRET in (await personal_data.as_file(session, ania, clock.now())).body.decode()


async def test_hidden_again_it_is_sealed_and_still_its_writers(place: Postbox) -> None:
    await published(place, expertise=SECRET)
    assert await stored(place.bot, SECRET) == ["peer_profiles"]
    await publishes(place, colleagues="nobody")
    assert await stored(place.bot, SECRET) == []
    assert SECRET in said_in(form_of(await place.bot.presses("entry.show", **place.of("ania"))))


async def test_what_an_older_release_stored_as_text_is_sealed_in_the_first_night(
    place: Postbox, clock: MovableClock
) -> None:
    ania = await place.knows("ania", "Ania Kowalska", team="Rowan ward")
    database = place.bot.app.services.database
    async with database.write() as session:
        session.add(PeerProfile(person_id=ania, name="Ania", expertise=SECRET, changed_at=clock.now()))
    await delete_old(database, clock.now(), {})
    await delete_old(database, clock.now(), {})
    assert await stored(place.bot, SECRET) == []
    assert SECRET in said_in(form_of(await place.bot.presses("entry.show", **place.of("ania"))))


async def test_without_its_key_a_draft_is_no_entry_and_can_be_written_anew(place: Postbox) -> None:
    await writes(place, expertise=SECRET)
    ania = await place.knows("ania", "Ania Kowalska", team="Rowan ward")
    async with place.bot.app.services.database.write() as session:
        (await session.get_one(PeerProfile, (ania, False))).sealed = b"under a key that was lost"
    shown = said_in(form_of(await place.bot.presses("entry.show", **place.of("ania"))))
    assert "You have no entry." in shown
    assert SECRET in said_in(await writes(place, expertise=SECRET))


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
