"""What applies to everybody here, and where administrators find the rest of what they look after."""

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
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.errors import UserFacingError
from bot.knowledge.signposts import Signposts, open_questions
from bot.people.audit import Act, note
from bot.people.joining import meet
from bot.people.limits import LIMITS, Limit, change, what_applies
from bot.people.permissions import Permission
from bot.services import Services
from handlers import team_channels, wording

routes = Routes()

_NEEDED = Permission.MANAGE_SETTINGS


@routes.word("administration", "admin settings", needs=_NEEDED)
@routes.on("administration", needs=_NEEDED)
async def show(request: Request, services: Services) -> Reply:
    return Say(await _shown(services, "What applies to everybody here"), private=True)


@routes.on("administration.change", opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Services) -> Reply:
    """The form for what they picked."""
    name = request.value or request.values.get("setting", "")
    limit = _limit(name)
    async with services.database.read() as session:
        now = (await what_applies(session, services.organisation.id, services.keeps))[name]
    least = now if limit.only_up else limit.least
    hint = f"A number from {least} to {limit.most}"
    box = TextInput("number", limit.question, hint, initial=str(now), longest=6)
    return Open(Form("administration.save", limit.title, (text(limit.why), box), submit="Save", value=name))


@routes.on("administration.save", needs=_NEEDED)
async def save(request: Request, services: Services) -> Reply:
    name, typed = request.value, request.values.get("number", "").strip()
    limit, now = _limit(name), services.clock.now()
    if not (typed.isascii() and typed.isdigit()):
        return Faults({"number": "Write a whole number, like 10."})
    async with services.database.write() as session:
        me = await meet(session, request.sender, services.organisation, now=now)
        try:
            before = await change(session, services.organisation.id, name, int(typed), services.keeps)
        except UserFacingError as error:
            return Faults({"number": str(error)})
        if before != int(typed):
            details = {"setting": limit.label, "before": str(before), "after": str(int(typed))}
            await note(session, me.id, Act.CHANGED_SETTING, now, about=name, **details)
    return Say(await _shown(services, "Saved. This applies now."), private=True)


def _limit(name: str) -> Limit:
    if name not in LIMITS:
        raise UserFacingError('Pick what you want to change. Say "administration" to see it all again.')
    return LIMITS[name]


async def _shown(services: Services, said: str) -> Message:
    async with services.database.read() as session:
        numbers = await what_applies(session, services.organisation.id, services.keeps)
        is_worded = (wording.LABEL, await wording.in_words(session, services))
    rows = tuple((limit.label, f"{numbers[name]} {limit.unit}") for name, limit in LIMITS.items())
    options = tuple(Option(name, limit.label) for name, limit in LIMITS.items())
    return Message(
        said,
        (
            Heading(said),
            Facts((*rows, is_worded, *_signposts(services.signposts))),
            *_to_do(services),
            Choice("setting", "What do you want to change?", options, initial=next(iter(LIMITS))),
            Buttons(
                (
                    Button("Change this", "administration.change"),
                    Button("The questions and their figures", "pulse-settings"),
                    Button(wording.LABEL, "wording"),
                    Button(team_channels.LABEL, "teams"),
                )
            ),
        ),
    )


def _signposts(signposts: Signposts) -> tuple[tuple[str, str], ...]:
    """Whom somebody in distress is told to turn to, and who answers for it."""
    return (
        (f"Signposts for {signposts.country}: owner", signposts.owner or "nobody"),
        ("Last checked", str(signposts.last_checked or "never")),
    )


def _to_do(services: Services) -> tuple[Block, ...]:
    today = services.clock.now().astimezone(ZoneInfo(services.organisation.time_zone)).date()
    how = text("Signposts are part of the content: their owner changes them, with the date.", quiet=True)
    if due := open_questions(services.signposts, today):
        return (text("To do about the signposts:"), Bullets(tuple(map(text, due))), how)
    return (text("Nothing is to do about the signposts now."), how)
