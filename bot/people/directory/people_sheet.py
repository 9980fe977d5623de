"""Reads a CSV list of people and teams; returns the rows, and each fault with how to mend it.

Columns, in any order; `name` is always needed, and in each line an e-mail or an account. A column that is
left out leaves what we know as it is; a column that is there counts in every line, empty cells too.

    name         full name
    email        how we recognise the person the next time
    team         name of the team; a new one is made
    parent_team  the team above it; empty says nothing
    starts_on    first working day, as 2027-01-31
    left_on      last working day; one that is still to come counts once it has come
    time_zone    such as Europe/London, where it isn't the organisation's
    region       for public holidays, as the `holidays` package names it (ENG, BY), likewise
    platform, workspace, user   their account (slack or teams), all three or none
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from zoneinfo import available_timezones

from bot.conversation.inbound_text import inbound_line
from bot.conversation.request import Sender
from bot.core.content_files import Fault
from bot.people.contact.public_holidays import regions_of
from bot.people.identity.platform_names import PlatformName

COLUMNS = tuple(
    "name email team parent_team starts_on left_on time_zone region platform workspace user".split()
)
_ACCOUNT = ("platform", "workspace", "user")

# Parts of column names that would reveal peer workers.
_TELLING = "peer lived experien consumer survivor service_user recovery diagnos role job position title grade".split()


# The line that Excel writes, and reads, before the heading.
_NAMES_DELIMITER = re.compile(r'"?sep=([,;\t])"?', re.IGNORECASE)


class UnreadableSheet(Exception):
    """The file is not a readable list."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`cells` has the columns of the file, stripped; e-mails are in lower case. `line` counts from 1."""

    line: int
    cells: dict[str, str]
    account: Sender | None = None
    starts_on: date | None = None
    left_on: date | None = None

    @property
    def email(self) -> str:
        return self.cells.get("email", "")


@dataclass(frozen=True, slots=True)
class Sheet:
    path: str
    columns: frozenset[str]
    rows: tuple[SheetRow, ...]
    faults: tuple[Fault, ...]


def read_sheet(path: Path, country: str) -> Sheet:
    """All rows without faults, and the faults. Raises UnreadableSheet."""
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableSheet(f"{path}: {error.strerror}. Check the name of the file.") from error
    except UnicodeDecodeError as error:
        raise UnreadableSheet(f'{path} is not UTF-8. In Excel, save it as "CSV UTF-8".') from error
    return read_list(source, str(path), country)


def read_list(source: str, called: str, country: str) -> Sheet:
    """Reads a list from text. `called` names it in faults and errors. Raises UnreadableSheet."""
    try:
        numbered = list(_numbered(source))
    except csv.Error as error:
        raise UnreadableSheet(f"{called}: {error}. Often a quotation mark has no partner.") from error
    if not numbered:
        raise UnreadableSheet(f"{called} is empty. The first line names the columns: {', '.join(COLUMNS)}.")
    return _Reader(called, country).sheet(numbered)


def _delimiter(source: str) -> str:
    """The spreadsheet's `sep=;`, else the most frequent delimiter in the heading."""
    heading = next((line for line in source.splitlines() if line.strip()), "")
    named = _NAMES_DELIMITER.fullmatch(heading.strip())
    return named[1] if named else max(",;\t", key=heading.count)


def _numbered(source: str) -> Iterator[tuple[int, list[str]]]:
    """With the line that each begins on: a cell may go over several. Empty lines are left out.

    Columns at the end that the heading doesn't name are left out where they are empty, as Excel adds them.
    """
    lines = csv.reader(StringIO(source, newline=""), delimiter=_delimiter(source), strict=True)
    begins, width = 1, 0
    for cells in lines:
        read = [inbound_line(cell) for cell in cells]
        if any(read) and not _NAMES_DELIMITER.fullmatch(",".join(read)):
            width = width or len(_without_empty_end(read))
            yield begins, [*read[:width], *_without_empty_end(read[width:])]
        begins = lines.line_num + 1


def _without_empty_end(cells: list[str]) -> list[str]:
    filled = [number for number, cell in enumerate(cells, 1) if cell]
    return cells[: max(filled, default=0)]


