import asyncio

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.access.roles import Role
from bot.people.audit.acts import GAVE_ROLE, TOOK_ROLE, WAS_REFUSED
from bot.people.audit.audit_log import Line, broken_at, latest, record
from tests.people.village import NOW, Village


async def _three(village: Village, session: AsyncSession) -> None:
    await village.moves_in(session, "Sam", "Amara")
    for role in (Role.CHAMPION, Role.EDITOR, Role.LEADER):
        await record(session, "sam", GAVE_ROLE, NOW, "amara", role=role)


async def test_lines_are_numbered_and_the_newest_comes_first(village: Village, session: AsyncSession) -> None:
    await _three(village, session)
    found = await latest(session, 2)
    assert [(line.number, line.details) for line in found] == [
        (3, {"role": "leader"}),
        (2, {"role": "editor"}),
    ]
    assert [line.number for line in await latest(session, 2, before=2)] == [1]
    assert await broken_at(session) is None


async def test_a_line_that_was_removed_shows(village: Village, session: AsyncSession) -> None:
    await _three(village, session)
    await session.execute(delete(Line).where(Line.number == 2))
    assert await broken_at(session) == 2


async def test_so_does_one_that_was_removed_with_the_rest_moved_up(
    village: Village, session: AsyncSession
) -> None:
    await _three(village, session)
    await session.execute(delete(Line).where(Line.number == 1))
    await session.execute(update(Line).where(Line.number == 2).values(number=1))
    await session.execute(update(Line).where(Line.number == 3).values(number=2))
    session.expire_all()
    assert await broken_at(session) == 1


async def test_a_line_that_was_changed_shows(village: Village, session: AsyncSession) -> None:
    await _three(village, session)
    for changes in (
        {"who": "amara"},
        {"about": "sam"},
        {"details": {"role": "staff"}},
        {"act": TOOK_ROLE},
    ):
        before = (await latest(session, 2))[1]
        kept = {name: getattr(before, name) for name in changes}
        await session.execute(update(Line).where(Line.number == 2).values(**changes))
        session.expire_all()
        assert await broken_at(session) == 2
        await session.execute(update(Line).where(Line.number == 2).values(**kept))
        session.expire_all()
    assert await broken_at(session) is None


async def test_what_is_undone_leaves_no_line(village: Village) -> None:
    try:
        async with village.database.write() as session:
            await _three(village, session)
            raise LookupError
    except LookupError:
        pass
    async with village.database.read() as session:
        assert await latest(session, 1) == []


async def test_lines_of_several_replicas_make_one_chain(village: Village) -> None:
    async def one() -> None:
        async with village.database.write() as session:
            await record(session, None, WAS_REFUSED, NOW, about="roles")

    await asyncio.gather(*(one() for _ in range(8)))
    async with village.database.read() as session:
        assert (len(await latest(session, 20)), await broken_at(session)) == (8, None)
