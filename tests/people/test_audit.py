"""What somebody with the database, and without the master key, can do to the audit, and what the check says."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from bot.people.access.roles import Role
from bot.people.audit.acts import GAVE_ROLE, TOOK_ROLE, WAS_REFUSED
from bot.people.audit.audit_check import AuditFault, AuditState, check, clear_out, sign_anew
from bot.people.audit.audit_log import AuditHead, AuditLine, latest, record
from bot.people.audit.audit_text import state_text
from bot.people.audit.chain import digest_of
from bot.store.database import Database
from bot.store.sealing import Seal, Unsealable, new_key
from tests.people.village import NOW, Village

THREE = (Role.CHAMPION, Role.EDITOR, Role.LEADER)
A_DAY = timedelta(days=1)


async def _three(village: Village, session: AsyncSession) -> None:
    """A day between them, the newest now."""
    await village.moves_in(session, "Sam", "Amara")
    for ago, role in zip((2, 1, 0), THREE, strict=True):
        await record(session, "sam", GAVE_ROLE, NOW - ago * A_DAY, "amara", role=role)


async def _found(session: AsyncSession) -> tuple[AuditFault | None, int]:
    session.expire_all()
    state = await check(session)
    return state.fault, state.at


async def _numbers(session: AsyncSession) -> Sequence[int]:
    return [line.number for line in await latest(session, 20)][::-1]


async def _rewrite(session: AsyncSession, number: int, /, **changes: object) -> None:
    """As somebody would who knows the program: digests are right again, from there to the end, and the head's."""
    await session.execute(update(AuditLine).where(AuditLine.number == number).values(**changes))
    session.expire_all()
    previous = None
    for line in (await latest(session, 20))[::-1]:
        line.previous = line.previous if previous is None else previous
        line.digest = previous = digest_of(line)
    await session.flush()


async def test_lines_are_numbered_and_the_newest_comes_first(village: Village, session: AsyncSession) -> None:
    await _three(village, session)
    found = await latest(session, 2)
    assert [(line.number, line.details) for line in found] == [
        (3, {"role": "leader"}),
        (2, {"role": "editor"}),
    ]
    assert [line.number for line in await latest(session, 2, before=2)] == [1]
    assert await check(session) == AuditState(1, 3, found[0].digest)


@pytest.mark.parametrize("number", [1, 2])
async def test_a_line_that_was_cut_from_the_middle_shows(
    village: Village, session: AsyncSession, number: int
) -> None:
    await _three(village, session)
    await session.execute(delete(AuditLine).where(AuditLine.number == number))
    assert await _found(session) == (AuditFault.MISSING, number)


async def test_so_does_one_that_was_cut_with_the_rest_moved_up(
    village: Village, session: AsyncSession
) -> None:
    await _three(village, session)
    await session.execute(delete(AuditLine).where(AuditLine.number == 1))
    await session.execute(update(AuditLine).where(AuditLine.number == 2).values(number=1))
    await _rewrite(session, 3, number=2)
    assert await _found(session) == (AuditFault.CHANGED, 1)


async def test_lines_that_were_cut_at_the_end_show_and_the_gap_stays(
    village: Village, session: AsyncSession
) -> None:
    await _three(village, session)
    await session.execute(delete(AuditLine).where(AuditLine.number >= 2))
    assert await _found(session) == (AuditFault.CUT, 2)
    assert state_text(await check(session)) == "Lines are missing at the end: 2 to 3."
    await record(session, "sam", GAVE_ROLE, NOW, "amara", role="staff")
    assert await _numbers(session) == [1, 4]
    assert await _found(session) == (AuditFault.MISSING, 2)


async def test_so_it_does_where_the_head_was_moved_or_removed_with_them(
    village: Village, session: AsyncSession
) -> None:
    await _three(village, session)
    await session.execute(delete(AuditLine).where(AuditLine.number == 3))
    last = (await latest(session, 1))[0]
    await session.execute(update(AuditHead).values(number=2, digest=last.digest))
    assert await _found(session) == (AuditFault.FORGED_HEAD, 2)
    await record(session, "sam", GAVE_ROLE, NOW, "amara", role="staff")
    assert await _found(session) == (AuditFault.FORGED_HEAD, 2)
    await session.execute(delete(AuditHead))
    assert await _found(session) == (AuditFault.NO_HEAD, 3)
    await record(session, "sam", GAVE_ROLE, NOW, "amara", role="staff")
    assert await _found(session) == (AuditFault.NO_HEAD, 4)


async def test_that_all_were_deleted_shows(village: Village, session: AsyncSession) -> None:
    await _three(village, session)
    await session.execute(delete(AuditLine))
    assert await _found(session) == (AuditFault.CUT, 1)
    await record(session, "sam", GAVE_ROLE, NOW, "amara", role="staff")
    assert await _found(session) == (AuditFault.MISSING, 1)


@pytest.mark.parametrize(
    "changes", [{"who": "amara"}, {"about": "sam"}, {"details": {"role": "staff"}}, {"act": TOOK_ROLE}]
)
async def test_a_line_that_was_rewritten_shows_also_with_all_digests_made_right(
    village: Village, session: AsyncSession, changes: dict[str, object]
) -> None:
    await _three(village, session)
    await session.execute(update(AuditLine).where(AuditLine.number == 2).values(**changes))
    assert await _found(session) == (AuditFault.CHANGED, 2)
    await _rewrite(session, 2, **changes)
    assert await _found(session) == (AuditFault.CHANGED, 2)


