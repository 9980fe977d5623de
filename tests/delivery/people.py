"""People to write to."""

from sqlalchemy import insert

from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Account, Person
from bot.store.database import Database

HOME = "home"


async def some_people(
    database: Database,
    count: int,
    platform: str = "fake",
    workspace: str = "W1",
    time_zone: str = "UTC",
    first: int = 0,
) -> list[str]:
    """New people of one organisation without public holidays, each with an account; their ids."""
    async with database.write() as session:
        if await session.get(Organisation, HOME) is None:
            session.add(Organisation(id=HOME, name="Home", country="none", time_zone="UTC"))
            await session.flush()
        people = [f"{workspace}-{n:06}" for n in range(first, first + count)]
        rows = [{"id": p, "organisation_id": HOME, "name": p, "time_zone": time_zone} for p in people]
        await session.execute(insert(Person), rows)
        accounts = [
            {"id": f"a-{p}", "person_id": p, "platform": platform, "workspace": workspace, "user": p}
            for p in people
        ]
        await session.execute(insert(Account), accounts)
    return people
