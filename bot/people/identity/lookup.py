"""Finds colleagues by name or e-mail, and the names of people and teams by id."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.inbound_text import folded_name
from bot.core.natural_order import natural_key
from bot.people.identity.lookalike import as_seen
from bot.people.identity.organisations import Team
from bot.people.identity.people import Person


async def people_called(session: AsyncSession, typed: str) -> Sequence[Person]:
    """Finds present people by e-mail or full name. Ignores case.

    Text with an "@" is an e-mail only: people choose their own names, and could choose a colleague's e-mail. A name
    never identifies a person: show the matches, and ask for confirmation.
    """
    wanted = folded_name(typed)
    is_email = says_email(typed)
    # Compared here: SQLite knows the case of ASCII letters only.
    here = await session.scalars(select(Person).where(Person.left_on.is_(None)).order_by(Person.id))
    return [p for p in here if wanted and wanted == folded_name((p.email or "") if is_email else p.name)]


async def looking_like(session: AsyncSession, name: str) -> Sequence[str]:
    """The ids of those here who are known by what looks like this name, or have an e-mail that does. By sight alone."""
    wanted = as_seen(name)
    here = await session.execute(select(Person.id, Person.name, Person.email).where(Person.left_on.is_(None)))
    return [
        id_ for id_, called, email in here if wanted and wanted in (as_seen(called), as_seen(email or ""))
    ]


def says_email(typed: str) -> bool:
    """Whether it names a person by what a directory or a list says of them, not by what they call themselves."""
    return "@" in folded_name(typed)


async def name_in(session: AsyncSession, person_id: str | None) -> str:
    """Empty for nobody, and for somebody whose name we don't know."""
    person = await session.get(Person, person_id) if person_id else None
    return person.name if person else ""


async def known_as(session: AsyncSession, person_id: str | None) -> str:
    """The name of a person who acts and may have chosen the name.

    The e-mail follows if another person's name looks alike, so that colleagues can tell them apart.
    """
    person = await session.get(Person, person_id) if person_id else None
    if person is None or not person.name:
        return ""
    alike = [id_ for id_ in await looking_like(session, person.name) if id_ != person.id]
    return f"{person.name} ({person.email or 'no e-mail known'})" if alike else person.name


async def teams_by_id(session: AsyncSession) -> dict[str, str]:
    """Their names, in the order of the alphabet."""
    rows = await session.execute(select(Team.id, Team.name))
    return dict(sorted(rows.all(), key=lambda team: natural_key(team[1])))


async def names_of(session: AsyncSession, ids: Collection[str]) -> dict[str, str]:
    """Names of the people and teams among these ids, including leavers. Other strings have none."""
    people = await session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return await teams_by_id(session) | {id_: name or _NO_NAME for id_, name in people}


_NO_NAME = "a colleague without a name"
