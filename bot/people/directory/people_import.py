"""Plans the import of a list of people and teams; `import_run.py` makes the changes.

People are recognised by e-mail or account. Their roles, and what they told us themselves, are never touched
but for leavers, who lose what was given to them.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.inbound_text import folded_name
from bot.conversation.request import Sender
from bot.core.content_files import Fault
from bot.people.access.roles import Grant
from bot.people.directory.people_sheet import Sheet, SheetRow
from bot.people.directory.teams_sheet import TeamPlan, plan_teams
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Account, Person
from bot.store.types import new_id


class Fate(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    LEAVING = "leaving"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class ImportStep:
    """The import's action on one person. `line` is 0 for leavers, who are not in the file. `changes` is in words.

    `account` is new, and `is_chosen` if it is their only one.
    """

    fate: Fate
    person_id: str
    name: str
    line: int
    values: dict[str, object] = field(default_factory=dict)
    account: Sender | None = None
    changes: tuple[str, ...] = ()
    is_chosen: bool = True


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A planned import. It can't be applied while there are faults."""

    steps: tuple[ImportStep, ...]
    teams: tuple[TeamPlan, ...]
    faults: tuple[Fault, ...]

    def count(self, fate: Fate) -> int:
        return Counter(step.fate for step in self.steps)[fate]


async def plan_import(
    session: AsyncSession, sheet: Sheet, organisation: Organisation, today: date, *, leavers: bool = False
) -> ImportPlan:
    """Only reads. `leavers`: people not in the file have left, if the file could have identified them."""
    teams, team_faults = await plan_teams(session, sheet, organisation.id)
    known = await _known(session, organisation.id)
    planner = _Planner(sheet, known, {t.key: t.id for t in teams}, {t.id: t.name for t in teams}, today)
    steps = [step for row in sheet.rows if (step := planner.step(row))]
    faults = [*sheet.faults, *team_faults, *planner.faults]
    if leavers and not faults:
        steps += planner.leavers({step.person_id for step in steps})
    return ImportPlan(tuple(steps), tuple(teams), tuple(sorted(faults)))


@dataclass(frozen=True, slots=True)
class _KnownPeople:
    people: dict[str, Person]
    by_email: dict[str, list[str]]
    by_account: dict[Sender, str]
    with_account: frozenset[str]
    holders: frozenset[str]


async def _known(session: AsyncSession, organisation_id: str) -> _KnownPeople:
    people = (await session.scalars(select(Person).where(Person.organisation_id == organisation_id))).all()
    by_email: dict[str, list[str]] = {}
    for person in people:
        # Of two merged people, only the remaining one counts.
        ids = by_email.setdefault(person.email.lower(), []) if person.email else []
        if (now_is := person.joined_to or person.id) not in ids:
            ids.append(now_is)
    by_account = {account.sender: account.person_id for account in await session.scalars(select(Account))}
    holders = frozenset(await session.scalars(select(Grant.person_id)))
    with_account = frozenset(by_account.values())
    return _KnownPeople({p.id: p for p in people}, by_email, by_account, with_account, holders)


class _Faulty(Exception):
    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


class _Planner:
    def __init__(
        self,
        sheet: Sheet,
        known: _KnownPeople,
        team_ids: dict[str, str],
        team_names: dict[str, str],
        today: date,
    ) -> None:
        self.faults: list[Fault] = []
        self._sheet = sheet
        self._known = known
        self._team_ids = team_ids
        self._team_names = team_names
        self._today = today
        self._taken: dict[str, int] = {}

    def step(self, row: SheetRow) -> ImportStep | None:
        """None, with a fault added, if the row has one."""
        try:
            person_id, is_new_account = self._identify(row)
        except _Faulty as fault:
            self.faults.append(Fault(self._sheet.path, row.line, fault.what, fault.mend))
            return None
        values = self._values(row)
        account = row.account if is_new_account else None
        if not person_id:
            return ImportStep(Fate.ADDED, new_id(), row.cells["name"], row.line, values, account)
        person = self._known.people[person_id]
        changed = {column: value for column, value in values.items() if getattr(person, column) != value}
        words = [self._in_words(person, column, value) for column, value in changed.items()]
        words += [f"account on {account.platform}"] if account else []
        leaves = changed.get("left_on") and not person.left_on
        fate = Fate.LEAVING if leaves else Fate.CHANGED if words else Fate.UNCHANGED
        if not leaves and not person.is_staff:
            changed["is_staff"] = True
        is_chosen = person_id not in self._known.with_account
        return ImportStep(
            fate, person_id, row.cells["name"], row.line, changed, account, tuple(words), is_chosen
        )

    def leavers(self, in_file: set[str]) -> list[ImportStep]:
        """Leavers among people whom this file could identify: somebody met in chat may be in it under another name."""
        missing = [p for p in self._known.people.values() if p.id not in in_file and not p.left_on]
        gone = [p for p in missing if self._could_be_named(p)]
        reasons = ("not in the list",)
        return [
            ImportStep(Fate.LEAVING, p.id, p.name, 0, {"left_on": self._today}, None, reasons) for p in gone
        ]

    def _identify(self, row: SheetRow) -> tuple[str, bool]:
        """The person's id, empty for somebody new, and whether their account is new. Raises _Faulty."""
        with_email = self._known.by_email.get(row.email, []) if row.email else []
        with_account = self._known.by_account.get(row.account, "") if row.account else ""
        if len(with_email) > 1:
            raise _Faulty(f"several people have the e-mail {row.email}.", "Give their accounts instead.")
        by_email = with_email[0] if with_email else ""
        if by_email and with_account and by_email != with_account:
            raise _Faulty("the e-mail and the account belong to two people.", "Leave the account out here.")
        person_id, is_new_account = by_email or with_account, bool(row.account and not with_account)
        if person_id and is_new_account and person_id in self._known.holders:
            mend = "Take their roles away in chat, import, then give them again."
            raise _Faulty("an e-mail never carries roles over to another account.", mend)
        if person_id and self._taken.setdefault(person_id, row.line) != row.line:
            what = f"this is the person of line {self._taken[person_id]}."
            raise _Faulty(what, "One line a person: put both into one.")
        return person_id, is_new_account

    def _could_be_named(self, person: Person) -> bool:
        columns = self._sheet.columns
        return ("email" in columns and bool(person.email)) or (
            "user" in columns and person.id in self._known.with_account
        )

    def _values(self, row: SheetRow) -> dict[str, object]:
        """Values by column of the table, for the file's columns only."""
        values: dict[str, object] = {"name": row.cells["name"], "left_on": self._left_on(row)}
        values |= {name: row.cells[name] for name in ("time_zone", "region") if name in row.cells}
        if row.email:
            values["email"] = row.email
        if "starts_on" in row.cells:
            values["starts_on"] = row.starts_on
        if "team" in row.cells:
            values["team_id"] = self._team_ids.get(folded_name(row.cells["team"]))
        return values

    def _left_on(self, row: SheetRow) -> date | None:
        """The day on which the person left. People in the list work here unless their `left_on` has passed."""
        return row.left_on if row.left_on and row.left_on <= self._today else None

    def _in_words(self, person: Person, column: str, value: object) -> str:
        before = getattr(person, column)
        if column == "left_on" and not value:
            return "is back"
        if column == "team_id":
            column, before, value = "team", self._team_names.get(before), self._team_names.get(str(value))
        return f"{column.replace('_', ' ')}: {before or 'none'} → {value or 'none'}"
