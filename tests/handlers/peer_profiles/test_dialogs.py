"""Whatever shows a peer worker's name or words opens beside the chat, or not at all: a chat would keep it."""

import pytest

from bot.conversation.message import Form
from tests.fakes import Bot
from tests.handlers.peer_profiles.peers import form_of, harbour, looks, opens, published, said_in, writes
from tests.handlers.postbox import Postbox


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    return await harbour(bot)


async def test_every_dialog_with_a_name_in_it_never_stands_in_a_chat(place: Postbox) -> None:
    await published(place, colleagues="organisation", name="Zofia")
    ania = await place.knows("ania", "Ania Kowalska", team="Rowan ward")
    shown = [
        await writes(place, name="Zofia"),
        form_of(await place.bot.presses("entry.write", **place.of("ania"))),
        await looks(place, "amara"),
        await looks(place, "amara", "voices"),
        await opens(place, "amara", ania),
        form_of(await place.bot.presses("requests.open", **place.of("amara"))),
    ]
    await place.submits("amara", "requests.ask", to=ania, purpose="team", soon="any")
    shown.append(form_of(await place.bot.presses("requests.show", **place.of("amara"))))
    for form in shown:
        assert isinstance(form, Form)
        assert form.never_in_chat, form
        assert "Zofia" in said_in(form) or form.action == "entry.save"
