"""Schedules a notice to administrators about an account with an unusual request rate, once a day at most."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import structlog

from bot.conversation.request import Sender
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.features.context import Context
from bot.people.access.blocking import account_of
from bot.people.access.unknown_accounts import record_unknown_account
from bot.people.contact.message_kinds import REPLY

log = structlog.get_logger()

JOB = "unusual-rate"


@dataclass(frozen=True, slots=True)
class UnusualRate:
    services: Context

    async def open_notice(self, sender: Sender) -> None:
        """Opens a notice for administrators. It names the account; the log says only whether we know the account."""
        services = self.services
        now = services.clock.now()
        day = now.astimezone(ZoneInfo(services.organisation.time_zone)).date()
        async with services.database.write() as session:
            account = await account_of(session, sender)
            log.warning("unusual_rate", platform=sender.platform, known=account is not None)
            if account and account.blocked_at:
                return
            about = account or await record_unknown_account(session, sender, now)
            if about:
                key = ScheduleKey.of(JOB, about.id)
                once = Occasion(str(key), JOB, REPLY, services.organisation.id, day, now)
                await open_slots(session, [once])
