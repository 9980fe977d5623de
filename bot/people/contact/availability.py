"""Stores when people take questions and requests from colleagues, and how many; finds who can take one more."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.people.contact.send_time import At, Instant, Reach, due, reach_of
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Person, Preferences
from bot.store.database import Table


class Availability(Table):
    """ISO weekdays and hours in the person's zone; `most` is the number of unanswered requests at a time.

    From an hour to the same hour means all day. `not_now` applies until the person ends it.
    """

    __tablename__ = "availabilities"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    days: Mapped[str] = mapped_column(default="12345")
    from_hour: Mapped[int] = mapped_column(default=9)
    to_hour: Mapped[int] = mapped_column(default=17)
    most: Mapped[int] = mapped_column(default=3)
    not_now: Mapped[bool] = mapped_column(default=False)

    def next_welcome(self, now: datetime, reach: Reach) -> datetime:
        """The first moment from now on at which they take questions."""
        hours = replace(reach, working_days=self.days, quiet_from=self.to_hour % 24, quiet_to=self.from_hour)
        timing = due(Instant(now), hours)
        return timing.instant if isinstance(timing, At) else now


async def availability_of(session: AsyncSession, person_id: str) -> Availability:
    """The person's choice, or the default."""
    availability = await session.get(Availability, person_id)
    return availability or Availability(
        person_id=person_id, days="12345", from_hour=9, to_hour=17, most=3, not_now=False
    )


async def taking_more(
    session: AsyncSession, person_ids: Sequence[str], held: Mapping[str, int], *, even_if_full: bool
) -> list[str]:
    """Selects people who take one more; `held` is how many each has. Never people who said "not now"."""
    takers = []
    for person_id in person_ids:
        chosen = await availability_of(session, person_id)
        if not chosen.not_now and (even_if_full or held.get(person_id, 0) < chosen.most):
            takers.append(person_id)
    return takers


async def in_their_hours(
    session: AsyncSession, person_id: str, organisation_id: str, now: datetime
) -> Instant:
    """The first moment from now on at which this person takes any."""
    person = await session.get_one(Person, person_id)
    organisation = await session.get_one(Organisation, organisation_id)
    reach = reach_of(person, await session.get(Preferences, person_id), organisation)
    return Instant((await availability_of(session, person_id)).next_welcome(now, reach))
