"""Everything that stands around a draft, looked up anew each time it is shown or sent."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.approving import needs_approval
from bot.broadcasts.reckoning import reckon
from bot.broadcasts.shown_places import Places
from bot.broadcasts.shown_preview import Plan
from bot.broadcasts.tables import Broadcast
from bot.conversation.message import Paragraph
from bot.people.accounts import accounts_of
from bot.people.audiences import channels_of, name_of
from bot.people.finding import name_in
from bot.people.organisations import Organisation


async def plan_of(
    session: AsyncSession,
    broadcast: Broadcast,
    reader: str,
    warning: Sequence[Paragraph] = (),
    running: Collection[str] = (),
) -> Plan:
    """As `reader`, a person's id, may see it. `running` are the platforms that are."""
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    reckoning = await reckon(session, broadcast, running)
    return Plan(
        author=await name_in(session, broadcast.author_id),
        audience=await name_of(session, organisation, broadcast.audience, reader),
        reckoning=reckoning,
        needs_approval=await needs_approval(session, broadcast, reckoning),
        subject=await name_in(session, broadcast.subject_id),
        warning=warning,
    )


async def as_told_to(session: AsyncSession, plan: Plan, broadcast: Broadcast, reader: str) -> Plan:
    """The same for another reader, without counting everybody again."""
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    return replace(plan, audience=await name_of(session, organisation, broadcast.audience, reader))


async def places_of(
    session: AsyncSession, broadcast: Broadcast, plan: Plan, here: str, running: Collection[str]
) -> Places:
    channels = [place.partition(" ")[0] for place in await channels_of(session, broadcast.audience)]
    mine = await platforms_of(session, broadcast.author_id, running)
    return Places(here, plan.reckoning.places, channels, mine)


async def platforms_of(session: AsyncSession, person_id: str, running: Collection[str]) -> Sequence[str]:
    """Where they can be written to, the place they chose first."""
    accounts = [one for one in await accounts_of(session, person_id) if one.unreachable_since is None]
    return list(dict.fromkeys(one.platform for one in accounts if not running or one.platform in running))