async def test_lines_whose_places_were_changed_show(village: Village, session: AsyncSession) -> None:
    await _three(village, session)
    for number, place in ((2, 9), (3, 2), (9, 3)):
        await session.execute(update(AuditLine).where(AuditLine.number == number).values(number=place))
    assert await _found(session) == (AuditFault.CHANGED, 2)


async def test_a_line_that_was_added_without_the_key_shows(village: Village, session: AsyncSession) -> None:
    await _three(village, session)
    last = (await latest(session, 1))[0]
    forged = AuditLine(number=4, at=NOW, who="sam", act=GAVE_ROLE, about="sam", details={})
    forged.previous, forged.signature = last.digest, last.signature
    forged.digest = digest_of(forged)
    session.add(forged)
    await session.flush()
    assert await _found(session) == (AuditFault.CHANGED, 4)


async def test_an_older_head_that_was_put_back_shows(village: Village, session: AsyncSession) -> None:
    await _three(village, session)
    head = await session.get_one(AuditHead, 1)
    older = {name: getattr(head, name) for name in ("id", "number", "digest", "first", "before", "signature")}
    await record(session, "sam", GAVE_ROLE, NOW, "amara", role="staff")
    await session.execute(delete(AuditHead))
    session.expunge(head)
    await session.execute(insert(AuditHead).values(**older))
    assert await _found(session) == (AuditFault.OLDER_HEAD, 3)


async def test_what_retention_deletes_leaves_a_check_that_is_still_true(
    village: Village, session: AsyncSession
) -> None:
    await _three(village, session)
    assert await clear_out(session, NOW - A_DAY) == 1
    assert (await _numbers(session), await _found(session)) == ([2, 3], (None, 0))
    assert state_text(await check(session)) == (
        "Nothing is missing: lines 2 to 3 are as they were written. "
        "Lines 1 to 1 were deleted after the time that you chose."
    )
    await record(session, "sam", GAVE_ROLE, NOW, "amara", role="staff")
    assert (await _numbers(session), await _found(session)) == ([2, 3, 4], (None, 0))
    await session.execute(delete(AuditLine).where(AuditLine.number == 2))
    assert await _found(session) == (AuditFault.MISSING, 2)


async def test_the_newest_line_is_never_too_old(village: Village, session: AsyncSession) -> None:
    await _three(village, session)
    assert await clear_out(session, NOW + A_DAY) == 2
    assert (await _numbers(session), await _found(session)) == ([3], (None, 0))


async def test_retention_deletes_nothing_that_shows_a_fault(village: Village, session: AsyncSession) -> None:
    await _three(village, session)
    await session.execute(update(AuditLine).where(AuditLine.number == 1).values(about="sam"))
    session.expire_all()
    assert await clear_out(session, NOW + A_DAY) == 0
    assert await _found(session) == (AuditFault.CHANGED, 1)


async def test_what_is_undone_leaves_no_line_and_no_word_in_the_log(village: Village) -> None:
    with capture_logs() as logs:
        try:
            async with village.database.write() as session:
                await _three(village, session)
                raise LookupError
        except LookupError:
            pass
        async with village.database.read() as session:
            assert await latest(session, 1) == []
    assert logs == []


async def test_the_log_names_each_line_by_number_and_digest_only(village: Village) -> None:
    with capture_logs() as logs:
        async with village.database.write() as session:
            await _three(village, session)
    async with village.database.read() as session:
        digests = [(line.number, line.digest) for line in (await latest(session, 3))[::-1]]
    assert [(log["number"], log["digest"]) for log in logs] == digests
    assert {name for log in logs for name in log} == {"event", "log_level", "number", "digest"}


async def test_lines_of_several_replicas_make_one_chain(village: Village) -> None:
    async def one() -> None:
        async with village.database.write() as session:
            await record(session, None, WAS_REFUSED, NOW, about="roles")

    await asyncio.gather(*(one() for _ in range(8)))
    async with village.database.read() as session:
        assert (len(await latest(session, 20)), await _found(session)) == (8, (None, 0))


async def test_another_master_key_opens_nothing_and_a_changed_one_signs_all_anew(village: Village) -> None:
    old, new = new_key(), new_key()
    url = village.database.url.render_as_string(hide_password=False)
    before, after, other = (Database(url, seal=Seal([key])) for key in (old, new, new_key()))
    async with before.write() as session:
        await _three(village, session)
    counted = await sign_anew(before, [new, old], apply=False)
    assert (counted.current, counted.older, counted.lost) == (0, 4, 0)
    async with after.read() as session:
        assert await _found(session) == (AuditFault.FORGED_HEAD, 3)
    assert (await sign_anew(before, [new, old], apply=True)).older == 4
    for database, expected in ((after, (None, 0)), (other, (AuditFault.FORGED_HEAD, 3))):
        async with database.read() as session:
            assert await _found(session) == expected
    assert (await sign_anew(before, [old], apply=True)).lost == 4
    for database in (before, after, other):
        await database.close()


async def test_without_a_master_key_nothing_is_written_down(village: Village) -> None:
    keyless = Database(village.database.url.render_as_string(hide_password=False))
    with pytest.raises(Unsealable, match="ALONGSIDE_MASTER_KEY"):
        async with keyless.write() as session:
            await record(session, None, WAS_REFUSED, NOW, about="roles")
    await keyless.close()
