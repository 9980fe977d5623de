"""The doctor's checks of Microsoft Teams: token, signing keys and public address."""

from collections.abc import AsyncIterator

from bot.core.diagnostics import Finding, ok, warning
from bot.core.settings import Settings
from bot.platforms.teams.install.checks import ADDRESS, check_keys, check_token, messaging_endpoint
from bot.platforms.teams.outbound.tokens import token_of
from bot.platforms.teams.preflight import faults
from bot.store.database import Database


async def examine(settings: Settings, _: Database, __: bool) -> AsyncIterator[Finding]:
    """The checks. Yields none if it runs on this machine only, or its settings are incomplete."""
    if settings.teams_local or not settings.has_teams() or list(faults(settings)):
        return

    yield await check_token(token_of(settings))
    yield await check_keys()
    if settings.public_url:
        yield ok(ADDRESS, f"Teams is to call {messaging_endpoint(settings.public_url)}.")
    else:
        what = "ALONGSIDE_PUBLIC_URL is not set."
        yield warning(ADDRESS, what, "Set it to how Teams reaches us: https://…")
