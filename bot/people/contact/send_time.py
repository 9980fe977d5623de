"""Computes when a message is due for a person, from the wished time and their preferences. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.people.contact.public_holidays import days_of
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Person, Preferences

# A year and a bit. A person without a welcome day by then has none.
_FARTHEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Local:
    """A day and time wherever the person is. `own_time`: their own weekly day and hour, if they chose one."""

    day: date
    at: time
    own_time: bool = False


@dataclass(frozen=True, slots=True)
class Instant:
    """The same moment everywhere. `waits` is False for what must not wait for working hours."""

    at: datetime
    waits: bool = True


Wish = Local | Instant


@dataclass(frozen=True, slots=True)
class Reach:
    """A person's contact preferences; `Preferences` documents the fields."""

    zone: str
    country: str
    region: str = ""
    working_days: str = "12345"
    quiet_from: int = 18
    quiet_to: int = 8
    tip_day: int = 0
    tip_hour: int = -1
    snoozed_until: date | None = None
    holds_until_writing: bool = False


@dataclass(frozen=True, slots=True)
class At:
    """Send at `instant`, but no later than `latest`."""

    instant: datetime
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeldUntilWriting:
    """Until the person next writes to us."""

    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Never:
    reason: str


TOO_OLD = "too old"
NO_WELCOME_DAY = "no welcome day"
PAUSED = "paused"

# Someone who snoozes "until I say so" is snoozed until then.
UNTIL_I_SAY = date(2199, 12, 31)

Due = At | HeldUntilWriting | Never


def reach_of(person: Person, preferences: Preferences | None, organisation: Organisation) -> Reach:
    """A person's preferences, with the organisation's values where they chose none."""
    place = (
        person.time_zone or organisation.time_zone,
        organisation.country,
        person.region or organisation.region,
    )
    if preferences is None:
        return Reach(*place)
    return Reach(
        *place,
        working_days=preferences.working_days,
        quiet_from=preferences.quiet_from,
        quiet_to=preferences.quiet_to,
        tip_day=preferences.tip_day,
        tip_hour=preferences.tip_hour,
        snoozed_until=preferences.snoozed_until,
        holds_until_writing=preferences.holds_until_writing,
    )


def due(wish: Wish, reach: Reach, lasts: timedelta | None = None, until: datetime | None = None) -> Due:
    """`lasts` is how long after the wished moment the message is still worth sending; `until` says when."""
    if isinstance(wish, Instant) and not wish.waits:
        return At(wish.at.astimezone(UTC))
    if reach.snoozed_until == UNTIL_I_SAY:
        return Never(PAUSED)
    day, at = _wished(wish, reach)
    latest = _moment(day, at, reach.zone).astimezone(UTC) + lasts if lasts else until
    if reach.holds_until_writing:
        return HeldUntilWriting(latest)
    keeps_hour = isinstance(wish, Local) and not _is_quiet(at.hour, reach)
    welcome = _first_welcome(day, at, reach, at if keeps_hour else time(reach.quiet_to))
    if welcome is None:
        return Never(NO_WELCOME_DAY)
    if latest and welcome > latest:
        return Never(TOO_OLD)
    return At(welcome.astimezone(UTC), latest)


def is_holiday(day: date, country: str, region: str) -> bool:
    return day in days_of(country, region, day.year)


def after_working_days(start: datetime, days: int, reach: Reach) -> datetime:
    """The same time of day so many working days later, by the calendar there."""
    local = start.astimezone(ZoneInfo(reach.zone))
    day = local.date()
    while days:
        day += timedelta(days=1)
        days -= _works_on(day, reach)
    return _moment(day, local.time(), reach.zone).astimezone(UTC)


def working_day_before(start: datetime, reach: Reach) -> date:
    """The last working day before that moment's own day, by the calendar there."""
    day = start.astimezone(ZoneInfo(reach.zone)).date() - timedelta(days=1)
    while not _works_on(day, reach):
        day -= timedelta(days=1)
    return day


def week_of(instant: datetime, zone: str) -> date:
    """The Monday of the ISO week, where the person is."""
    day = instant.astimezone(ZoneInfo(zone)).date()
    return day - timedelta(days=day.weekday())


def _wished(wish: Wish, reach: Reach) -> tuple[date, time]:
    if isinstance(wish, Instant):
        local = wish.at.astimezone(ZoneInfo(reach.zone))
        return local.date(), local.time()
    day, at = wish.day, wish.at
    if wish.own_time and reach.tip_day:
        day += timedelta(days=(reach.tip_day - day.isoweekday()) % 7)
    if wish.own_time and reach.tip_hour >= 0:
        at = time(reach.tip_hour)
    return day, at


def _first_welcome(day: date, at: time, reach: Reach, later: time) -> datetime | None:
    """`later`: the time of day on any later day than the wished one."""
    last_day = max(day, reach.snoozed_until or day) + timedelta(days=_FARTHEST_DAYS)
    while day <= last_day:
        if reach.snoozed_until and day < reach.snoozed_until:
            day, at = reach.snoozed_until, later
        elif not _works_on(day, reach):
            day, at = day + timedelta(days=1), later
        else:
            local = _moment(day, at, reach.zone)
            if not _is_quiet(local.hour, reach):
                return local
            day += timedelta(days=1 if local.hour >= reach.quiet_to else 0)
            at = time(reach.quiet_to)
    return None


def _works_on(day: date, reach: Reach) -> bool:
    return str(day.isoweekday()) in reach.working_days and not is_holiday(day, reach.country, reach.region)


def _is_quiet(hour: int, reach: Reach) -> bool:
    """Quiet hours may go past midnight. From an hour to the same hour means none."""
    if reach.quiet_from <= reach.quiet_to:
        return reach.quiet_from <= hour < reach.quiet_to
    return hour >= reach.quiet_from or hour < reach.quiet_to


def _moment(day: date, at: time, zone: str) -> datetime:
    """A time that the clocks skip becomes as much later as they skip; of one that comes twice, the first."""
    timezone = ZoneInfo(zone)
    return datetime.combine(day, at.replace(fold=0), timezone).astimezone(UTC).astimezone(timezone)
