"""Take the figures away: a leader gets a link to the report and the files of a group they lead."""

from bot.conversation.message import Button, Buttons, Choice, Message, Option, Span, text
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Reply, Routes, Say
from bot.errors import UserFacingError
from bot.people.links import make
from bot.people.people import person_behind
from bot.people.permissions import Permission
from bot.pulse.records import led_by
from bot.pulse.report import latest_wave
from bot.services import Services
from handlers.links import MINUTES, address

routes = Routes()

_NEEDED = Permission.SEE_DIGEST


@routes.word("figures", "export", "report", needs=_NEEDED)
@routes.on("records", needs=_NEEDED)
async def figures(request: Request, services: Services) -> Reply:
    """The link at once for who leads one group; else which one."""
    groups = await _groups(request, services)
    if len(groups) == 1:
        return await _link(request, services, *groups)
    said = "Which figures would you like?"
    which = Choice("group", said, tuple(Option(key, name) for key, name in groups.items()))
    return Say(Message(said, (which, Buttons((Button("Get the link", "records.open"),)))), private=True)


@routes.on("records.open", needs=_NEEDED)
async def open_records(request: Request, services: Services) -> Reply:
    """Chosen from the list, or named by the button."""
    chosen = request.value or request.values.get("group", "")
    if not chosen:
        return Faults({"group": "Choose one of them first."})
    return await _link(request, services, chosen)


async def _groups(request: Request, services: Services) -> dict[str, str]:
    async with services.database.read() as session:
        person = await person_behind(session, request.sender)
        found = await led_by(session, person.id) if person else {}
    if not found:
        raise UserFacingError(
            "You don't lead a team here at the moment, so there are no figures to take away."
        )
    return found


async def _link(request: Request, services: Services, group: str) -> Reply:
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
                f"table (CSV). The link works for {MINUTES} minutes, and gives each of the three once."
            ),
            text("Please don't pass it on: whoever opens it has your figures.", quiet=True),
        ),
    )


def _nothing_yet(name: str) -> Message:
    said = f"There are no figures for {name} yet. The first come when the first questions close."
    return Message(said, (text(said),))
