"""Lines of the audit in plain words, with the names of those they are about, and all of them as a table."""

import csv
from collections.abc import Collection, Mapping, Sequence
from io import StringIO

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cells import harmless
from bot.people.audit import Act, Line, lines
from bot.people.finding import names_of

# What such lines are called together, and what follows the name of who did it. In braces: `about`, or a detail.
WORDS: dict[Act, tuple[str, str]] = {
    Act.GAVE_ROLE: ("Roles given", "gave {about} the role of {role}"),
    Act.TOOK_ROLE: ("Roles taken away", "took the role of {role} from {about}"),
    Act.JOINED_ACCOUNTS: ("Accounts joined", "joined the accounts of {about} and {other}"),
    Act.SEPARATED_ACCOUNTS: ("Accounts separated", "separated the accounts of {about} and {other}"),
    Act.IMPORTED_PEOPLE: ("Imports", "imported people and teams"),
    Act.SAVED_AUDIENCE: ("Audiences saved", "saved an audience"),
    Act.REMOVED_AUDIENCE: ("Audiences removed", "removed a saved audience"),
    Act.PUBLISHED_CARD: ("Answers published", "published the answer {about}"),
    Act.CHANGED_CARD: ("Answers changed", "published a new wording of the answer {about}"),
    Act.WITHDREW_CARD: ("Answers withdrawn", "withdrew the answer {about}"),
    Act.SENT: ("Announcements sent", "sent the announcement {about}"),
    Act.APPROVED: ("Announcements approved", "approved the announcement {about}"),
    Act.SENT_BACK: ("Announcements sent back", "sent the announcement {about} back to its writer"),
    Act.PAUSED: ("Announcements paused", "paused the announcement {about}"),
    Act.RESUMED: ("Announcements resumed", "resumed the announcement {about}"),
    Act.CANCELLED: ("Announcements cancelled", "cancelled the announcement {about}"),
    Act.CORRECTED: ("Announcements corrected", "corrected the announcement {about}"),
    Act.RECALLED: ("Announcements recalled", "recalled the announcement {about}"),
    Act.AGREEMENT_ENDED: (
        "Agreements to announcements that ended",
        "The agreement to the announcement {about} ended, so it was recalled",
    ),
    Act.WAS_REFUSED: ("Refusals", "was refused, because it takes a role: {needed}"),
    Act.EXPORTED: ("Exports", "took away {what}"),
    Act.CHANGED_SETTING: ("Settings changed", "changed {setting} from {before} to {after}"),
    Act.CHANGED_SCHEDULE: ("Schedules changed", "changed {schedule} from {before} to {after}"),
    Act.SWITCHED_SCHEDULE: ("Schedules switched", "switched {schedule} {after}"),
    Act.SENT_AGAIN: ("Messages sent again", "sent a message again of which nobody knew whether it arrived"),
    Act.LET_BE: ("Messages let be", "let a message be of which nobody knew whether it arrived"),
}

# Whole sentences, because whose doing it was is theirs alone to tell.
_OF_NOBODY = frozenset({Act.AGREEMENT_ENDED})

NOBODY_KNOWN = "Somebody we don't know"
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
    sentence = WORDS[line.act][1]
    said = sentence.format_map(_Unsaid(known, about=names.get(line.about, line.about)))
    more = [
        f"{name}: {known[name]}"
        for name in sorted(known)
        if line.details[name] and f"{{{name}}}" not in sentence
    ]
    brackets = f" ({', '.join(more)})" if more else ""
    return f"{_who(line, names)} {said}{brackets}.".lstrip()


def _who(line: Line, names: Mapping[str, str]) -> str:
    return "" if line.act in _OF_NOBODY else names.get(line.who or "", NOBODY_KNOWN)


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
        writer.writerows([harmless(cell) for cell in _cells(line, names)] for line in part)
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
