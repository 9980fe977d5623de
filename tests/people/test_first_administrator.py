from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.access.first_administrator import (
    LASTS,
    AdministratorCode,
    Said,
    looks_like_code,
    new_code,
    say_code,
)
from bot.people.access.roles import Role, roles_of
from bot.people.identity.people import Person
from tests.people.village import NOW, Village

WRONG = "BBBB-BBBB-BBBB"


async def _code(session: AsyncSession) -> str:
    code = await new_code(session, NOW)
    assert code
    return code


async def test_a_person_who_says_the_code_becomes_administrator(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Sam")
    assert await say_code(session, "sam", await _code(session), NOW) is Said.RIGHT
    assert Role.ADMINISTRATOR in (await roles_of(session, ["sam"]))["sam"]


async def test_a_code_may_be_typed_in_small_letters_and_with_spaces(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Sam")
    typed = f" {(await _code(session)).lower().replace('-', ' ')} "
    assert looks_like_code(typed)
    assert await say_code(session, "sam", typed, NOW) is Said.RIGHT


async def test_a_code_works_once(village: Village, session: AsyncSession) -> None:
    await village.moves_in(session, "Sam", "Amara")
    code, other = await _code(session), await _code(session)
    await say_code(session, "sam", code, NOW)
    assert await say_code(session, "amara", code, NOW) is Said.TAKEN
    assert await say_code(session, "amara", other, NOW) is Said.TAKEN


async def test_no_code_is_made_while_there_is_an_administrator(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Sam")
    await village.gives(session, "sam", Role.ADMINISTRATOR)
    assert await new_code(session, NOW) is None


async def test_when_the_only_administrator_has_left_the_next_start_makes_a_code(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Sam")
    await village.gives(session, "sam", Role.ADMINISTRATOR)
    (await session.get_one(Person, "sam")).left_on = NOW.date()
    await session.flush()
    assert await new_code(session, NOW)


async def test_replicas_that_start_together_are_all_believed(village: Village, session: AsyncSession) -> None:
    await village.moves_in(session, "Sam")
    first = await _code(session)
    await _code(session)
    assert await say_code(session, "sam", first, NOW) is Said.RIGHT


async def test_a_code_lasts_for_a_day(village: Village, session: AsyncSession) -> None:
    await village.moves_in(session, "Sam")
    code = await _code(session)
    assert await say_code(session, "sam", code, NOW + LASTS) is Said.USED_UP
    assert await say_code(session, "sam", code, NOW + LASTS - timedelta(seconds=1)) is Said.RIGHT


async def test_wrong_tries_of_others_leave_the_right_code_as_it_is(
    village: Village, session: AsyncSession
) -> None:
    await village.moves_in(session, "Sam", "Amara")
    code = await _code(session)
    assert {await say_code(session, "amara", WRONG, NOW) for _ in range(50)} == {Said.WRONG}
    assert await say_code(session, "sam", code, NOW) is Said.RIGHT


async def test_the_code_itself_is_stored_nowhere(village: Village, session: AsyncSession) -> None:
    code = await _code(session)
    (row,) = (await session.scalars(select(AdministratorCode))).all()
    stored = repr([getattr(row, column.name) for column in AdministratorCode.__table__.columns])
    assert code not in stored
    assert code.replace("-", "") not in stored


async def test_what_is_not_shaped_like_a_code_is_none(village: Village) -> None:
    for typed in ("what does a peer worker do", "BBBB-BBBB", "AAAA-1111-0000", "BBBB-BBBB-BBBB please"):
        assert not looks_like_code(typed)
