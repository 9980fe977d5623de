"""What stands in the audit, without the roles that a test gave to begin with."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.audit.acts import GAVE_ROLE
from bot.people.audit.audit_log import Line


async def noted(session: AsyncSession) -> Sequence[Line]:
    """The newest first."""
    wanted = select(Line).where(or_(Line.who.is_not(None), Line.act != GAVE_ROLE))
    return (await session.scalars(wanted.order_by(Line.number.desc()))).all()
