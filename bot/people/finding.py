"""Finding a colleague by what somebody typed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.organisations import Team
from bot.people.people import Person


async def people_called(session: AsyncSession, typed: str) -> Sequence[Person]:
    """By e-mail or full name, whatever the case. Nobody who has left."""
    wanted = " ".join(typed.split()).casefold()
    # Compared here: SQLite knows the case of ASCII letters only.
    here = await session.scalars(select(Person).where(Person.left_on.is_(None)).order_by(Person.id))
    return [p for p in here if wanted and wanted in ((p.email or "").casefold(), p.name.casefold())]


async def teams_by_id(session: AsyncSession) -> dict[str, str]:
    """Their names, in the order of the alphabet."""
    found = await session.execute(select(Team.id, Team.name).order_by(Team.name))
    return dict(found.all())
