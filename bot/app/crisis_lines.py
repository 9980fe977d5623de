"""Asks an operator to confirm a country's crisis lines, and writes the answers to the content overlay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from bot.features.asking.distress import signposts
from bot.features.asking.distress.signposts import CrisisLine, Signposts

_HEAD = """# Crisis lines of your organisation, made by `python -m bot crisis-lines`. They count before the release's.
# Mend what is wrong here, then run it again: it asks for each line whether it is right.
"""


@dataclass(frozen=True, slots=True)
class Confirmed:
    file: Path
    open: Sequence[str]


def confirm(
    content: Path,
    overlay: Path,
    country: str,
    owner: str,
    today: date,
    is_right: Callable[[CrisisLine], bool],
) -> Confirmed:
    """Asks about every line, including those confirmed before, and writes the answers.

    Raises FileNotFoundError for a country without lines.
    """
    country_signposts = signposts.load(content, country)
    lines = tuple(line.model_copy(update={"confirmed": is_right(line)}) for line in country_signposts.lines)
    checked = country_signposts.model_copy(update={"lines": lines, "owner": owner, "last_checked": today})
    file = _write(overlay, checked)
    return Confirmed(file, [line.name for line in lines if not line.confirmed])


def emergency(content: Path, country: str) -> str:
    line = signposts.load(content, country).emergency
    return f"{line.number}: {line.note}"


def in_words(line: CrisisLine) -> str:
    """The details of a line to check."""
    who, contact, _ = signposts.in_words(line)
    hours = "opening hours unknown" if line.hours == "unknown" else f"open: {line.hours}"
    read = f"\n  Read at {line.source}" if line.source else ""
    return f"{line.name}{who}\n  {contact}\n  {hours}{read}"


def _write(overlay: Path, checked: Signposts) -> Path:
    file = overlay / "signposts" / f"{checked.country.lower()}.yaml"
    make_readable_folder(overlay)
    make_readable_folder(file.parent)
    document = checked.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    document["last_checked"] = checked.last_checked
    file.write_text(_HEAD + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110))
    file.chmod(0o644)
    return file


def make_readable_folder(folder: Path) -> None:
    """Makes the folder readable for the user that runs the bot under systemd and in containers.

    It holds no secrets.
    """
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(0o755)
