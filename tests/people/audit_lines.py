"""Reads the audit's lines, without the roles that a test granted at its start."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.audit.acts import GAVE_ROLE
from bot.people.audit.audit_log import AuditLine


async def newest_audit_lines(session: AsyncSession) -> Sequence[AuditLine]:
    """The newest first."""
    wanted = select(AuditLine).where(or_(AuditLine.who.is_not(None), AuditLine.act != GAVE_ROLE))
    return (await session.scalars(wanted.order_by(AuditLine.number.desc()))).all()
