"""Schedules the notice to a person whose role was given or taken, in the transaction that changes it."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.changes import cancel_scheduled
from bot.people.access.role_notices import JOB, earlier, schedule_of
from bot.people.audit.audit_log import AuditLine
from bot.people.contact.message_kinds import REPLY
from bot.people.identity.organisations import Organisation


async def open_notices(
    session: AsyncSession, lines: Iterable[AuditLine | None], organisation: Organisation, now: datetime
) -> None:
    """Opens a notice for each of these audit lines, except of a person's own acts.

    An earlier notice on the same role that still waits, such as overnight, is dropped.
    """
    day = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    for line in lines:
        if line is None:
            continue
        await cancel_scheduled(session, await earlier(session, line))
        if line.who != line.about:
            once = Occasion(schedule_of(line), JOB, REPLY, organisation.id, day, now)
            await open_slots(session, [once])
