"""Planning an import only reads, so that nobody waits for it; what changed meanwhile is planned for anew."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from bot.people.access.roles import Role
from bot.people.directory import import_run
from bot.people.directory.people_import import ImportPlan, plan_import
from bot.people.identity.people import Person
from tests.people.directory.imports import TWO, file, run
from tests.people.village import Village

__all__ = ["file"]

_PATIENCE = 60.0


async def test_who_moves_in_while_a_list_is_planned_neither_waits_nor_is_there_twice(
    village: Village, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned: list[ImportPlan] = []

    async def interrupted(session: Any, *given: Any, **more: Any) -> ImportPlan:
        plan = await plan_import(session, *given, **more)
        if not planned:
            async with asyncio.timeout(_PATIENCE), village.database.write() as other:
                await village.moves_in(other, "Amara")
        planned.append(plan)
        return plan

    monkeypatch.setattr(import_run, "plan_import", interrupted)
    assert await run(village, file, TWO) == 0
    assert len(planned) == 2
    assert (await village.people()).keys() == {"Amara Okafor", "Tom Brennan"}


async def test_a_role_given_while_a_list_is_planned_is_not_carried_to_another_account(
    village: Village, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All or nothing: the list has a fault by now, so that nobody of it comes."""
    async with village.database.write() as session:
        await village.moves_in(session, "Amara")
    planned: list[ImportPlan] = []

    async def interrupted(session: Any, *given: Any, **more: Any) -> ImportPlan:
        plan = await plan_import(session, *given, **more)
        if not planned:
            async with asyncio.timeout(_PATIENCE), village.database.write() as other:
                await village.gives(other, "amara", Role.CHAMPION)
        planned.append(plan)
        return plan

    monkeypatch.setattr(import_run, "plan_import", interrupted)
    assert await run(village, file, TWO) == 1
    assert (await village.people()).keys() == {"Amara"}


async def test_a_hundred_people_take_no_more_statements_than_ten(village: Village, file: Path) -> None:
    """While they are written, nobody else writes to SQLite."""
    counts = []
    for size in (10, 100):
        lines = [f"Person {size} {n},p{n}@{size}.example,Team {size} {n}" for n in range(size)]
        written: list[str] = []

        def note(_1: Any, _2: Any, statement: str, *_: Any, into: list[str] = written) -> None:
            into.append(statement)

        engine = village.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        assert await run(village, file, "\n".join(["name,email,team", *lines])) == 0
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(written))
    assert counts[0] == counts[1]
    async with village.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 110
