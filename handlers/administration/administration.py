"""Shows administrators the organisation's settings and their other tools, and saves changed settings."""

from zoneinfo import ZoneInfo

from bot.conversation.message import Message
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.administration.actions import ADMINISTRATION, CHANGE_LIMIT, SAVE_LIMIT
from bot.features.administration.declarations import MANAGE_SETTINGS
from bot.features.administration.views import limits as views
from bot.features.asking.distress.signposts import start_faults
from bot.features.context import Context
from bot.people.audit.acts import CHANGED_SETTING
from bot.people.audit.audit_log import record
from bot.people.identity.organisation_limits import Limit, change, what_applies
from bot.people.identity.people import known_person
from handlers.asking import rephrasing_switch

routes = Routes()

_NEEDED = MANAGE_SETTINGS


@routes.word("administration", "admin settings", needs=_NEEDED)
@routes.on(ADMINISTRATION, needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    return Say(await _shown(services, views.ALL), private=True)


@routes.on(CHANGE_LIMIT, opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Context) -> Reply:
    """The form for what they picked."""
    limit = _limit(CHANGE_LIMIT.value_of(request) or views.PickedLimit.read(request.values).name)
    async with services.database.read() as session:
        numbers = await what_applies(session, services.organisation.id, services.retention_defaults)
    return Open(views.form(limit, numbers[limit]))


@routes.on(SAVE_LIMIT, needs=_NEEDED)
async def save(request: Request, services: Context) -> Reply:
    limit, now = _limit(SAVE_LIMIT.value_of(request)), services.clock.now()
    new = views.NewNumber.read(request.values)
    if isinstance(new, Faults):
        return new
    async with services.database.write() as session:
        me = await known_person(session, request.sender)
        try:
            before = await change(
                session, services.organisation.id, limit, new.number, services.retention_defaults
            )
        except UserFacingError as error:
            return Faults({views.NUMBER: str(error)})
        if before != new.number:
            details = {
                "setting": limit.label,
                "before": limit.in_words(before),
                "after": limit.in_words(new.number),
            }
            await record(session, me.id, CHANGED_SETTING, now, about=str(limit), **details)
    return Say(await _shown(services, views.SAVED), private=True)


def _limit(name: str) -> Limit:
    if name not in Limit.all():
        raise UserFacingError(views.NOT_PICKED)
    return Limit.named(name)


async def _shown(services: Context, title: str) -> Message:
    async with services.database.read() as session:
        numbers = await what_applies(session, services.organisation.id, services.retention_defaults)
        rephrasing = (rephrasing_switch.LABEL, await rephrasing_switch.in_words(session, services))
    return views.shown(title, numbers, rephrasing, _signposts(services))


def _signposts(services: Context) -> views.SignpostOwner:
    today = services.clock.now().astimezone(ZoneInfo(services.organisation.time_zone)).date()
    posts = services.signposts
    to_do = start_faults(posts, today)
    return views.SignpostOwner(posts.country, posts.owner, posts.last_checked, to_do)
