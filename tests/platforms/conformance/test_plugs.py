"""Every plug says all that others have to know of a platform."""

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, cast

import pytest

from bot.conversation.message import Bullets, Choice, Facts, Form, Message, Option, text
from bot.conversation.rendering_notes import RenderingNote
from bot.conversation.reply_shortening import shorten_to_fit
from bot.conversation.routes import Open, Say
from bot.core.settings import Settings
from bot.people.identity.platform_names import PlatformName, platform_label
from bot.platforms import PLUGS
from bot.platforms.contract import Opening, Plug
from tests.platforms.conformance.memory import PLUG as MEMORY
from tests.platforms.contents import OF_EVERY_KIND

EVERY = (*PLUGS, MEMORY)


def test_every_name_belongs_to_one_plug() -> None:
    names = [plug.name for plug in EVERY]
    assert sorted(names) == sorted(PlatformName.all())
    assert all(platform_label(name) for name in names)
    assert platform_label("one that is gone") == "one that is gone"


@pytest.mark.parametrize("plug", PLUGS, ids=lambda plug: plug.name)
def test_without_settings_no_platform_is_used(plug: Plug) -> None:
    assert not plug.is_configured(Settings(_env_file=None))


@pytest.mark.parametrize("plug", EVERY, ids=lambda plug: plug.name)
def test_it_has_room_for_every_kind_of_block_and_says_what_is_its_own(plug: Plug) -> None:
    for message in OF_EVERY_KIND:
        assert list(plug.rendering_problems(message)) == []
        assert plug.rendering_notes(message) <= set(RenderingNote)


@pytest.mark.parametrize("plug", PLUGS, ids=lambda plug: plug.name)
def test_its_limits_are_declared_and_a_form_or_message_of_any_length_is_made_to_fit(plug: Plug) -> None:
    options = tuple(Option(f"team:{n:032}", f"Community mental health team {n}") for n in range(5000))
    lists = tuple(Choice(f"list-{n}", "Who?", options, is_searched=True) for n in range(5))
    rows = (Facts((("A team", "Its channel"),) * 5000), Bullets((text("A team"),) * 5000))
    assert plug.overfull(Form("save", "Long", lists))
    for reply in (Open(Form("save", "Long", lists)), Say(Message("Long", (*rows, lists[0])))):
        made = shorten_to_fit(reply, plug.overfull)
        assert isinstance(made, Open | Say)
        assert plug.overfull(made.form if isinstance(made, Open) else made.message) == []


@pytest.mark.parametrize("plug", EVERY, ids=lambda plug: plug.name)
def test_what_it_seals_and_leaves_out_of_backups_is_in_its_own_tables(plug: Plug) -> None:
    names = {table.__tablename__ for table in plug.tables}
    assert {column.table.name for column in plug.sealed} <= names
    assert set(plug.not_in_backups) <= set(plug.tables)


async def test_a_plug_opens_to_all_that_serving_needs(tmp_path: Path) -> None:
    """The fourth one here; the others are opened by `tests/app` and the playground."""
    async with AsyncExitStack() as stack:
        nothing = cast("Any", None)
        assert MEMORY.open
        connected = await MEMORY.open(Opening(Settings(var=tmp_path), nothing, nothing, stack))
        assert connected.name == MEMORY.name == connected.directory.platform
        await connected.platform.start()
        assert list(await connected.platform.health()) == []
        await connected.platform.stop()
