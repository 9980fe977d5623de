"""Above how many recipients somebody else looks at an announcement first: administrators say so."""

from bot.broadcasts.approving import approval_above, set_approval_above
from bot.conversation.message import Button, Buttons, Form, Heading, Message, TextInput, text
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.people.audit import Act, note
from bot.people.people import person_behind
from bot.people.permissions import Permission
from bot.services import Services

routes = Routes()

_NEEDED = Permission.MANAGE_SCHEDULES
_MOST = 100_000


@routes.word("announcement settings", needs=_NEEDED)
@routes.on("announcement-settings", needs=_NEEDED)
async def show(request: Request, services: Services) -> Reply:
    return Say(await _shown(services, "Who approves announcements"), private=True)


@routes.on("announcement-settings.change", opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Services) -> Reply:
    async with services.database.read() as session:
        above = await approval_above(session, services.organisation.id)
    box = TextInput(
        "above",
        "Above how many people does somebody else approve it?",
        "0: every one. Another champion for the same people can approve, or an administrator.",
        initial=str(above),
        longest=6,
    )
    return Open(Form("announcement-settings.save", "Announcements", (box,), submit="Save"))


@routes.on("announcement-settings.save", needs=_NEEDED)
async def save(request: Request, services: Services) -> Reply:
    typed, now = request.values.get("above", "").strip(), services.clock.now()
    if not (typed.isascii() and typed.isdigit() and int(typed) <= _MOST):
        return Faults({"above": f"Write a whole number up to {_MOST:,}, like 50."})
    async with services.database.write() as session:
        person = await person_behind(session, request.sender)
        await set_approval_above(session, services.organisation.id, int(typed))
        await note(session, person.id if person else None, Act.SET_APPROVAL, now, above=typed)
    return Say(await _shown(services, "Saved."), private=True)


async def _shown(services: Services, said: str) -> Message:
    async with services.database.read() as session:
        above = await approval_above(session, services.organisation.id)
    rule = (
        f"An announcement to more than {above:,} people, or to a channel, is approved by somebody else before it "
        "is sent: another champion for the same people, or an administrator."
    )
    change = Buttons((Button("Change", "announcement-settings.change"),))
    return Message(said, (Heading(said), text(rule), change))
