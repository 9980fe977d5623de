"""Administrators' pulse settings: the headline, how many answers a figure needs, how much it is blurred."""

from textwrap import shorten
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import (
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
from bot.core.themes import Audience
from bot.features.administration.declarations import MANAGE_SCHEDULES
from bot.features.context import Context
from bot.features.digest.next_wave import coming
from bot.features.digest.views import figures
from bot.features.pulse.items import Item
from bot.features.pulse.preferences import (
    HIGHEST_FLOOR,
    STRONGER_EPSILON,
    USUAL_EPSILON,
    Choices,
    choices_of,
    choose,
)
from bot.features.pulse.verdict import BASELINE_WAVES
from bot.people.audit.acts import CHANGED_SETTING
from bot.people.audit.audit_log import record
from bot.people.identity.first_contact import get_or_create_person

routes = Routes()

_NEEDED = MANAGE_SCHEDULES

# Slack shows no longer ones in a list to choose from.
_LONGEST_OPTION = 75

_ANEW = (
    "The headline is asked every time, and the only one with a line over time and a verdict. "
    f"Another one begins that line anew: a change can first be called after {BASELINE_WAVES + 1} rounds. "
    "The old line stays in the reports."
)
_BLURS = (
    Option(str(USUAL_EPSILON), "As usual"),
    Option(str(STRONGER_EPSILON), "About twice as much, so that single answers show even less"),
)
_ONLY_UP = "It can only be raised: people were told that fewer are never shown."


@routes.word("pulse settings", "questions", needs=_NEEDED)
@routes.on("pulse-settings", needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    return Say(await _shown(services, "What everyone is asked, and when a figure is shown"), private=True)


@routes.on("pulse-settings.change", opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Context) -> Reply:
    chosen = await _choices(services)
    options = tuple(Option(item.id, _short(item)) for item in _everyones(services))
    fields = (
        text(_ANEW),
        Choice("headline", "Which question is the headline?", options, initial=chosen.headline),
        TextInput(
            "floor",
            "How many must answer before a figure is shown?",
            f"From {chosen.floor} to {HIGHEST_FLOOR}. {_ONLY_UP}",
            initial=str(chosen.floor),
            longest=3,
        ),
        Choice("blur", "How much are figures blurred?", _BLURS, initial=str(chosen.epsilon)),
    )
    return Open(Form("pulse-settings.save", "Questions", fields, submit="Save"))


@routes.on("pulse-settings.save", needs=_NEEDED)
async def save(request: Request, services: Context) -> Reply:
    headline = services.items.get(request.values.get("headline", ""))
    typed = request.values.get("floor", "").strip()
    faults = {} if headline in _everyones(services) else {"headline": "Choose one of these."}
    if not (typed.isascii() and typed.isdigit()):
        faults["floor"] = "Write a whole number, like 10."
    blur = request.values.get("blur", "")
    if blur not in {option.value for option in _BLURS}:
        faults["blur"] = "Choose one of these."
    if faults or headline is None:
        return Faults(faults)
    try:
        async with services.database.write() as session:
            before = await choices_of(session, services.organisation.id)
            after = Choices(headline.id, int(typed), int(blur))
            await choose(session, services.organisation.id, headline, after.floor, after.epsilon)
            await _note(session, request, services, before, after)
    except UserFacingError as error:
        return Faults({"floor": str(error)})
    return Say(await _shown(services, "Saved."), private=True)


async def _note(
    session: AsyncSession, request: Request, services: Context, before: Choices, after: Choices
) -> None:
    """A line for each that was changed."""
    now = services.clock.now()
    me = await get_or_create_person(session, request.sender, services.organisation, now=now)
    for setting, was, is_ in (
        ("the headline", before.headline, after.headline),
        ("from how many answers a figure is shown", str(before.floor), str(after.floor)),
        ("how much figures are blurred, in hundredths of ε", str(before.epsilon), str(after.epsilon)),
    ):
        if was != is_:
            await record(session, me.id, CHANGED_SETTING, now, setting=setting, before=was, after=is_)


async def _shown(services: Context, said: str) -> Message:
    chosen = await _choices(services)
    headline = services.items.get(chosen.headline)
    rows = (
        ("The headline, asked every time", headline.text if headline else chosen.headline),
        ("A figure is shown from", f"{chosen.floor} answers"),
        ("Figures are blurred", "as usual" if chosen.epsilon == USUAL_EPSILON else "about twice as much"),
    )
    change = Buttons((Button("Change", "pulse-settings.change"), Button("When they are asked", "schedules")))
    return Message(said, (Heading(said), Facts(rows), text(await _from_when(services), quiet=True), change))


async def _from_when(services: Context) -> str:
    now = services.clock.now()
    day = now.astimezone(ZoneInfo(services.organisation.time_zone)).date()
    platforms = services.paces.platforms
    found = await coming(services.database, services.timetable, services.organisation, day, now, platforms)
    when = f", on {figures.day(found.next_on)}" if found.next_on else ""
    return f"A change applies from the next questions{when}. Open ones stay as they are."


async def _choices(services: Context) -> Choices:
    async with services.database.read() as session:
        return await choices_of(session, services.organisation.id)


def _everyones(services: Context) -> list[Item]:
    return [item for item in services.items.values() if Audience.EVERYONE in item.audience]


def _short(item: Item) -> str:
    return shorten(item.text, _LONGEST_OPTION, placeholder=" …")
