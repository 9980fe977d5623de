"""Puts lines of the audit, and what its check found, into plain words; exports all lines as CSV."""

import csv
from collections.abc import Collection, Mapping, Sequence
from io import StringIO

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.spreadsheet import escape_formula
from bot.people.access.permissions import Permission
from bot.people.audiences.audience_key import AudienceKey
from bot.people.audit.acts import GAVE_ROLE, IMPORTED_PEOPLE
from bot.people.audit.audit_check import AuditFault, AuditState, Compared
from bot.people.audit.audit_log import AuditLine, lines
from bot.people.identity.lookup import names_of

# When it is set up, nobody is there yet who could give roles.
_BY_ITSELF = frozenset({GAVE_ROLE, IMPORTED_PEOPLE})

_NEEDED = "needed"

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


def line_in_words(line: AuditLine, names: Mapping[str, str]) -> str:
    """One sentence. Details that it doesn't mention follow in brackets."""
    known = {name: _known(name, value, names) for name, value in line.details.items()}
    sentence = line.act.sentence
    act = sentence.format_map(_Unsaid(known, about=names.get(line.about, line.about)))
    more = [
        f"{name.replace('_', ' ')}: {known[name]}"
        for name in sorted(known)
        if line.details[name] and f"{{{name}}}" not in sentence
    ]
    brackets = f" ({', '.join(more)})" if more else ""
    return f"{_who(line, names)} {act}{brackets}.".lstrip()


def _known(name: str, value: str, names: Mapping[str, str]) -> str:
    """Names instead of ids, also of a key such as `team:<id>`; what a permission allows instead of its word."""
    if name == _NEEDED:
        return next((permission.words for permission in Permission.all() if permission == value), value)
    if (id_ := AudienceKey.parse(value).rest) in names:
        return names[id_]
    return names.get(value, value) or "nothing"


def _who(line: AuditLine, names: Mapping[str, str]) -> str:
    if line.act.of_nobody:
        return ""
    by_itself = ALONGSIDE if line.who is None and line.act in _BY_ITSELF else NOBODY_KNOWN
    return names.get(line.who or "", by_itself)


class _Unsaid(dict[str, str]):
    """An older line may lack what its sentence says today."""

    def __missing__(self, name: str) -> str:
        return "…"


async def names_in(session: AsyncSession, lines: Collection[AuditLine]) -> dict[str, str]:
    """Names of the people and teams in these lines, by id."""
    values = [value for line in lines for value in (line.who, line.about, *line.details.values()) if value]
    ids = {*values, *(AudienceKey.parse(value).rest for value in values)}
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


def _cells(line: AuditLine, names: Mapping[str, str]) -> Sequence[str]:
    details = "; ".join(f"{name}: {value}" for name, value in sorted(line.details.items()))
    who = _who(line, names)
    ids = (line.act, line.who or "", line.about)
    return (
        str(line.number),
        line.at.isoformat(),
        who,
        line_in_words(line, names),
        *ids,
        details,
        line.previous,
        line.digest,
    )


COMPARE = "Our log and every backup name the newest line with its digest: compare with them."
LIMITS = (
    "The check sees lines that somebody without the master key changed, moved, added or removed. "
    "It doesn't see that an older copy of the whole database was put back, that all lines went together with the "
    f"seal over them and others came after, or what somebody with the master key did. {COMPARE}"
)
_ANOTHER_KEY = "or was signed with a master key that we don't have"


def state_text(state: AuditState) -> str:
    """One or two sentences: what the check found."""
    at = state.at
    match state.fault:
        case None:
            return _whole(state)
        case AuditFault.CHANGED:
            return f"Line {at} was changed or moved, {_ANOTHER_KEY}."
        case AuditFault.MISSING:
            return f"Line {at} is missing."
        case AuditFault.CUT:
            return f"Lines are missing at the end: {at} to {state.last}."
        case AuditFault.NO_HEAD:
            return "The seal that names the newest line is missing, so lines may be missing at the end."
        case AuditFault.ALL_GONE:
            return "All lines are missing, and the seal over them: somebody has a role, and that is always written down."
        case AuditFault.FORGED_HEAD:
            return f"The seal that names the newest line was changed, {_ANOTHER_KEY}."
        case AuditFault.OLDER_HEAD:
            return f"The seal names line {at} as the newest, and there are newer ones: somebody put an older seal back."


def compared_text(number: int, compared: Compared) -> str:
    match compared:
        case Compared.SAME:
            return f"Line {number} is the one you know, and so is every line before it."
        case Compared.OTHER:
            return f"Line {number} is another one than you know: the audit was written anew."
        case Compared.OLDER_DATABASE:
            return f"Line {number} is not there: an older database was put back, or the audit was deleted with its seal."
        case Compared.DELETED:
            return f"Line {number} was deleted after the time that administrators chose: compare a newer one."


def _whole(state: AuditState) -> str:
    if not state.last:
        return "Nothing was written down yet."
    gone = (
        f" Lines 1 to {state.first - 1} were deleted after the time that you chose."
        if state.first > 1
        else ""
    )
    return f"Nothing is missing: lines {state.first} to {state.last} are as they were written.{gone}"
