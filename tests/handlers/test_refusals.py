"""A nurse tries everything that only administrators may do. What that is, the routes say themselves."""

import pytest
from sqlalchemy import delete, select

import handlers
from bot.conversation.request import Kind
from bot.conversation.routes import Route, Say
from bot.people.access.permissions import Permission, who_may
from bot.people.access.roles import Role
from bot.people.audit.acts import WAS_REFUSED
from bot.people.audit.audit_log import AuditLine
from bot.store.database import Table
from tests.fakes import Bot, request, words_of
from tests.handlers.bot_with_guards import bot_with_guards, gives, id_of
from tests.handlers.test_permissions import every_route

_THEIRS = {permission for permission in Permission.all() if who_may(permission) == (Role.ADMINISTRATOR,)}
ADMINISTRATORS = {
    name: route for name, route in every_route().items() if Permission.named(route.needs) in _THEIRS
}


@pytest.fixture
async def nurse(bot: Bot) -> Bot:
    return await bot_with_guards(bot, [handlers.ALL])


async def tries(bot: Bot, route: Route) -> Say:
    """As somebody does it: a word is said, anything else pressed."""
    word = route.name.removeprefix("word: ")
    asked = request(Kind.PRESSED, action=route.name, value="anything", values={"list": "name,email"})
    if word != route.name:
        asked = request(Kind.SAID, text=word)
    reply = await bot.app.dispatch(asked)
    assert isinstance(reply, Say)
    return reply


def test_what_is_for_administrators_was_found() -> None:
    assert {"roles.give.save", "roles.take.save", "people.import.send", "schedule.save"} <= set(
        ADMINISTRATORS
    )
    assert {Permission.named(route.needs) for route in ADMINISTRATORS.values()} <= _THEIRS


@pytest.mark.parametrize("name", sorted(ADMINISTRATORS))
async def test_a_nurse_is_refused_in_private_and_it_is_written_down(nurse: Bot, name: str) -> None:
    route = ADMINISTRATORS[name]
    assert not route.leaves_no_trace
    before = await everything_but_the_audit(nurse)
    reply = await tries(nurse, route)
    assert reply.private
    assert "for administrators" in words_of(reply)
    assert Permission.named(route.needs).words in words_of(reply)
    assert await refusals(nurse) == [(await id_of(nurse), route.name, route.needs)]
    assert await everything_but_the_audit(nurse) == before


async def test_an_administrator_is_not(nurse: Bot) -> None:
    await gives(nurse, Role.ADMINISTRATOR)
    for route in ADMINISTRATORS.values():
        if route.name.startswith("word: "):
            assert "That is for" not in words_of(await tries(nurse, route))
    assert await refusals(nurse) == []


async def refusals(bot: Bot) -> list[tuple[str | None, str, str]]:
    async with bot.app.services.database.read() as session:
        lines = await session.scalars(
            select(AuditLine).where(AuditLine.act == WAS_REFUSED).order_by(AuditLine.number)
        )
        return [(line.who, line.about, line.details["needed"]) for line in lines]


async def everything_but_the_audit(bot: Bot) -> dict[str, str]:
    """All rows of all tables, once the nurse is met."""
    await bot.says("help")
    async with bot.app.services.database.write() as session:
        await session.execute(delete(AuditLine))
        tables = [
            table for table in Table.metadata.sorted_tables if table.name not in ("audit", "audit_head")
        ]
        return {table.name: str((await session.execute(select(table))).all()) for table in tables}
