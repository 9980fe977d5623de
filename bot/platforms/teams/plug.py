"""Teams' plug: its settings, checks, limits and opening, as other code uses them."""

from collections.abc import AsyncIterator

from bot.core.diagnostics import Finding
from bot.core.settings import Settings
from bot.people.identity.platform_names import PlatformName
from bot.platforms.contract import Connected, Opening, Plug
from bot.platforms.request_limits import RouteLimits
from bot.platforms.teams.install.models import TABLES
from bot.platforms.teams.preflight import check
from bot.platforms.teams.rendering.forms import overfull, rendering_problems
from bot.platforms.teams.rendering.rendering_notes import rendering_notes
from bot.store.database import Database


async def _examine(settings: Settings, database: Database, is_there: bool) -> AsyncIterator[Finding]:
    from bot.platforms.teams.doctor import examine

    async for finding in examine(settings, database, is_there):
        yield finding


async def _open(opening: Opening) -> Connected:
    from bot.platforms.teams.opening import open_teams

    return await open_teams(opening)


# Teams' own limit for a message is 100 KB.
ROUTE_LIMITS = {"/api/messages": RouteLimits(largest=256 * 1024)}

PLUG = Plug(
    name=PlatformName("teams", "Teams"),
    is_configured=Settings.has_teams,
    preflight=check,
    examine=_examine,
    rendering_problems=rendering_problems,
    overfull=overfull,
    rendering_notes=rendering_notes,
    tables=TABLES,
    open=_open,
    route_limits=ROUTE_LIMITS,
)
