"""Imports a list of people and teams: all of it or, if it has faults, nothing.

Most of the time goes into planning, which only reads. SQLite has one writer at a time, so that people who ask something
wait for the writing alone: a fraction of a second for 10,000 people.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.access.roles import Grant, revoke_all
from bot.people.audit.acts import IMPORTED_PEOPLE
from bot.people.audit.audit_log import head_of, record
from bot.people.directory.people_import import Fate, ImportPlan, ImportStep, plan_import
from bot.people.directory.people_sheet import Sheet
from bot.people.directory.teams_sheet import TeamPlan
from bot.people.identity.organisations import Organisation, Team
from bot.people.identity.people import Account, Person
from bot.store.database import Database
from bot.store.statements import lock_for_transaction


async def preview_list(
    database: Database, sheet: Sheet, organisation: Organisation, now: datetime, *, leavers: bool = False
) -> ImportPlan:
    async with database.read() as session:
        return await plan_import(session, sheet, organisation, _today(organisation, now), leavers=leavers)


async def import_list(
    database: Database,
    sheet: Sheet,
    organisation: Organisation,
    now: datetime,
    *,
    leavers: bool = False,
    by: str | None = None,
) -> ImportPlan:
    """Changes nothing if the plan has faults. UserFacingError if nobody would be administrator.

    `by` is a person's id; None on the command line.
    """
    async with database.read() as session:
        before = await _state(session, organisation.id)
        plan = await plan_import(session, sheet, organisation, _today(organisation, now), leavers=leavers)
    if plan.faults:
        return plan
    async with database.write() as session:
        await lock_for_transaction(session, "import")
        if await _state(session, organisation.id) != before:
            plan = await plan_import(session, sheet, organisation, _today(organisation, now), leavers=leavers)
        if not plan.faults:
            await _apply(session, plan, organisation, now, by)
    return plan


def _today(organisation: Organisation, now: datetime) -> date:
    return now.astimezone(ZoneInfo(organisation.time_zone)).date()


async def _state(session: AsyncSession, organisation_id: str) -> tuple[int, ...]:
    """Differs if somebody came, left, got an account or a role, was joined to another, or a team was made.

    Roles, merging and other imports are in the audit log; the rest are counts.
    """
    people = select(
        func.count(), func.count(Person.email), func.count(Person.left_on), func.count(Person.joined_to)
    ).where(Person.organisation_id == organisation_id)
    counts = tuple((await session.execute(people)).one())
    others = [
        await session.scalar(select(func.count()).select_from(table)) for table in (Account, Grant, Team)
    ]
    head = await head_of(session)
    return (*counts, *(number or 0 for number in others), head.number if head else 0)


async def _apply(
    session: AsyncSession, plan: ImportPlan, organisation: Organisation, now: datetime, by: str | None
) -> None:
    await _write_teams(session, plan.teams, organisation.id)
    await _write_people(session, plan.steps, organisation.id)
    left = [step.person_id for step in plan.steps if step.fate is Fate.LEAVING]
    if left:
        await revoke_all(session, left, by=by, now=now)
    counts = {fate.value: str(plan.count(fate)) for fate in Fate}
    teams = {
        "new_teams": str(sum(t.is_new for t in plan.teams)),
        "moved_teams": str(sum(t.is_moved for t in plan.teams)),
    }
    await record(session, by, IMPORTED_PEOPLE, now, **counts, **teams)


async def _write_teams(session: AsyncSession, teams: Sequence[TeamPlan], organisation_id: str) -> None:
    new = [
        {"id": t.id, "organisation_id": organisation_id, "name": t.name, "parent_id": t.parent_id}
        for t in teams
        if t.is_new
    ]
    if new:
        await session.execute(insert(Team), new)
    moved = [{"id": t.id, "parent_id": t.parent_id} for t in teams if t.is_moved]
    if moved:
        await session.execute(update(Team), moved)


async def _write_people(session: AsyncSession, steps: Sequence[ImportStep], organisation_id: str) -> None:
    """In a few statements, each with many rows."""
    home = {"organisation_id": organisation_id}
    added = [{"id": s.person_id, **home, **s.values} for s in steps if s.fate is Fate.ADDED]
    changed = [{"id": s.person_id, **s.values} for s in steps if s.fate is not Fate.ADDED and s.values]
    for rows in _of_one_kind(added):
        await session.execute(insert(Person), rows)
    for rows in _of_one_kind(changed):
        await session.execute(update(Person), rows)
    accounts = [
        {
            "person_id": step.person_id,
            "platform": step.account.platform,
            "workspace": step.account.workspace,
            "user": step.account.user,
            "is_chosen": step.is_chosen,
        }
        for step in steps
        if step.account
    ]
    if accounts:
        await session.execute(insert(Account), accounts)


def _of_one_kind(rows: Sequence[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """Rows with the same columns together, as one statement takes them."""
    kinds: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(tuple(sorted(row)), []).append(row)
    return kinds.values()
