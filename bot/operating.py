"""Commands for whoever runs it: run, doctor, reseal, code. Exit codes as in `cli.py`."""

import asyncio
import sys
from typing import Annotated

import typer
from rich.console import Console

from bot.app import open_database
from bot.broadcasts.tables import AcknowledgementKey
from bot.clock import SystemClock
from bot.curated import ContentFaulty
from bot.people.first_administrator import new_code
from bot.platforms.slack.install_tables import SECRETS, SlackBot, SlackInstallation
from bot.pulse.tables import WaveKey
from bot.settings import Settings
from bot.store.resealing import Sealed
from bot.store.resealing import reseal as reseal_all

_aside = Console(stderr=True, highlight=False)

# Every column that holds something sealed. What seals anew enters its own here.
SEALED = (
    *(
        column
        for table in (SlackBot, SlackInstallation)
        for column in table.metadata.tables[table.__tablename__].c
        if column.name in SECRETS
    ),
    WaveKey.metadata.tables[WaveKey.__tablename__].c.sealed,
    AcknowledgementKey.metadata.tables[AcknowledgementKey.__tablename__].c.sealed,
)


def run(context: typer.Context) -> None:
    """Run it for real: in Slack, until it is told to stop. `doctor` says what is missing."""
    from bot.serve import run_bot

    try:
        raise typer.Exit(asyncio.run(run_bot(context.obj)))
    except ContentFaulty as error:
        _aside.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Look at everything that has to be right, and say what to do where it isn't. Exit code 1 for a fault."""
    from bot.doctor import doctor as look

    raise typer.Exit(asyncio.run(look(context.obj, as_json=as_json)))


def reseal(
    context: typer.Context,
    apply: Annotated[bool, typer.Option(help="Really do it. Without it, only counts.")] = False,
) -> None:
    """Seal anew with the first master key what older ones sealed. A dry run unless you say --apply."""
    raise typer.Exit(asyncio.run(_reseal(context.obj, apply=apply)))


def code(context: typer.Context) -> None:
    """Print a one-time code: whoever says it in chat becomes the first administrator. It lasts for a day."""
    raise typer.Exit(asyncio.run(_code(context.obj)))


async def _reseal(settings: Settings, *, apply: bool) -> int:
    database = await open_database(settings)
    try:
        found = await reseal_all(database, settings.master_keys(), SEALED, apply=apply)
    except ValueError as error:
        _aside.print(f"ALONGSIDE_MASTER_KEY: {error}.", style="red", markup=False)
        return 2
    finally:
        await database.close()
    sys.stdout.write(f"{_in_words(found, apply=apply)}\n")
    return 1 if found.lost else 0


def _in_words(found: Sealed, *, apply: bool) -> str:
    said = f"{found.current} under the first key already, {found.older} under an older one."
    if found.lost:
        said += f" {found.lost} that no key opens: put the key back that sealed them, or install again."
    if not found.older:
        return f"{said} Nothing to do."
    if apply:
        return f"{said} Sealed anew: older keys can go from ALONGSIDE_MASTER_KEY."
    return f"{said} Nothing was changed yet: add --apply to do it."


async def _code(settings: Settings) -> int:
    database = await open_database(settings)
    try:
        async with database.write() as session:
            made = await new_code(session, SystemClock().now())
    finally:
        await database.close()
    if made is None:
        _aside.print("There is an administrator already. They can make others in chat.")
        return 1
    sys.stdout.write(f"{made}\n")
    return 0
