"""Shows administrators the organisation's settings and their other tools, and saves changed settings."""

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
from bot.core.errors import UserFacingError
from bot.features.administration.declarations import MANAGE_SETTINGS
from bot.features.asking.distress.signposts import Signposts, open_questions
from bot.features.context import Context
from bot.people.audit.acts import CHANGED_SETTING
from bot.people.audit.audit_log import record
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.organisation_limits import Limit, change, what_applies
from handlers.administration import team_channels
from handlers.asking import rephrasing_switch

routes = Routes()

_NEEDED = MANAGE_SETTINGS


@routes.word("administration", "admin settings", needs=_NEEDED)
@routes.on("administration", needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    return Say(await _shown(services, "What applies to everybody here"), private=True)


@routes.on("administration.change", opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Context) -> Reply:
    """The form for what they picked."""
    name = request.value or request.values.get("setting", "")
    limit = _limit(name)
    async with services.database.read() as session:
        now = (await what_applies(session, services.organisation.id, services.retention_defaults))[name]
    least = now if limit.only_up else limit.least
    hint = f"A number from {least} to {limit.most}"
    box = TextInput("number", limit.question, hint, initial=str(now), longest=6)
    return Open(
        Form("administration.save", limit.form_title, (text(limit.why), box), submit="Save", value=name)
    )


@routes.on("administration.save", needs=_NEEDED)
async def save(request: Request, services: Context) -> Reply:
    name, typed = request.value, request.values.get("number", "").strip()
    limit, now = _limit(name), services.clock.now()
    if not (typed.isascii() and typed.isdigit()):
        return Faults({"number": "Write a whole number, like 10."})
    async with services.database.write() as session:
        me = await get_or_create_person(session, request.sender, services.organisation, now=now)
        try:
            before = await change(
                session, services.organisation.id, name, int(typed), services.retention_defaults
            )
        except UserFacingError as error:
            return Faults({"number": str(error)})
        if before != int(typed):
            details = {"setting": limit.label, "before": str(before), "after": str(int(typed))}
            await record(session, me.id, CHANGED_SETTING, now, about=name, **details)
    return Say(await _shown(services, "Saved. This applies now."), private=True)


def _limit(name: str) -> Limit:
    if name not in Limit.all():
        raise UserFacingError('Pick what you want to change. Say "administration" to see it all again.')
    return Limit.named(name)


async def _shown(services: Context, said: str) -> Message:
    async with services.database.read() as session:
        numbers = await what_applies(session, services.organisation.id, services.retention_defaults)
        is_worded = (rephrasing_switch.LABEL, await rephrasing_switch.in_words(session, services))
    rows = tuple((limit.label, f"{numbers[limit]} {limit.unit}") for limit in Limit.all())
    options = tuple(Option(limit, limit.label) for limit in Limit.all())
    return Message(
        said,
        (
            Heading(said),
            Facts((*rows, is_worded, *_signposts(services.signposts))),
            *_to_do(services),
            Choice("setting", "What do you want to change?", options, initial=Limit.all()[0]),
            Buttons(
                (
                    Button("Change this", "administration.change"),
                    Button("The questions and their figures", "pulse-settings"),
                    Button(rephrasing_switch.LABEL, "wording"),
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


def _to_do(services: Context) -> tuple[Block, ...]:
    today = services.clock.now().astimezone(ZoneInfo(services.organisation.time_zone)).date()
    how = text("Signposts are part of the content: their owner changes them, with the date.", quiet=True)
    if due := open_questions(services.signposts, today):
        return (text("To do about the signposts:"), Bullets(tuple(map(text, due))), how)
    return (text("Nothing is to do about the signposts now."), how)
