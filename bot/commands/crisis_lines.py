"""`bot crisis-lines`: asks to confirm each of the country's crisis lines; records owner and date."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.app.crisis_lines import confirm, emergency, in_words
from bot.core.settings import Settings
from bot.features.asking.distress.signposts import CrisisLine


def crisis_lines(
    context: typer.Context,
    owner: Annotated[str, typer.Option(help="Who answers for them in your organisation.")] = "",
    all_right: Annotated[
        bool, typer.Option("--all-right", help="You have checked each line. Asks nothing.")
    ] = False,
) -> None:
    """Confirm the crisis lines one by one. Needed before the first start, and at least once a year."""
    settings: Settings = context.obj
    if settings.overlay is None:
        raise typer.BadParameter("set ALONGSIDE_OVERLAY to a folder outside the release first")
    owner = owner or typer.prompt("Who answers for these lines, by name")
    raise typer.Exit(
        confirm_lines(settings.content, settings.overlay, settings.country, owner, all_right=all_right)
    )


def confirm_lines(content: Path, overlay: Path, country: str, owner: str, *, all_right: bool) -> int:
    """The exit code: 1 where a line is still open, 2 where there are none for this country."""

    def is_right(line: CrisisLine) -> bool:
        if all_right:
            return True
        sys.stdout.write(f"\n{in_words(line)}\n")
        return typer.confirm("Did you check it, and is it right?", default=False)

    try:
        sys.stdout.write(f"Emergency: {emergency(content, country)}\n")
        done = confirm(content, overlay, country, owner, datetime.now(UTC).date(), is_right)
    except FileNotFoundError:
        file = overlay / "signposts" / f"{country.lower()}.yaml"
        sys.stdout.write(f"There are no crisis lines for {country}. Write {file}, like its neighbours.\n")
        return 2
    sys.stdout.write(f"\nWritten to {done.file}, owner {owner}.\n")
    if done.open:
        sys.stdout.write(f"Not confirmed: {', '.join(done.open)}. Mend them there, then run this again.\n")
    return int(bool(done.open))
