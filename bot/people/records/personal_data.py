"""`PersonalData`: how a feature declares what it keeps about a person, for export and erasure.

From one list people get all of it as a file, and erase what can be erased. A table that names people and stands in
no list fails a test.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Table

Entry = Mapping[str, object]
"""A row as it is told, by headings that anybody understands."""

Read = Callable[[AsyncSession, str], Awaitable[Sequence[Entry]]]
Erase = Callable[[AsyncSession, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """`columns` has what is told of each row, heading by attribute; `left_out` what isn't, such as hashes of keys.

    `erased` and `stays` say what erasing does, and what it doesn't and why; one of them may be empty. `read` is for
    where the columns alone don't tell it.
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
        found = await session.scalars(select(self.table).where(self.theirs(person_id)).order_by(*order))
        return [entry_of_row(row, self.columns) for row in found]


def entry_of_row(row: Table, columns: Mapping[str, str]) -> Entry:
    return {heading: getattr(row, name) for name, heading in columns.items()}


def deletes(table: type[Table], theirs: Callable[[str], ColumnElement[bool]]) -> Erase:
    async def erase(session: AsyncSession, person_id: str) -> None:
        await session.execute(delete(table).where(theirs(person_id)))

    return erase
