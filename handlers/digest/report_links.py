"""Gives a leader a link to the report and files of a group that they lead."""

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.context import Context
from bot.features.digest.actions import OPEN_RECORDS, RECORDS
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.digest.views import report_links as views
from bot.features.pulse.reports.report import latest_wave
from bot.features.pulse.reports.report_links import led_by
from bot.people.access.allowances import FILES
from bot.people.identity.people import person_behind
from bot.people.records.one_time_links import make
from handlers.settings.one_time_links import MINUTES, address

routes = Routes()

_NEEDED = SEE_DIGEST


@routes.word("figures", "export", "report", needs=_NEEDED, at_most=FILES)
@routes.on(RECORDS, needs=_NEEDED, at_most=FILES)
async def figures(request: Request, services: Context) -> Reply:
    """Replies with the link if the person leads one group, else asks which group."""
    groups = await _groups(request, services)
    if len(groups) == 1:
        return await _link(request, services, *groups)
    return Say(views.which(groups), private=True)


@routes.on(OPEN_RECORDS, needs=_NEEDED, at_most=FILES)
async def open_records(request: Request, services: Context) -> Reply:
    """Chosen from the list, or named by the button."""
    group = OPEN_RECORDS.value_of(request) or views.chosen_group(
        request.values, await _groups(request, services)
    )
    return group if isinstance(group, Faults) else await _link(request, services, group)


async def _groups(request: Request, services: Context) -> dict[str, str]:
    async with services.database.read() as session:
        person = await person_behind(session, request.sender)
        led = await led_by(session, person.id) if person else {}
    if not led:
        raise UserFacingError(views.LEADS_NOBODY)
    return led


async def _link(request: Request, services: Context, group: str) -> Reply:
    groups = await _groups(request, services)
    if group not in groups:
        raise UserFacingError(views.LEADS_IT_NO_MORE)
    base_url = address(services)
    async with services.database.write() as session:
        person = await person_behind(session, request.sender)
        if person is None or await latest_wave(session, services.organisation.id) is None:
            return Say(views.nothing_yet(groups[group]), private=True)
        token = await make(session, person.id, group, services.clock.now())
    return Say(views.link(groups[group], f"{base_url}/records/{token}", MINUTES), private=True)
