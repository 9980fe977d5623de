"""Shows administrators when messages go out; lets them switch schedules on or off and change them."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.conversation.message import (
    Block,
    Bullets,
    Button,
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
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.delivery.calendar.schedules import (
    NotUnderstood,
    Schedule,
    SchedulePlan,
    change_times,
    schedule_in,
    schedules_of,
    switch,
)
from bot.features.administration.declarations import MANAGE_SCHEDULES
from bot.features.context import Context
from bot.people.audit.acts import CHANGED_SCHEDULE, SWITCHED_SCHEDULE
from bot.people.audit.audit_log import record
from bot.people.identity.people import person_behind

routes = Routes()

_NEEDED = MANAGE_SCHEDULES
_SHOWN = 5
_FARTHEST = timedelta(days=366)
_LOCAL = text(
    "That is each person's own local time. Working hours and days off can make it later for somebody.",
    quiet=True,
)


@routes.word("schedules", "schedule", needs=_NEEDED)
async def show_all(request: Request, services: Context) -> Reply:
    return Say(await _list(services), private=True)


@routes.on("schedules", needs=_NEEDED)
async def back_to_all(request: Request, services: Context) -> Reply:
    return Replace(await _list(services))


@routes.on("schedule.show", needs=_NEEDED)
async def show_one(request: Request, services: Context) -> Reply:
    """Chosen from the list, or named by the button."""
    chosen = request.value or request.values.get("schedule", "")
    if not chosen:
        return Faults({"schedule": "Choose one of them first."})
    return Replace(await _one(await _schedule(services, chosen), services))


@routes.on("schedule.switch", needs=_NEEDED)
async def switch_one(request: Request, services: Context) -> Reply:
    """The button says on or off, so that an old button pressed twice doesn't switch it back."""
    schedule_id, wanted = request.value.split(" ")
    before, now = await _schedule(services, schedule_id), services.clock.now()
    async with services.database.write() as session:
        await switch(session, schedule_id, wanted == "on", now)
        if before.is_on != (wanted == "on"):
            me = await person_behind(session, request.sender)
            details = {"schedule": before.name, "after": wanted}
            await record(session, me.id if me else None, SWITCHED_SCHEDULE, now, schedule_id, **details)
    return Replace(await _one(await _schedule(services, schedule_id), services))


@routes.on("schedule.change", opens_form=True, needs=_NEEDED)
async def open_change(request: Request, services: Context) -> Reply:
    schedule = await _schedule(services, request.value)
    times = services.timetable.words(schedule.plan.recurrence)
    coming = await services.timetable.coming(schedule.plan, services.clock.now(), 1)
    first = coming[0] if coming else _today(services)
    fields = (
        text("Nothing changes until you have seen the next five times and agreed to them."),
        TextInput("when", "When", _WHEN_HINT, initial=times, longest=200),
        TextInput("starts_on", "From which day on", _START_HINT, initial=first.isoformat(), kind="date"),
    )
    return Open(Form("schedule.check", schedule.name, fields, submit="Show me", value=schedule.id))


_WHEN_HINT = (
    'Like "every Tuesday at 10:00", "every second Thursday at 11:00" or '
    '"on the first Monday of each month at 10:00". Five cron fields work too.'
)
_START_HINT = '"Every second" week counts from the first time on or after this day.'


@routes.on("schedule.check", needs=_NEEDED)
async def check_change(request: Request, services: Context) -> Reply:
    """Previews the next dates by the new times. Nothing is stored yet."""
    schedule = await _schedule(services, request.value)
    try:
        recurrence = services.timetable.read(request.values.get("when", ""))
    except NotUnderstood as why:
        return Faults({"when": str(why)})
    today, starts_on = _today(services), _date(request.values.get("starts_on", ""))
    if starts_on is None or not today <= starts_on <= today + _FARTHEST:
        return Faults({"starts_on": f"Write a day between today and a year from now, like {today}."})
    plan = replace(schedule.plan, recurrence=recurrence, starts_on=starts_on, since=services.clock.now())
    return Say(await _preview(schedule.name, plan, services), private=True)


