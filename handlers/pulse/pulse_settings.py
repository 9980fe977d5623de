"""Lets administrators change the pulse: headline item, minimum of answers, amount of noise."""

from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.dates import coming_day
from bot.conversation.message import Message
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.administration.declarations import MANAGE_SCHEDULES
from bot.features.context import Context
from bot.features.digest.next_wave import coming
from bot.features.pulse.actions import CHANGE_SETTINGS, SAVE_SETTINGS
from bot.features.pulse.preferences import Choices, choices_of, choose
from bot.features.pulse.views import settings as views
from bot.features.shared_actions import PULSE_SETTINGS
from bot.people.audit.acts import CHANGED_SETTING
from bot.people.audit.audit_log import record
from bot.people.identity.people import known_person

routes = Routes()

_NEEDED = MANAGE_SCHEDULES


@routes.word("pulse settings", "questions", needs=_NEEDED)
@routes.on(PULSE_SETTINGS, needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    return Say(await _shown(services, views.TITLE), private=True)


@routes.on(CHANGE_SETTINGS, opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Context) -> Reply:
    chosen = await _choices(services)
    return Open(views.form(chosen, views.everyones(services.items)))


@routes.on(SAVE_SETTINGS, needs=_NEEDED)
async def save(request: Request, services: Context) -> Reply:
    written = views.WrittenSettings.read(request.values, services.items)
    if isinstance(written, Faults):
        return written
    try:
        async with services.database.write() as session:
            before = await choices_of(session, services.organisation.id)
            await choose(session, services.organisation.id, written.headline, written.floor, written.epsilon)
            await _note(session, request, services, before, written.choices)
    except UserFacingError as error:
        return Faults({views.FLOOR: str(error)})
    return Say(await _shown(services, views.SAVED), private=True)


async def _note(
    session: AsyncSession, request: Request, services: Context, before: Choices, after: Choices
) -> None:
    """A line for each that was changed."""
    now = services.clock.now()
    me = await known_person(session, request.sender)
    for setting, was, is_ in (
        ("the headline", before.headline, after.headline),
        ("from how many answers a figure is shown", str(before.floor), str(after.floor)),
        ("how much figures are blurred, in hundredths of ε", str(before.epsilon), str(after.epsilon)),
    ):
        if was != is_:
            await record(session, me.id, CHANGED_SETTING, now, setting=setting, before=was, after=is_)


async def _shown(services: Context, title: str) -> Message:
    chosen = await _choices(services)
    return views.what_applies(title, chosen, services.items, await _next_day(services))


async def _next_day(services: Context) -> str:
    now = services.clock.now()
    day = now.astimezone(ZoneInfo(services.organisation.time_zone)).date()
    platforms = services.paces.platforms
    next_waves = await coming(
        services.database, services.timetable, services.organisation, day, now, platforms
    )
    return coming_day(next_waves.next_on) if next_waves.next_on else ""


async def _choices(services: Context) -> Choices:
    async with services.database.read() as session:
        return await choices_of(session, services.organisation.id)
