"""Shows administrators the audit, checks that it is complete, and offers it as a file."""

from collections.abc import Sequence
from textwrap import wrap
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

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
from bot.features.administration.declarations import SEE_AUDIT
from bot.features.announcements.models import Broadcast
from bot.features.asking.cards.local_cards import LocalCard
from bot.features.context import Context
from bot.people.access.allowances import FILES
from bot.people.access.refusals import fold
from bot.people.audit.acts import Act
from bot.people.audit.audit_check import check as check_audit
from bot.people.audit.audit_log import AuditLine, latest
from bot.people.audit.audit_text import COMPARE, LIMITS, names_in, state_text, told
from bot.people.records.one_time_links import Format
from handlers.settings.one_time_links import link_to

routes = Routes()

_NEEDED = SEE_AUDIT
_AT_ONCE = 10
_EVERYTHING = "everything"


@routes.word("audit", needs=_NEEDED)
@routes.on("audit", needs=_NEEDED)
async def audit(request: Request, services: Context) -> Reply:
    """The newest first. Only the administrator sees it, wherever they ask."""
    async with services.database.write() as session:
        await fold(session, services.clock.now())
    return Say(await _page(services, None, None), private=True)


@routes.on("audit.page", needs=_NEEDED)
async def turn_page(request: Request, services: Context) -> Reply:
    """The button says what the page shows and before which line it begins, with nothing for the newest."""
    act, _, before = request.value.partition(" ")
    return Replace(await _page(services, _act(act), int(before) if before.isdecimal() else None))


@routes.on("audit.filter", needs=_NEEDED)
async def choose_acts(request: Request, services: Context) -> Reply:
    return Replace(await _page(services, _act(request.values.get("act", "")), None))


@routes.on("audit.check", needs=_NEEDED)
async def check(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        state = await check_audit(session)
    said = state_text(state)
    return Say(Message(said, (text(said), text(COMPARE if state.fault else LIMITS))), private=True)


@routes.on("audit.export", needs=_NEEDED, at_most=FILES)
async def export(request: Request, services: Context) -> Reply:
    return await link_to(Format.AUDIT, request, services)


async def _page(services: Context, act: Act | None, before: int | None) -> Message:
    async with services.database.read() as session:
        newest = await latest(session, 1)
        found = await latest(session, _AT_ONCE + 1, before, act)
        names = await names_in(session, found) | await _titles(session, found)
    zone = ZoneInfo(services.organisation.time_zone)
    shown, said = found[:_AT_ONCE], act.label if act else "Who did what here"
    lines: Block = Bullets(tuple(text(f"{_when(line, zone)}: {told(line, names)}") for line in shown))
    return Message(
        said,
        (
            Heading(said),
            lines if shown else text("Nothing yet."),
            Choice("act", "Show", _ACTS, initial=act or _EVERYTHING),
            _buttons(act, found, is_first=before is None),
            *_newest(newest),
        ),
    )


async def _titles(session: AsyncSession, found: Sequence[AuditLine]) -> dict[str, str]:
    """Of announcements and of the organisation's own answers: people know them by these, not by ids."""
    about = {line.about for line in found if line.about}
    sent = await session.execute(select(Broadcast.id, Broadcast.title).where(Broadcast.id.in_(about)))
    cards = select(LocalCard.card_id, LocalCard.title).where(LocalCard.card_id.in_(about))
    written = await session.execute(cards.order_by(LocalCard.written_at))
    return {id_: f"“{title}”" for id_, title in [*sent, *written]}


def _newest(newest: Sequence[AuditLine]) -> tuple[Block, ...]:
    """The newest digest, to note elsewhere. While a later check finds it, nothing before it was changed.

    In groups, because not every platform breaks a word that is longer than its column.
    """
    return tuple(
        Facts((("Newest line", str(line.number)), ("Its digest", " ".join(wrap(line.digest, 8)))))
        for line in newest
    )


def _buttons(act: Act | None, found: Sequence[AuditLine], *, is_first: bool) -> Buttons:
    buttons = [Button("Show these", "audit.filter")]
    if len(found) > _AT_ONCE:
        buttons.append(Button("Older", "audit.page", f"{act or _EVERYTHING} {found[_AT_ONCE - 1].number}"))
    if not is_first:
        buttons.append(Button("Newest", "audit.page", act or _EVERYTHING))
    check, export = Button("Is it whole?", "audit.check"), Button("Take it away", "audit.export")
    return Buttons((*buttons, check, export))


def _act(chosen: str) -> Act | None:
    return Act.named(chosen) if chosen in Act.all() else None


def _when(line: AuditLine, zone: ZoneInfo) -> str:
    return f"{line.number} · {line.at.astimezone(zone):%Y-%m-%d %H:%M}"


_ACTS = (Option(_EVERYTHING, "Everything"), *(Option(act, act.label) for act in Act.all()))
