"""Commands for operators: run, doctor, reseal, code, database upgrade. Exit codes as in `cli.py`."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.app.assembly import open_database, organisation_in
from bot.commands.exit_codes import run_or_exit
from bot.core.clock import SystemClock
from bot.core.settings import Settings
from bot.features import FEATURES
from bot.people.access.first_administrator import new_code
from bot.people.audit.audit_check import sign_anew
from bot.platforms import PLUGS
from bot.store.resealing import ResealCounts, SealedColumn
from bot.store.resealing import reseal as reseal_all
from schedules.peer_profiles.page import make_page

_aside = Console(stderr=True, highlight=False)


def run(context: typer.Context) -> None:
    """Run it for real: in Slack, until it is told to stop. `doctor` says what is missing."""
    from bot.app.serving import run_bot

    raise typer.Exit(run_or_exit(run_bot(context.obj)))


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Look at everything that has to be right, and say what to do where it isn't. Exit code 1 for a fault."""
    from bot.app.doctor import doctor as diagnose

    raise typer.Exit(run_or_exit(diagnose(context.obj, as_json=as_json)))


def reseal(
    context: typer.Context,
    apply: Annotated[bool, typer.Option(help="Really do it. Without it, only counts.")] = False,
) -> None:
    """Seal anew with the first master key what older ones sealed. A dry run unless you say --apply."""
    raise typer.Exit(run_or_exit(_reseal(context.obj, apply=apply)))


def code(context: typer.Context) -> None:
    """Print a one-time code. Say it in chat to become the first administrator. It lasts for a day."""
    raise typer.Exit(run_or_exit(_code(context.obj)))


def bring_up_to_date(context: typer.Context) -> None:
    """Bring the database up to this release, and end. `run` does so itself; this is for a job before a roll-out."""
    raise typer.Exit(run_or_exit(_migrate(context.obj)))


def peer_page(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What to write, such as peers.html. It is replaced.")],
) -> None:
    """Make the page of peer workers for people who use the service: plain HTML, to print or put on your site.

    On it are only those who signed their entry off for it. With ALONGSIDE_PEER_PAGE the bot makes it every week.
    """
    raise typer.Exit(run_or_exit(_peer_page(context.obj, file)))


async def _peer_page(settings: Settings, file: Path) -> int:
    database = await open_database(settings)
    try:
        organisation = await organisation_in(database)
        if organisation is None:
            _aside.print("There is no organisation yet. Start the bot once, then try again.", style="red")
            return 2
        await make_page(database, organisation.id, file, SystemClock().now())
    finally:
        await database.close()
    sys.stdout.write(f"{file} is made. An older one, printed or copied, is not changed by it.\n")
    return 0


async def _migrate(settings: Settings) -> int:
    database = await open_database(settings)
    await database.close()
    sys.stdout.write("The database is up to date.\n")
    return 0


def sealed_columns() -> list[SealedColumn]:
    """Every column that is encrypted with the master key."""
    declared = (*(feature.sealed for feature in FEATURES), *(plug.sealed for plug in PLUGS))
    return [column for columns in declared for column in columns]


async def _reseal(settings: Settings, *, apply: bool) -> int:
    database = await open_database(settings)
    try:
        counts = await reseal_all(database, settings.master_keys(), sealed_columns(), apply=apply)
        counts += await sign_anew(database, settings.master_keys(), apply=apply)
    finally:
        await database.close()
    sys.stdout.write(f"{_in_words(counts, apply=apply)}\n")
    return 1 if counts.lost else 0


def _in_words(counts: ResealCounts, *, apply: bool) -> str:
    report = f"{counts.current} under the first key already, {counts.older} under an older one."
    if counts.lost:
        report += f" {counts.lost} that no key opens: put the key back that sealed them, or install again."
    if not counts.older:
        return f"{report} Nothing to do."
    if apply:
        return f"{report} Sealed anew: older keys can go from ALONGSIDE_MASTER_KEY."
    return f"{report} Nothing was changed yet: add --apply to do it."


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
