"""A platform's list of people, as one page, and our people after a sync."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from bot.conversation.request import Sender
from bot.people.directory.platform_sync import Changes, Profile, Rules, Update
from bot.people.identity.accounts import MergePolicy
from bot.people.identity.people import Account, Person
from tests.delivery.times import utc
from tests.people.village import Village

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def profile(user: str, **changes: Any) -> Profile:
    """ "mei" is Mei, of Harbour, on Slack."""
    known = Profile(Sender("slack", "T1", user), user.title(), f"{user}@harbour.example", "Europe/London")
    return replace(known, **changes)


@dataclass
class Staff:
    """`reads` is one night's synchronisation."""

    village: Village
    rules: Rules = field(default_factory=Rules)
    merge_policy: MergePolicy = field(default_factory=MergePolicy)

    async def reads(self, *profiles: Profile, today: date = MONDAY) -> Changes:
        at = utc(f"{today} 03:30")
        async with self.village.database.write() as session:
            update = Update(session, self.village.organisation, self.rules, self.merge_policy, today, at)
            return await update.take_over(profiles)

    async def accounts(self) -> dict[str, Account]:
        """By user."""
        async with self.village.database.read() as session:
            return {a.user: a for a in await session.scalars(select(Account).order_by(Account.id))}

    async def person(self, user: str, platform: str = "slack") -> Person:
        async with self.village.database.read() as session:
            person = await session.scalar(
                select(Person).join(Account).where(Account.user == user, Account.platform == platform)
            )
        assert person
        return person
