"""`PersonalData`: how a feature declares what it keeps about a person, for export and erasure.

The export, the summary and the erasure read one list. A table that names people and is in no list fails a test.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Table

Entry = Mapping[str, object]
"""An exported row: values by heading."""

Read = Callable[[AsyncSession, str], Awaitable[Sequence[Entry]]]
Erase = Callable[[AsyncSession, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """`columns` are the exported attributes with their headings; `left_out` are the others, such as hashes of keys.

    `erased` says what erasure deletes, `stays` what it doesn't and why; one of them may be empty. `read` replaces
    `columns` where the rows need more work.
    """

    table: type[Table]
    title: str
    theirs: Callable[[str], ColumnElement[bool]]
    columns: Mapping[str, str]
    left_out: tuple[str, ...] = ("person_id",)
    erased: str = ""
    stays: str = ""
    erase: Erase | None = None
    read: Read | None = None

    async def entries(self, session: AsyncSession, person_id: str) -> Sequence[Entry]:
        if self.read:
            return await self.read(session, person_id)
        order = list(self.table.__mapper__.primary_key)
        rows = await session.scalars(select(self.table).where(self.theirs(person_id)).order_by(*order))
        return [entry_of_row(row, self.columns) for row in rows]


def entry_of_row(row: Table, columns: Mapping[str, str]) -> Entry:
    return {heading: getattr(row, name) for name, heading in columns.items()}


def deletes(table: type[Table], theirs: Callable[[str], ColumnElement[bool]]) -> Erase:
    async def erase(session: AsyncSession, person_id: str) -> None:
        await session.execute(delete(table).where(theirs(person_id)))

    return erase