class _Reader:
    def __init__(self, path: str, country: str) -> None:
        self._path = path
        self._country = country
        self._faults: list[Fault] = []

    def sheet(self, numbered: list[tuple[int, list[str]]]) -> Sheet:
        (line, heading), *rest = numbered
        columns = ["_".join(name.lower().split()) for name in heading]
        self._check_columns(line, columns)
        rows = [] if self._faults else [self._row(line, columns, cells) for line, cells in rest]
        read = tuple(row for row in rows if row)
        self._check_twice(read)
        return Sheet(self._path, frozenset(columns), read, tuple(sorted(self._faults)))

    def _fault(self, line: int, what: str, mend: str) -> None:
        self._faults.append(Fault(self._path, line, what, mend))

    def _check_columns(self, line: int, columns: list[str]) -> None:
        for name in columns:
            if name in COLUMNS and columns.count(name) == 1:
                continue
            if name in COLUMNS:
                self._fault(line, f"the column {name} is there twice.", "Remove one.")
            elif any(part in name for part in _TELLING):
                mend = "Remove this column: being a peer worker is the person's own to tell."
                self._fault(line, f"the column {name!r} could say who is a peer worker.", mend)
            else:
                self._fault(line, f"no column is called {name!r}.", f"Known: {', '.join(COLUMNS)}.")
        if "name" not in columns:
            self._fault(line, "the column name is missing.", "The first line names the columns.")
        elif not {"email", "user"} & set(columns):
            self._fault(line, "nothing tells people apart.", "Add the column email.")

    def _row(self, line: int, columns: list[str], given: list[str]) -> SheetRow | None:
        before = len(self._faults)
        if len(given) > len(columns) and any(given[len(columns) :]):
            mend = "Put quotation marks round a cell that has the delimiter in it."
            self._fault(line, f"{len(given)} cells for {len(columns)} columns.", mend)
        cells = dict.fromkeys(columns, "") | dict(zip(columns, given, strict=False))
        if "email" in cells:
            cells["email"] = cells["email"].lower()
        row = SheetRow(
            line,
            cells,
            self._account(line, cells),
            self._date(line, cells, "starts_on"),
            self._date(line, cells, "left_on"),
        )
        self._check(row)
        return row if len(self._faults) == before else None

    def _check(self, row: SheetRow) -> None:
        cells = row.cells
        if not cells["name"]:
            self._fault(row.line, "no name.", "Add it.")
        if not row.email and not cells.get("user"):
            self._fault(row.line, "neither an e-mail nor an account.", "Add one, or remove the line.")
        if row.email and ("@" not in row.email.strip("@") or " " in row.email):
            self._fault(row.line, f"{row.email!r} is no e-mail.", "Mend it.")
        if row.starts_on and row.left_on and row.left_on < row.starts_on:
            self._fault(row.line, "left before they started.", "Mend one of the two dates.")
        if cells.get("parent_team") and not cells.get("team"):
            self._fault(row.line, "a parent_team without a team.", "Add the team.")
        zone, region = cells.get("time_zone", ""), cells.get("region", "")
        if zone and zone not in _time_zones():
            self._fault(row.line, f"no time zone is called {zone!r}.", "Write it like Europe/London.")
        known = regions_of(self._country)
        if region and known and region not in known:
            self._fault(
                row.line, f"no region of {self._country} is {region!r}.", f"Known: {', '.join(known)}."
            )

    def _account(self, line: int, cells: dict[str, str]) -> Sender | None:
        platform, workspace, user = (cells.get(name, "") for name in _ACCOUNT)
        if not any((platform, workspace, user)):
            return None
        if not all((platform, workspace, user)):
            self._fault(line, "half an account.", "Fill in platform, workspace and user, or none of them.")
        elif platform.lower() not in PlatformName.all():
            self._fault(line, f"no platform is called {platform!r}.", "Write slack or teams.")
        return Sender(platform.lower(), workspace, user)

    def _date(self, line: int, cells: dict[str, str], column: str) -> date | None:
        if not (typed := cells.get(column, "")):
            return None
        try:
            return date.fromisoformat(typed)
        except ValueError:
            self._fault(line, f"{column}: {typed!r} is no date.", "Write it as 2027-01-31.")
            return None

    def _check_twice(self, rows: tuple[SheetRow, ...]) -> None:
        first: dict[str | Sender, int] = {}
        for row in rows:
            for key in (row.email, row.account):
                if key and first.setdefault(key, row.line) != row.line:
                    named = key if isinstance(key, str) else f"{key.platform} account {key.user}"
                    what = f"{named} is on line {first[key]} already."
                    self._fault(row.line, what, "One line a person: remove one, or mend it.")


@cache
def _time_zones() -> frozenset[str]:
    """Remembered: each look reads the file system."""
    return frozenset(available_timezones())
