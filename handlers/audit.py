"""Who did what here: administrators read it, look whether it is whole, and take it away."""

from collections.abc import Sequence
from textwrap import wrap
from zoneinfo import ZoneInfo

from bot.conversation.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Choice,
    Facts,
    Heading,
    Message,
    Option,
    text,
)
from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.people.audit import Act, Line, broken_at, latest
from bot.people.audit_words import WORDS, names_in, told
from bot.people.links import Format
from bot.people.permissions import Permission
from bot.services import Services
from handlers.links import link_to

routes = Routes()

_NEEDED = Permission.SEE_AUDIT
_AT_ONCE = 10
_EVERYTHING = "everything"


@routes.word("audit", needs=_NEEDED)
@routes.on("audit", needs=_NEEDED)
async def audit(request: Request, services: Services) -> Reply:
    """The newest first. Only the administrator sees it, wherever they ask."""
    return Say(await _page(services, None, None), private=True)


@routes.on("audit.page", needs=_NEEDED)
async def turn_page(request: Request, services: Services) -> Reply:
    """The button says what the page shows and before which line it begins, with nothing for the newest."""
    act, _, before = request.value.partition(" ")
    return Replace(await _page(services, _act(act), int(before) if before.isdecimal() else None))


@routes.on("audit.filter", needs=_NEEDED)
async def choose_acts(request: Request, services: Services) -> Reply:
    return Replace(await _page(services, _act(request.values.get("act", "")), None))


@routes.on("audit.check", needs=_NEEDED)
async def check(request: Request, services: Services) -> Reply:
    async with services.database.read() as session:
        newest = await latest(session, 1)
        number = await broken_at(session)
    if number is None:
        said = f"Nothing is missing: all {newest[0].number if newest else 0} lines are as they were written."
        return Say(Message(said, (text(said),)), private=True)
    said = f"Line {number} is missing or was changed."
    more = (
        " Our log names the digest of every line, and your last export has them all: compare from there on."
    )
    return Say(Message(said, (text(said, more),)), private=True)


@routes.on("audit.export", needs=_NEEDED)
async def export(request: Request, services: Services) -> Reply:
    return await link_to(Format.AUDIT, request, services)


async def _page(services: Services, act: Act | None, before: int | None) -> Message:
    async with services.database.read() as session:
        newest = await latest(session, 1)
        found = await latest(session, _AT_ONCE + 1, before, act)
        names = await names_in(session, found)
    zone = ZoneInfo(services.organisation.time_zone)
    shown, said = found[:_AT_ONCE], WORDS[act][0] if act else "Who did what here"
    lines: Block = Bullets(tuple(text(f"{_when(line, zone)}: {told(line, names)}") for line in shown))
    return Message(
        said,
        (
            Heading(said),
            *_newest(newest),
            lines if shown else text("Nothing yet."),
            Choice("act", "Show", _ACTS, initial=act or _EVERYTHING),
            _buttons(act, found, is_first=before is None),
        ),
    )


def _newest(newest: Sequence[Line]) -> tuple[Block, ...]:
    """To write down: as long as a later check finds this digest, nothing before it was touched.

    In groups, because not every platform breaks a word that is longer than its column.
    """
    return tuple(
        Facts((("Newest line", str(line.number)), ("Its digest", " ".join(wrap(line.digest, 8)))))
        for line in newest
    )


def _buttons(act: Act | None, found: Sequence[Line], *, is_first: bool) -> Buttons:
    buttons = [Button("Show these", "audit.filter")]
    if len(found) > _AT_ONCE:
        buttons.append(Button("Older", "audit.page", f"{act or _EVERYTHING} {found[_AT_ONCE - 1].number}"))
    if not is_first:
        buttons.append(Button("Newest", "audit.page", act or _EVERYTHING))
    check, export = Button("Is it whole?", "audit.check"), Button("Take it away", "audit.export")
    return Buttons((*buttons, check, export))


def _act(chosen: str) -> Act | None:
    return Act(chosen) if chosen in list(Act) else None


def _when(line: Line, zone: ZoneInfo) -> str:
    return f"{line.number} · {line.at.astimezone(zone):%Y-%m-%d %H:%M}"


_ACTS = (Option(_EVERYTHING, "Everything"), *(Option(act, label) for act, (label, _) in WORDS.items()))
