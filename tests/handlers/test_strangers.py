"""Somebody whom we don't know presses what takes a role: nothing is written about them but the refusal."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

import handlers
from bot.app.guards import guards
from bot.conversation.dispatch import Dispatch
from bot.conversation.request import Kind, Sender
from bot.core.clock import MovableClock
from bot.core.errors import UserFacingError
from bot.people.access.guards.permission_guard import PermissionGuard
from bot.people.access.permissions import ASK, Permission, may
from bot.people.access.roles import Role
from bot.people.audit.audit_log import AuditLine
from bot.people.identity.first_contact import StaffStatus, get_or_create_person
from bot.store.database import Table
from tests.fakes import Bot, request, stored, words_of
from tests.handlers.limits.reached import reached_from
from tests.handlers.stub_registry import Lookup
from tests.handlers.test_permissions import route

STRANGER = Sender("slack", "T1", "stranger")


async def test_a_colleague_whom_we_have_not_met_may_what_all_staff_may_and_no_more(bot: Bot) -> None:
    guard = PermissionGuard(bot.app.services.database, bot.app.services.clock, Lookup(StaffStatus.STAFF))
    allowed = [p for p in Permission.all() if not await guard(request(sender=STRANGER), route(p))]
    assert set(allowed) == {p for p in Permission.all() if may({Role.STAFF}, p)}


@pytest.mark.parametrize("standing", list(StaffStatus))
async def test_nothing_is_written_about_somebody_who_is_refused_but_the_refusal(
    bot: Bot, standing: StaffStatus
) -> None:
    """Through every guard, as it runs: the number of the event and the line of the audit."""
    services = replace(bot.app.services, staff_lookup=Lookup(standing))  # type: ignore[arg-type]  # only asked here
    dispatch = Dispatch(handlers.ALL, services, guards(services), lambda *_: None, UserFacingError)
    before = await _rows(bot)
    assert "That is for administrators" in words_of(
        await dispatch(request(Kind.PRESSED, sender=STRANGER, action="audit"))
    )
    after = await _rows(bot)
    changed = {name: rows - before[name] for name, rows in after.items() if rows != before[name]}
    assert changed == {"audit": 1, "audit_head": 1, "seen_events": 1}
    async with bot.app.services.database.read() as session:
        assert (await session.scalars(select(AuditLine.who))).all() == [None]


def test_no_handler_makes_anybody_known() -> None:
    """The guard does it, where it may be. A handler that did would write down somebody from outside as staff."""
    making = {
        name for name, r in handlers.ALL.by_name.items() if get_or_create_person in reached_from(r.handler)
    }
    assert making == set()


@pytest.mark.parametrize("kind", [Kind.PRESSED, Kind.SUBMITTED])
async def test_nothing_that_somebody_from_outside_presses_makes_them_known(bot: Bot, kind: Kind) -> None:
    """Each route that is for everybody, where all of it works, also what needs a public address."""
    lookup = Lookup(StaffStatus.OUTSIDER)
    services = replace(bot.app.services, staff_lookup=lookup, public_url="https://a.example")  # type: ignore[arg-type]  # only asked here
    dispatch = Dispatch(handlers.ALL, services, guards(services), lambda *_: None, UserFacingError)
    before, clock = await _rows(bot), bot.app.services.clock
    assert isinstance(clock, MovableClock)
    for name in (name for name, r in handlers.ALL.by_name.items() if r.needs == ASK):
        clock.move_to(clock.now() + timedelta(hours=1))
        values = {"question": "Where?", "words": "Where?", "reply": "Where?", "named": "without"}
        await dispatch(request(kind, sender=STRANGER, action=name, value="x", values=values))
    after = await _rows(bot)
    kept = {name for name, rows in after.items() if rows != before[name]}
    assert kept & {"people", "accounts", "record_links", "questions", "audit"} == set()
    assert await stored(bot, STRANGER.user) == []


async def _rows(bot: Bot) -> dict[str, int]:
    async with bot.app.services.database.read() as session:
        tables = Table.metadata.sorted_tables
        counts = [await session.scalar(select(func.count()).select_from(table)) for table in tables]
        return {table.name: count or 0 for table, count in zip(tables, counts, strict=True)}
