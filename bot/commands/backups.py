"""Commands `backup`, `restore` and `export`. Exit codes as in `cli.py`."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.app.assembly import open_database, organisation_in
from bot.app.backup.restore import NotRestored, Restored, restore_backup
from bot.app.backup.write import write_backup
from bot.app.csv_export import export_csv
from bot.app.database_faults import FAULTS, database_fault, explained
from bot.app.migrations import pending
from bot.commands.exit_codes import run_or_exit
from bot.core.clock import SystemClock
from bot.core.settings import Settings
from bot.features.pulse.items import load as load_items
from bot.store.database import Database
from bot.store.sealing import Seal

_aside = Console(stderr=True, highlight=False)


def backup(context: typer.Context, file: Annotated[Path, typer.Argument(help="What to write.")]) -> None:
    """Write everything to one file, while it runs. Without keys, and without the answers of open waves."""
    raise typer.Exit(run_or_exit(_backup(context.obj, file)))


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What `backup` wrote.")],
    nothing_since: Annotated[
        bool, typer.Option(help="The bot had stopped before the backup was made, and has not run since.")
    ] = False,
) -> None:
    """Fill an empty database from a backup, also of an earlier release or of the other kind of database."""
    raise typer.Exit(run_or_exit(_restore(context.obj, file, nothing_since=nothing_since)))


def export(
    context: typer.Context, folder: Annotated[Path, typer.Argument(help="What to make; it must not exist.")]
) -> None:
    """Take along in open formats: the people as a list that `people import` reads, the figures, the audit."""
    if folder.exists():
        problem = f"{folder} is there already. Nothing was written."
        _aside.print(problem, style="red", markup=False, soft_wrap=True)
        raise typer.Exit(2)
    files = run_or_exit(_export(context.obj))
    folder.mkdir(mode=0o700)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    sys.stdout.write(f"{', '.join(files)} are in {folder}. They name people: keep them where few can read.\n")


async def _export(settings: Settings) -> Mapping[str, bytes]:
    items = {item.id: item for item in load_items(settings.content / "pulse" / "items.yaml")}
    database = await open_database(settings)
    try:
        organisation = await organisation_in(database)
        if organisation is None:
            _aside.print("There is no organisation yet, so there is nothing to take along.", style="red")
            raise typer.Exit(2)
        async with database.write() as session:
            return await export_csv(session, organisation, items, SystemClock().now())
    finally:
        await database.close()


async def _backup(settings: Settings, file: Path) -> int:
    with explained():
        database = Database(settings.database())
    try:
        if await pending(database):
            _aside.print("The database is of another release, or there is none. Start this release first.")
            return 2
        await write_backup(database, file, SystemClock().now())
    except OSError as error:
        problem = f"{file} could not be written ({error.strerror}). Nothing was left behind."
        _aside.print(problem, style="red", markup=False)
        return 2
    except FAULTS as error:
        _aside.print(f"Not written. {database_fault(error)}", style="red", markup=False)
        return 2
    finally:
        await database.close()
    sys.stdout.write(f"{file} is written. Keep it where few people can read it.\n")
    return 0


async def _restore(settings: Settings, file: Path, *, nothing_since: bool) -> int:
    seal = Seal(settings.master_keys())
    with explained():
        database = Database(settings.database(), seal=seal)
    try:
        restored = await restore_backup(database, file, SystemClock().now(), nothing_since=nothing_since)
    except NotRestored as error:
        _aside.print(f"{error} Nothing was changed.", style="red", markup=False)
        return 2
    except OSError as error:
        problem = f"Nothing was changed. {file} could not be read ({error.strerror})."
        _aside.print(problem, style="red", markup=False)
        return 2
    except FAULTS as error:
        _aside.print(f"Nothing was changed. {database_fault(error)}", style="red", markup=False)
        return 2
    finally:
        await database.close()
    sys.stdout.write("".join(f"{line}\n" for line in in_words(restored, nothing_since=nothing_since)))
    return 0


def in_words(restored: Restored, *, nothing_since: bool) -> list[str]:
    """Describes what was restored, and what was lost."""
    since, made_at = restored.since, f"{restored.made_at:%Y-%m-%d %H:%M} UTC"
    report = [f"{restored.rows} rows are back, of release {restored.release}, as they were at {made_at}."]
    if since.waves:
        waves = "1 open pulse wave is" if since.waves == 1 else f"{since.waves} open pulse waves are"
        report.append(f"{waves} lost: the answers are in no backup. Tell people.")
    if nothing_since:
        return report
    report.append(f"Lost: what people wrote, chose, imported and published after {made_at}.")
    report.append("Links that were sent by then, and first-administrator codes, no longer work.")
    if since.doubtful:
        report.append(
            f"{since.doubtful} messages were due: Slack is asked which arrived; elsewhere an administrator "
            "decides."
        )
    if since.unfinished or since.skipped:
        count = since.unfinished + since.skipped
        report.append(f"{count} occasions to write have passed. Nobody is written to for them now.")
    if since.drafts:
        report.append(
            f"{since.drafts} announcements are drafts. Look whether they went out since, before sending."
        )
    return report
