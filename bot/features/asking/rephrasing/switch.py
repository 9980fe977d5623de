"""Stores whether a language model may rephrase answers, and for which host; off by default.

An administrator agrees to one host. If the settings later name another host, rephrasing is off again.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.identity.organisations import Organisation


async def is_on(session: AsyncSession, organisation_id: str, host: str) -> bool:
    """Read at every use, so that a change takes effect at once on every replica."""
    return (await session.get_one(Organisation, organisation_id)).wording_host == host


async def switch(session: AsyncSession, organisation_id: str, host: str) -> str:
    """Turns it on for this host, or off for an empty one. Returns the previous host."""
    organisation = await session.get_one(Organisation, organisation_id)
    before, organisation.wording_host = organisation.wording_host, host
    return before
