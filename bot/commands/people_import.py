"""`bot people import FILE.csv`: shows what an import would change or, with `--apply`, makes it."""

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.core.errors import UserFacingError
from bot.people.directory.import_run import import_list, preview_list
from bot.people.directory.people_import import Fate, ImportPlan, ImportStep
from bot.people.directory.people_sheet import UnreadableSheet, read_sheet
from bot.people.identity.organisations import Organisation
from bot.store.database import Database

_WIDEST = 80
_MOST_SHOWN = 40
_ORDER = (Fate.ADDED, Fate.CHANGED, Fate.LEAVING)


async def import_people(
    database: Database,
    organisation: Organisation,
    path: Path,
    now: datetime,
    *,
    apply: bool = False,
    leavers: bool = False,
    as_json: bool = False,
) -> int:
    """Exit code: 0 done or could be done, 1 faults in the list and nothing changed, 2 could not read it."""
    run = import_list if apply else preview_list
    try:
        sheet = read_sheet(path, organisation.country)
        plan = await run(database, sheet, organisation, now, leavers=leavers)
    except UnreadableSheet as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except UserFacingError as error:
        sys.stderr.write(f"Nothing was changed. {error}\n")
        return 1
    applied = apply and not plan.faults
    if as_json:
        sys.stdout.write(json.dumps(_document(plan, applied), ensure_ascii=False) + "\n")
    else:
        _print(plan, applied)
    return 1 if plan.faults else 0


def _document(plan: ImportPlan, applied: bool) -> dict[str, object]:
    listed = (step for step in plan.steps if step.fate is not Fate.UNCHANGED)
    return {
        "applied": applied,
        "counts": {fate.value: plan.count(fate) for fate in Fate},
        "people": [
            {"what": s.fate.value, "line": s.line, "name": s.name, "changes": list(s.changes)} for s in listed
        ],
        "teams": [{"what": what, "name": name} for what, name in _teams(plan)],
        "faults": [{"line": f.line, "what": f.what, "mend": f.mend} for f in plan.faults],
    }


def _print(plan: ImportPlan, applied: bool) -> None:
    console = Console(file=sys.stdout, highlight=False)
    console.width = min(console.width, _WIDEST) if console.is_terminal else _WIDEST
    if plan.faults:
        for fault in plan.faults:
            console.print(Text(str(fault)), soft_wrap=True)
        console.print(f"{len(plan.faults)} faults. Nothing was changed: mend them, then try again.")
        return
    for what, name in _teams(plan):
        console.print(Text(f"Team {what}: {name}"))
    if rows := list(_rows(plan.steps)):
        console.print(_table(rows))
    counts = ", ".join(f"{plan.count(fate)} {fate.value}" for fate in Fate)
    console.print(f"{counts}.", "Done." if applied else "Nothing was changed yet: add --apply to do it.")


def _teams(plan: ImportPlan) -> list[tuple[str, str]]:
    return [("added" if t.is_new else "moved", t.name) for t in plan.teams if t.is_new or t.is_moved]


def _table(rows: Iterable[tuple[str, str, str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("What", no_wrap=True)
    table.add_column("Who", overflow="fold", ratio=2)
    table.add_column("Changes", overflow="fold", ratio=3)
    for row in rows:
        # As text: a name is never markup.
        table.add_row(*map(Text, row))
    return table


def _rows(steps: Iterable[ImportStep]) -> Iterable[tuple[str, str, str]]:
    """The first lines of each kind, and the number of further ones."""
    for fate in _ORDER:
        these = [step for step in steps if step.fate is fate]
        for step in these[:_MOST_SHOWN]:
            yield fate.value, step.name or "(no name)", "; ".join(step.changes)
        if len(these) > _MOST_SHOWN:
            yield fate.value, f"and {len(these) - _MOST_SHOWN:,} more", "--json lists all"
