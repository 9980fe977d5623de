"""A town whose leaders get digests: its waves, and the edition of a week."""

from datetime import UTC, date, datetime, timedelta
from itertools import cycle

from bot.delivery.calendar.recurrence import ScheduleCalendar
from bot.features.digest.edition import Edition, weekly
from bot.features.pulse.ballots.ballot import BallotOutcome
from bot.features.pulse.models import Wave
from bot.features.pulse.waves.waves import items_of
from bot.people.access.roles import Role, grant
from tests.features.pulse.town import ITEMS, MORNING, Town

MONDAY = date(2026, 11, 30)
NINE = datetime(2026, 11, 30, 9, tzinfo=UTC)
FORTNIGHT = timedelta(weeks=2)


async def leads(place: Town, person: str, team: str | None) -> None:
    async with place.database.write() as session:
        await grant(session, person, Role.LEADER, team, granted_by=None, now=MORNING)


async def wave(place: Town, number: int = 1, answers: int = 40, points: tuple[int, ...] = (2, 4, 4)) -> Wave:
    """Opened, answered by so many of each team, and closed: item by item in turn with these points."""
    opened = await place.opens(number)
    async with place.database.read() as session:
        item_ids = [item.id for item in await items_of(session, opened.id, ITEMS)]
    for people in place.people.values():
        for person, point in zip(people[:answers], cycle(points), strict=False):
            given = {item: max(1, point - place_) for place_, item in enumerate(item_ids)}
            assert await place.answers(opened, person, given) is BallotOutcome.COUNTED
    await place.closes(opened)
    return opened


async def edition(place: Town, *waves: int, weeks: int = 0) -> Edition:
    calendar, later = ScheduleCalendar(place.database), timedelta(weeks=weeks)
    return await weekly(
        place.database,
        calendar,
        place.organisation,
        ITEMS,
        place.seal,
        MONDAY + later,
        NINE + later,
        set(waves),
    )
