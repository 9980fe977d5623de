"""Stores whether a language model may word answers, and for which host; off by default.

What is kept is the host that they agreed to. Where the settings name another one later, it is off again.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.identity.organisations import Organisation


async def is_on(session: AsyncSession, organisation_id: str, host: str) -> bool:
    """Read whenever it matters, so that switching applies at once, on every replica."""
    return (await session.get_one(Organisation, organisation_id)).wording_host == host


async def switch(session: AsyncSession, organisation_id: str, host: str) -> str:
    """On for this host, or off for an empty one; the host before."""
    organisation = await session.get_one(Organisation, organisation_id)
    before, organisation.wording_host = organisation.wording_host, host
    return before
