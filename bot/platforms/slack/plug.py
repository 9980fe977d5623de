"""Slack's plug: its settings, checks, limits and opening, as other code uses them."""

from collections.abc import AsyncIterator

from bot.core.diagnostics import Finding
from bot.core.settings import Settings
from bot.people.identity.platform_names import PlatformName
from bot.platforms.contract import Connected, Opening, Plug
from bot.platforms.request_limits import RouteLimits
from bot.platforms.slack.install.models import NOT_IN_BACKUPS, SEALED, TABLES
from bot.platforms.slack.preflight import check
from bot.platforms.slack.rendering.render import overfull, rendering_problems
from bot.platforms.slack.rendering.rendering_notes import rendering_notes
from bot.store.database import Database


async def _examine(settings: Settings, database: Database, is_there: bool) -> AsyncIterator[Finding]:
    from bot.platforms.slack.doctor import examine

    async for finding in examine(settings, database, is_there):
        yield finding


async def _open(opening: Opening) -> Connected:
    from bot.platforms.slack.opening import open_slack

    return await open_slack(opening)


# A button press includes its whole message, URL-encoded: up to three bytes per byte of text.
ROUTE_LIMITS = {"/slack/events": RouteLimits(largest=512 * 1024), "/slack/install": RouteLimits(is_dear=True)}

PLUG = Plug(
    name=PlatformName("slack", "Slack"),
    is_configured=Settings.has_slack,
    preflight=check,
    examine=_examine,
    rendering_problems=rendering_problems,
    overfull=overfull,
    rendering_notes=rendering_notes,
    tables=TABLES,
    not_in_backups=NOT_IN_BACKUPS,
    sealed=SEALED,
    open=_open,
    route_limits=ROUTE_LIMITS,
)