@routes.on("schedule.save", needs=_NEEDED)
async def save_change(request: Request, services: Context) -> Reply:
    """The button carries the words, which are read again like anything else that comes from outside."""
    schedule_id, starts_on, when = request.value.split(" ", 2)
    before, now = await _schedule(services, schedule_id), services.clock.now()
    recurrence, words = services.timetable.read(when), services.timetable.words
    details = {"schedule": before.name, "before": words(before.plan.recurrence), "after": words(recurrence)}
    async with services.database.write() as session:
        me = await person_behind(session, request.sender)
        await change_times(session, schedule_id, recurrence, date.fromisoformat(starts_on), now)
        await record(
            session, me.id if me else None, CHANGED_SCHEDULE, now, schedule_id, **details, first=starts_on
        )
    return Replace(await _one(await _schedule(services, schedule_id), services))


async def _list(services: Context) -> Message:
    async with services.database.read() as session:
        every = await schedules_of(session, services.organisation.id)
    found = [schedule for schedule in every if schedule.job not in services.idle_jobs]
    rows = tuple([(schedule.name, await _in_short(schedule, services)) for schedule in found])
    which = Choice("schedule", "Which one?", tuple(Option(s.id, s.name) for s in found))
    said = "When messages go out"
    return Message(
        said, (Heading(said), Facts(rows), _LOCAL, which, Buttons((Button("Open", "schedule.show"),)))
    )


async def _in_short(schedule: Schedule, services: Context) -> str:
    when = services.timetable.words(schedule.plan.recurrence)
    if not schedule.is_on:
        return f"Off. It was {when}."
    coming = await services.timetable.coming(schedule.plan, services.clock.now(), 1)
    return f"{when[0].upper()}{when[1:]}. Next: {_day(coming[0]) if coming else 'never'}."


async def _one(schedule: Schedule, services: Context) -> Message:
    is_on, said = schedule.is_on, f"{schedule.name}: {'on' if schedule.is_on else 'off'}"
    other = Button("Switch it off", "schedule.switch", f"{schedule.id} off")
    if not is_on:
        other = Button("Switch it on", "schedule.switch", f"{schedule.id} on")
    change = Button("Change when", "schedule.change", schedule.id)
    when = services.timetable.words(schedule.plan.recurrence)
    next_times = await _next_times(schedule.plan, services) if is_on else _OFF
    buttons = Buttons((change, other, Button("All schedules", "schedules")))
    return Message(said, (Heading(said), Facts((("When", when),)), *next_times, buttons))


_OFF: tuple[Block, ...] = (
    text("Nothing goes out while it is off. What comes round meanwhile is not made up for later."),
)


async def _preview(name: str, plan: SchedulePlan, services: Context) -> Message:
    when = services.timetable.words(plan.recurrence)
    said = f"{name}: {when}?"
    buttons = Buttons(
        (
            Button("Use these times", "schedule.save", f"{plan.schedule} {plan.starts_on} {when}"),
            Button("Change them again", "schedule.change", plan.schedule),
            Button("Leave it as it is", "schedule.show", plan.schedule),
        )
    )
    return Message(said, (Heading(said), *await _next_times(plan, services), buttons))


async def _next_times(plan: SchedulePlan, services: Context) -> tuple[Block, ...]:
    coming = await services.timetable.coming(plan, services.clock.now(), _SHOWN)
    return (text("The next five times:"), Bullets(tuple(text(_day(day)) for day in coming)), _LOCAL)


async def _schedule(services: Context, schedule_id: str) -> Schedule:
    async with services.database.read() as session:
        found = await schedule_in(session, services.organisation.id, schedule_id)
    if found is None:
        raise UserFacingError('That schedule is not there any more. Write "schedules" to see what there is.')
    return found


def _today(services: Context) -> date:
    return services.clock.now().astimezone(ZoneInfo(services.organisation.time_zone)).date()


def _date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
