"""How far education reached in a group: people, from what was sent."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.gateway import Action
from bot.delivery.ledger import Delivery, State
from bot.people.budget import Kind
from bot.people.people import Person
from bot.people.scopes import with_sub_teams
from bot.pulse.groups import FLOOR, ORGANISATION

LOOKS_BACK = timedelta(weeks=4)

_TIPS = (Kind.NUDGE, Kind.INDUCTION)


async def people_reached(session: AsyncSession, organisation_id: str, group: str, now: datetime) -> int:
    """How many had at least one tip in the last four weeks; 0 where fewer than eight did.

    Never how many tips it was: new peer workers get more of them, and in a team that would show who is one.
    """
    statement = (
        select(func.count(Delivery.person_id.distinct()))
        .join(Person, Person.id == Delivery.person_id)
        .where(Person.organisation_id == organisation_id, Person.left_on.is_(None))
        .where(Delivery.kind.in_(_TIPS), Delivery.action == Action.SEND, Delivery.state == State.SENT)
        .where(Delivery.sent_at >= now - LOOKS_BACK)
    )
    if group != ORGANISATION:
        statement = statement.where(Person.team_id.in_(await with_sub_teams(session, [group])))
    found: int = await session.scalar(statement) or 0
    return found if found >= FLOOR else 0
