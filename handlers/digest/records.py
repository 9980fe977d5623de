"""Gives a leader a link to the report and files of a group that they lead."""

from bot.conversation.choosing import chosen_in
from bot.conversation.message import Button, Buttons, Choice, Message, Option, Span, text
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.context import Context
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.pulse.reports.records import led_by
from bot.features.pulse.reports.report import latest_wave
from bot.people.access.allowances import FILES
from bot.people.identity.people import person_behind
from bot.people.records.one_time_links import OPEN_FOR, make
from handlers.settings.one_time_links import MINUTES, address

routes = Routes()

OPEN_MINUTES = OPEN_FOR.seconds // 60
_NEEDED = SEE_DIGEST


@routes.word("figures", "export", "report", needs=_NEEDED, at_most=FILES)
@routes.on("records", needs=_NEEDED, at_most=FILES)
async def figures(request: Request, services: Context) -> Reply:
    """The link at once for who leads one group; else which one."""
    groups = await _groups(request, services)
    if len(groups) == 1:
        return await _link(request, services, *groups)
    said = "Which figures would you like?"
    which = Choice("group", said, tuple(Option(key, name) for key, name in groups.items()), is_searched=True)
    return Say(Message(said, (which, Buttons((Button("Get the link", "records.open"),)))), private=True)


@routes.on("records.open", needs=_NEEDED, at_most=FILES)
async def open_records(request: Request, services: Context) -> Reply:
    """Chosen from the list, or named by the button."""
    chosen = request.value or chosen_in("group", await _groups(request, services), request.values)
    if not chosen:
        return Faults({"group": "Choose one of them first."})
    return await _link(request, services, chosen)


async def _groups(request: Request, services: Context) -> dict[str, str]:
    async with services.database.read() as session:
        person = await person_behind(session, request.sender)
        found = await led_by(session, person.id) if person else {}
    if not found:
        raise UserFacingError(
            "You don't lead a team here at the moment, so there are no figures to take away."
        )
    return found


async def _link(request: Request, services: Context, group: str) -> Reply:
    groups = await _groups(request, services)
    if group not in groups:
        raise UserFacingError("You don't lead that group any more. Say “figures” to see which ones you do.")
    where = address(services)
    async with services.database.write() as session:
        person = await person_behind(session, request.sender)
        if person is None or await latest_wave(session, services.organisation.id) is None:
            return Say(_nothing_yet(groups[group]), private=True)
        token = await make(session, person.id, group, services.clock.now())
    return Say(_offer(groups[group], f"{where}/records/{token}"), private=True)


def _offer(name: str, address: str) -> Message:
    said = f"Report and figures for {name}"
    return Message(
        said,
        (
            text(Span(said, bold=True, href=address)),
            text(
                "A report with all charts, to read or print; the figures as a spreadsheet (XLSX); and as a plain "
                f"table (CSV). Open it within {MINUTES} minutes. It then stays open for {OPEN_MINUTES} minutes, on "
                "the device that opened it first."
            ),
            text("Please don't pass it on: who opens it first has your figures.", quiet=True),
        ),
    )


def _nothing_yet(name: str) -> Message:
    said = f"There are no figures for {name} yet. The first come when the first questions close."
    return Message(said, (text(said),))
