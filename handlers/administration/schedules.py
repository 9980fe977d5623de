"""Shows administrators when messages go out; lets them switch schedules on or off and change them."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.conversation.message import Message
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.delivery.calendar.schedules import Schedule, change_times, schedule_in, schedules_of, switch
from bot.features.administration.actions import (
    CHANGE_SCHEDULE,
    CHECK_SCHEDULE,
    SAVE_SCHEDULE,
    SHOW_SCHEDULE,
    SWITCH_SCHEDULE,
    Switch,
)
from bot.features.administration.declarations import MANAGE_SCHEDULES
from bot.features.administration.views import schedules as views
from bot.features.context import Context
from bot.features.shared_actions import SCHEDULES
from bot.people.audit.acts import CHANGED_SCHEDULE, SWITCHED_SCHEDULE
from bot.people.audit.audit_log import record
from bot.people.identity.people import person_behind

routes = Routes()

_NEEDED = MANAGE_SCHEDULES
_SHOWN = 5


@routes.word("schedules", "schedule", needs=_NEEDED)
async def show_all(request: Request, services: Context) -> Reply:
    return Say(await _list(services), private=True)


@routes.on(SCHEDULES, needs=_NEEDED)
async def back_to_all(request: Request, services: Context) -> Reply:
    return Replace(await _list(services))


@routes.on(SHOW_SCHEDULE, needs=_NEEDED)
async def show_one(request: Request, services: Context) -> Reply:
    """Chosen from the list, or named by the button."""
    schedule_id = SHOW_SCHEDULE.value_of(request)
    if not schedule_id:
        picked = views.PickedSchedule.read(request.values)
        if isinstance(picked, Faults):
            return picked
        schedule_id = picked.schedule_id
    return Replace(await _details(schedule_id, services))


@routes.on(SWITCH_SCHEDULE, needs=_NEEDED)
async def switch_one(request: Request, services: Context) -> Reply:
    wanted, now = SWITCH_SCHEDULE.value_of(request), services.clock.now()
    before, is_on = await _schedule(services, wanted.schedule_id), wanted.to is Switch.ON
    async with services.database.write() as session:
        await switch(session, before.id, is_on, now)
        if before.is_on != is_on:
            me = await person_behind(session, request.sender)
            details = {"schedule": before.name, "after": wanted.to.value}
            await record(session, me.id if me else None, SWITCHED_SCHEDULE, now, before.id, **details)
    return Replace(await _details(before.id, services))


@routes.on(CHANGE_SCHEDULE, opens_form=True, needs=_NEEDED)
async def open_change(request: Request, services: Context) -> Reply:
    schedule = await _schedule(services, CHANGE_SCHEDULE.value_of(request))
    return Open(views.form(await _shown(schedule, services, 1), _today(services)))


@routes.on(CHECK_SCHEDULE, needs=_NEEDED)
async def check_change(request: Request, services: Context) -> Reply:
    """Previews the next dates by the new times. Nothing is stored yet."""
    schedule, now = await _schedule(services, CHECK_SCHEDULE.value_of(request)), services.clock.now()
    typed = views.TypedTimes.read(request.values, services.timetable, _today(services))
    if isinstance(typed, Faults):
        return typed
    plan = replace(schedule.plan, recurrence=typed.recurrence, starts_on=typed.starts_on, since=now)
    coming = await services.timetable.coming(plan, now, _SHOWN)
    when = services.timetable.words(plan.recurrence)
    return Say(views.preview(schedule.name, plan, when, coming), private=True)


@routes.on(SAVE_SCHEDULE, needs=_NEEDED)
async def save_change(request: Request, services: Context) -> Reply:
    new, now = SAVE_SCHEDULE.value_of(request), services.clock.now()
    before = await _schedule(services, new.schedule_id)
    recurrence, words = services.timetable.read(new.when), services.timetable.words
    details = {"schedule": before.name, "before": words(before.plan.recurrence), "after": words(recurrence)}
    first = new.starts_on.isoformat()
    async with services.database.write() as session:
        me = await person_behind(session, request.sender)
        await change_times(session, before.id, recurrence, new.starts_on, now)
        await record(session, me.id if me else None, CHANGED_SCHEDULE, now, before.id, **details, first=first)
    return Replace(await _details(before.id, services))


async def _list(services: Context) -> Message:
    async with services.database.read() as session:
        every = await schedules_of(session, services.organisation.id)
    return views.every(
        [await _shown(schedule, services, 1) for schedule in every if schedule.job not in services.idle_jobs]
    )


async def _details(schedule_id: str, services: Context) -> Message:
    return views.details(await _shown(await _schedule(services, schedule_id), services, _SHOWN))


async def _shown(schedule: Schedule, services: Context, count: int) -> views.ShownSchedule:
    """With its next days, as many as `count`."""
    when = services.timetable.words(schedule.plan.recurrence)
    coming = await services.timetable.coming(schedule.plan, services.clock.now(), count)
    return views.ShownSchedule(schedule, when, coming)


async def _schedule(services: Context, schedule_id: str) -> Schedule:
    async with services.database.read() as session:
        schedule = await schedule_in(session, services.organisation.id, schedule_id)
    if schedule is None:
        raise UserFacingError(views.GONE)
    return schedule


def _today(services: Context) -> date:
    return services.clock.now().astimezone(ZoneInfo(services.organisation.time_zone)).date()
