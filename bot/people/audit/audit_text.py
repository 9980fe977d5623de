"""Puts lines of the audit into plain words with people's names, and exports all lines as CSV."""

import csv
from collections.abc import Collection, Mapping, Sequence
from io import StringIO

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.spreadsheet import escape_formula
from bot.people.audit.acts import GAVE_ROLE, IMPORTED_PEOPLE
from bot.people.audit.audit_log import Line, lines
from bot.people.identity.lookup import names_of

# When it is set up, nobody is there yet who could give roles.
_BY_ITSELF = frozenset({GAVE_ROLE, IMPORTED_PEOPLE})

NOBODY_KNOWN, ALONGSIDE = "Somebody we don't know", "The set-up"
_HEADINGS = (
    "Line",
    "At (UTC)",
    "Who",
    "Did what",
    "Act",
    "Who (id)",
    "About (id)",
    "Details",
    "Before",
    "Digest",
)


def told(line: Line, names: Mapping[str, str]) -> str:
    """One sentence. What it doesn't say of the details stands behind it in brackets."""
    known = {name: names.get(value, value) or "nothing" for name, value in line.details.items()}
    sentence = line.act.sentence
    said = sentence.format_map(_Unsaid(known, about=names.get(line.about, line.about)))
    more = [
        f"{name}: {known[name]}"
        for name in sorted(known)
        if line.details[name] and f"{{{name}}}" not in sentence
    ]
    brackets = f" ({', '.join(more)})" if more else ""
    return f"{_who(line, names)} {said}{brackets}.".lstrip()


def _who(line: Line, names: Mapping[str, str]) -> str:
    if line.act.of_nobody:
        return ""
    by_itself = ALONGSIDE if line.who is None and line.act in _BY_ITSELF else NOBODY_KNOWN
    return names.get(line.who or "", by_itself)


class _Unsaid(dict[str, str]):
    """An older line may lack what its sentence says today."""

    def __missing__(self, name: str) -> str:
        return "…"


async def names_in(session: AsyncSession, some: Collection[Line]) -> dict[str, str]:
    """Of the people and teams that these lines name by id."""
    ids = {id_ for line in some for id_ in (line.who, line.about, *line.details.values()) if id_}
    return await names_of(session, ids)


async def as_csv(session: AsyncSession) -> bytes:
    """All of them, the oldest first, with the digests that show what is missing. With a mark for Excel."""
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    async for part in lines(session):
        names = await names_in(session, part)
        writer.writerows([escape_formula(cell) for cell in _cells(line, names)] for line in part)
    return written.getvalue().encode("utf-8-sig")


def _cells(line: Line, names: Mapping[str, str]) -> Sequence[str]:
    details = "; ".join(f"{name}: {value}" for name, value in sorted(line.details.items()))
    who = _who(line, names)
    ids = (line.act, line.who or "", line.about)
    return (
        str(line.number),
        line.at.isoformat(),
        who,
        told(line, names),
        *ids,
        details,
        line.previous,
        line.digest,
    )
