"""Command `audit`: checks the audit, and compares it with lines that are known from elsewhere."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.app.assembly import open_database
from bot.app.backup.restore import NotRestored, audit_line_in
from bot.commands.exit_codes import run_or_exit
from bot.core.settings import Settings
from bot.people.audit.audit_check import Compared, check, compare
from bot.people.audit.audit_text import LIMITS, compared_text, state_text

_LINE = re.compile(r"(\d{1,9}):([0-9a-f]{64})")


def audit(
    context: typer.Context,
    known: Annotated[
        list[str] | None, typer.Argument(help="Files of backups, or lines from the log as NUMBER:DIGEST.")
    ] = None,
) -> None:
    """Check that nobody changed the audit. Exit code 1 if somebody did."""
    raise typer.Exit(run_or_exit(_audit(context.obj, [_line(anchor) for anchor in known or ()])))


def _line(known: str) -> tuple[int, str]:
    """Raises typer.BadParameter."""
    if matched := _LINE.fullmatch(known):
        return int(matched[1]), matched[2]
    try:
        line = audit_line_in(Path(known))
    except (NotRestored, OSError) as error:
        raise typer.BadParameter(f"{known} is no backup, and no line as NUMBER:DIGEST.") from error
    if line is None:
        raise typer.BadParameter(f"{known} names no line of the audit.")
    return line


async def _audit(settings: Settings, known: Sequence[tuple[int, str]]) -> int:
    database = await open_database(settings)
    try:
        async with database.read() as session:
            state = await check(session)
            compared = [(number, await compare(session, number, digest)) for number, digest in known]
    finally:
        await database.close()
    report = [state_text(state), *(compared_text(number, result) for number, result in compared)]
    sys.stdout.write("".join(f"{sentence}\n" for sentence in (*report, LIMITS)))
    is_whole = not state.fault and all(result in (Compared.SAME, Compared.DELETED) for _, result in compared)
    return 0 if is_whole else 1
