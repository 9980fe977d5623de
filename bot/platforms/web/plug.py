"""The browser workspace's plug, as other code uses it. Only the demo opens it."""

from collections.abc import AsyncIterator, Iterable

from bot.conversation.message import Choice, Form, Message
from bot.core.diagnostics import Finding
from bot.core.settings import Settings
from bot.people.identity.platform_names import PlatformName
from bot.platforms.contract import Plug
from bot.platforms.web.rendering.rendering_notes import rendering_notes
from bot.store.database import Database

_OPTIONS = 100


def _check(_: Settings) -> Iterable[Finding]:
    return ()


async def _examine(_: Settings, __: Database, ___: bool) -> AsyncIterator[Finding]:
    nothing: tuple[Finding, ...] = ()
    for finding in nothing:
        yield finding


def _rendering_problems(_: Message | Form) -> tuple[str, ...]:
    """None, because a page scrolls."""
    return ()


def _overfull(content: Message | Form) -> list[str]:
    """Lists above a length that a person can search by eye."""
    blocks = content.all_fields if isinstance(content, Form) else content.blocks
    lists = [block for block in blocks if isinstance(block, Choice) and block.is_searched]
    return [f"{len(choice.options):,} to choose from" for choice in lists if len(choice.options) > _OPTIONS]


PLUG = Plug(
    name=PlatformName("web", "the browser"),
    is_configured=lambda _: False,
    preflight=_check,
    examine=_examine,
    rendering_problems=_rendering_problems,
    overfull=_overfull,
    rendering_notes=rendering_notes,
)
