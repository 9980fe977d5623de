"""Builds the list of schedules, and the form that changes when messages go out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from bot.conversation.dates import day_in_words
from bot.conversation.message import (
    Block,
    Bullets,
    Buttons,
    Choice,
    Facts,
    Form,
    Heading,
    Message,
    Option,
    TextInput,
    text,
)
from bot.conversation.routes import Faults
from bot.delivery.calendar.schedules import NotUnderstood, Recurrence, Schedule, SchedulePlan, Timetable
from bot.features.administration.actions import (
    CHANGE_SCHEDULE,
    CHECK_SCHEDULE,
    SAVE_SCHEDULE,
    SHOW_SCHEDULE,
    SWITCH_SCHEDULE,
    NewTimes,
    ScheduleSwitch,
    Switch,
)
from bot.features.shared_actions import SCHEDULES

SCHEDULE, WHEN, STARTS_ON = "schedule", "when", "starts_on"
GONE = 'That schedule has been removed since. Say "schedules" to see what there is.'
_FARTHEST = timedelta(days=366)
_LOCAL = text(
    "That is each person's own local time. Working hours and days off can make it later for somebody.",
    quiet=True,
)


@dataclass(frozen=True, slots=True)
class PickedSchedule:
    """The schedule that was chosen in the list, by id."""

    schedule_id: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        chosen = values.get(SCHEDULE, "")
        return cls(chosen) if chosen else Faults({SCHEDULE: "Choose one of them first."})


@dataclass(frozen=True, slots=True)
class TypedTimes:
    recurrence: Recurrence
    starts_on: date

    @classmethod
    def read(cls, values: Mapping[str, str], timetable: Timetable, today: date) -> Self | Faults:
        try:
            recurrence = timetable.read(values.get(WHEN, ""))
        except NotUnderstood as why:
            return Faults({WHEN: str(why)})
        starts_on = _date(values.get(STARTS_ON, ""))
        if starts_on is None or not today <= starts_on <= today + _FARTHEST:
            return Faults({STARTS_ON: f"Write a day between today and a year from now, like {today}."})
        return cls(recurrence, starts_on)


@dataclass(frozen=True, slots=True)
class ShownSchedule:
    """`when` are its times in words, `coming` its next days."""

    schedule: Schedule
    when: str
    coming: Sequence[date]

    @property
    def in_short(self) -> str:
        if not self.schedule.is_on:
            return f"Off. It was {self.when}."
        following = day_in_words(self.coming[0]) if self.coming else "never"
        return f"{self.when[0].upper()}{self.when[1:]}. Next: {following}."


def every(schedules: Sequence[ShownSchedule]) -> Message:
    rows = tuple((row.schedule.name, row.in_short) for row in schedules)
    options = tuple(Option(row.schedule.id, row.schedule.name) for row in schedules)
    title = "When messages go out"
    blocks = (
        Heading(title),
        Facts(rows),
        _LOCAL,
        Choice(SCHEDULE, "Which one?", options),
        Buttons((SHOW_SCHEDULE.button("Open", None),)),
    )
    return Message(title, blocks)


def details(shown: ShownSchedule) -> Message:
    schedule = shown.schedule
    title = f"{schedule.name}: {'on' if schedule.is_on else 'off'}"
    other = SWITCH_SCHEDULE.button("Switch it on", ScheduleSwitch(schedule.id, Switch.ON))
    if schedule.is_on:
        other = SWITCH_SCHEDULE.button("Switch it off", ScheduleSwitch(schedule.id, Switch.OFF))
    change = CHANGE_SCHEDULE.button("Change when", schedule.id)
    next_times = _next_times(shown.coming) if schedule.is_on else _OFF
    buttons = Buttons((change, other, SCHEDULES.button("All schedules")))
    return Message(title, (Heading(title), Facts((("When", shown.when),)), *next_times, buttons))


def form(shown: ShownSchedule, today: date) -> Form:
    first = shown.coming[0] if shown.coming else today
    fields = (
        text("Nothing changes until you have seen the next five times and agreed to them."),
        TextInput(WHEN, "When", _WHEN_HINT, initial=shown.when, longest=200),
        TextInput(STARTS_ON, "From which day on", _START_HINT, initial=first.isoformat(), kind="date"),
    )
    return CHECK_SCHEDULE.form(shown.schedule.name, fields, shown.schedule.id, submit="Show me")


def preview(name: str, plan: SchedulePlan, when: str, coming: Sequence[date]) -> Message:
    title = f"{name}: {when}?"
    buttons = Buttons(
        (
            SAVE_SCHEDULE.button("Use these times", NewTimes(plan.schedule, plan.starts_on, when)),
            CHANGE_SCHEDULE.button("Change them again", plan.schedule),
            SHOW_SCHEDULE.button("Leave it as it is", plan.schedule),
        )
    )
    return Message(title, (Heading(title), *_next_times(coming), buttons))


def _next_times(coming: Sequence[date]) -> tuple[Block, ...]:
    return (text("The next five times:"), Bullets(tuple(text(day_in_words(day)) for day in coming)), _LOCAL)


def _date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


_WHEN_HINT = (
    'Like "every Tuesday at 10:00", "every second Thursday at 11:00" or '
    '"on the first Monday of each month at 10:00". Five cron fields work too.'
)
_START_HINT = '"Every second" week counts from the first time on or after this day.'
_OFF: tuple[Block, ...] = (
    text("Nothing goes out while it is off. What comes round meanwhile is not made up for later."),
)
