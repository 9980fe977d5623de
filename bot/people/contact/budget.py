"""The weekly contact budget of each person, across all kinds of message: reserving and releasing."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ForeignKey, bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.statements import insert


class Reserved(Table):
    """The number of contacts reserved in a person's week, given by its Monday."""

    __tablename__ = "contacts_reserved"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    used: Mapped[int]


Contact = tuple[str, date]
"""A person and the Monday of the week they are to be contacted in."""


async def reserve(session: AsyncSession, wanted: Collection[Contact], weekly: int) -> set[Contact]:
    """Reserves a contact for each person; returns those who still had one. Name each at most once a call."""
    if not wanted or weekly < 1:
        return set()
    # In the same order everywhere, so that two replicas never wait for each other.
    rows = [{"person_id": person, "week": week, "used": 1} for person, week in sorted(wanted)]
    statement = insert(session, Reserved).on_conflict_do_update(
        index_elements=["person_id", "week"],
        set_={"used": Reserved.used + 1},
        where=Reserved.used < weekly,
    )
    had_one = await session.execute(statement.returning(Reserved.person_id, Reserved.week), rows)
    return {(person, week) for person, week in had_one}


async def release(session: AsyncSession, contacts: Collection[Contact]) -> None:
    """Give back what was reserved and won't be used."""
    connection = await session.connection()
    statement = (
        update(Reserved)
        .where(Reserved.person_id == bindparam("person"), Reserved.week == bindparam("monday"))
        .where(Reserved.used > 0)
        .values(used=Reserved.used - 1)
    )
    if contacts:
        rows = [{"person": person, "monday": week} for person, week in sorted(contacts)]
        await connection.execute(statement, rows)
