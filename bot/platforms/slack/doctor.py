"""The doctor's checks of Slack: token, scopes, socket and public address."""

from collections.abc import AsyncIterator, Sequence

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.core.diagnostics import Finding, fault, ok, warning
from bot.core.settings import Settings
from bot.delivery.sending.gateway import Refused, Throttled
from bot.people.identity.people import Account
from bot.platforms.slack.install.checks import check_socket, check_token
from bot.platforms.slack.install.installations import open_tokens
from bot.store.database import Database


async def examine(settings: Settings, database: Database, is_there: bool) -> AsyncIterator[Finding]:
    """The checks. `is_there`: the database is readable."""
    if token := settings.slack_bot_token.get_secret_value():
        known = await _workspaces(database) if is_there else []
        for finding in await check_token(token, settings.slack_api, known):
            yield finding
    elif settings.slack_client_id and is_there and settings.master_keys():
        async for finding in _installed(settings, database):
            yield finding
    if settings.slack_mode == "socket" and (app_token := settings.slack_app_token.get_secret_value()):
        yield await check_socket(app_token, settings.slack_api)
    if settings.has_slack() and settings.slack_mode == "http":
        yield _address(settings)


async def _workspaces(database: Database) -> Sequence[str]:
    """Workspaces with Slack accounts; none if the database is unreadable."""
    try:
        async with database.read() as session:
            statement = select(Account.workspace).where(Account.platform == "slack").distinct()
            return (await session.scalars(statement)).all()
    except SQLAlchemyError:
        return []


async def _installed(settings: Settings, database: Database) -> AsyncIterator[Finding]:
    try:
        tokens = await open_tokens(settings, database)
        workspaces = await tokens.workspaces()
        if not workspaces:
            yield warning("Slack token", "No workspace has installed it yet.", "Open /slack/install.")
        for workspace in workspaces:
            for finding in await check_token(await tokens.token(workspace), settings.slack_api):
                yield finding
    except (ValueError, SQLAlchemyError, Refused, Throttled):
        what = "What is stored can't be opened with this master key."
        yield fault("Slack token", what, "Put the old key behind the new one and a comma.")


def _address(settings: Settings) -> Finding:
    """Checks the address's form. Slack checks whether it can reach the address when it is saved there."""
    if not settings.public_url:
        what = "ALONGSIDE_PUBLIC_URL is not set."
        return warning("Address", what, "Set it to how Slack reaches us: https://…")
    return ok("Address", f"Slack is to call {settings.public_url}/slack/events.")
