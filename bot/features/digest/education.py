"""Counts, with noise, the people in a group who had a tip in the last four weeks."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.gateway import DeliveryAction
from bot.features.learning.declarations import INDUCTION, NUDGE
from bot.features.pulse.waves.groups import ORGANISATION
from bot.people.access.scopes import with_sub_teams
from bot.people.identity.people import Person
from bot.publishing.counts import published_count
from bot.publishing.noise_layers import NoiseLayers

LOOKS_BACK = timedelta(weeks=4)

_TIPS = (NUDGE, INDUCTION)


async def people_reached(
    session: AsyncSession, organisation_id: str, group: str, now: datetime, layers: NoiseLayers
) -> int:
    """The number of people, with noise, with at least one tip in the last four weeks; 0 for fewer than eight.

    It doesn't count tips: new peer workers get more of them, and a team's count would reveal them.
    """
    here = [Person.organisation_id == organisation_id, Person.left_on.is_(None), Person.is_staff.is_(True)]
    if group != ORGANISATION:
        here.append(Person.team_id.in_(await with_sub_teams(session, [group])))
    members = (await session.scalars(select(Person.id).where(*here))).all()
    reached = await session.scalar(
        select(func.count(Delivery.person_id.distinct()))
        .join(Person, Person.id == Delivery.person_id)
        .where(*here)
        .where(
            Delivery.kind.in_(_TIPS),
            Delivery.action == DeliveryAction.SEND,
            Delivery.state == DeliveryState.SENT,
        )
        .where(Delivery.sent_at >= now - LOOKS_BACK)
    )
    return published_count(reached or 0, "education reached", layers, most=len(members), members=members) or 0
