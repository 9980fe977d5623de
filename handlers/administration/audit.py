"""Shows administrators the audit, checks that it is complete, and offers it as a file."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.features.administration.actions import (
    AUDIT,
    CHECK_AUDIT,
    EXPORT_AUDIT,
    FILTER_AUDIT,
    TURN_AUDIT_PAGE,
)
from bot.features.administration.declarations import SEE_AUDIT
from bot.features.administration.views import audit as views
from bot.features.announcements.service import drafts
from bot.features.asking.cards import local_cards
from bot.features.context import Context
from bot.people.access.allowances import FILES
from bot.people.access.refusals import fold
from bot.people.audit.acts import Act
from bot.people.audit.audit_check import check as check_audit
from bot.people.audit.audit_log import AuditLine, latest
from bot.people.audit.audit_text import names_in
from bot.people.records.one_time_links import FileFormat
from handlers.settings.one_time_links import link_to

routes = Routes()

_NEEDED = SEE_AUDIT


@routes.word("audit", needs=_NEEDED)
@routes.on(AUDIT, needs=_NEEDED)
async def audit(request: Request, services: Context) -> Reply:
    """The newest first. Only the administrator sees it, wherever they ask."""
    async with services.database.write() as session:
        await fold(session, services.clock.now())
    return Say(await _page(services, None, None), private=True)


@routes.on(TURN_AUDIT_PAGE, needs=_NEEDED)
async def turn_page(request: Request, services: Context) -> Reply:
    page = TURN_AUDIT_PAGE.value_of(request)
    return Replace(await _page(services, views.act_named(page.act), page.before or None))


@routes.on(FILTER_AUDIT, needs=_NEEDED)
async def choose_acts(request: Request, services: Context) -> Reply:
    return Replace(await _page(services, views.AuditFilter.read(request.values).act, None))


@routes.on(CHECK_AUDIT, needs=_NEEDED)
async def check(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        state = await check_audit(session)
    return Say(views.checked(state), private=True)


@routes.on(EXPORT_AUDIT, needs=_NEEDED, at_most=FILES)
async def export(request: Request, services: Context) -> Reply:
    return await link_to(FileFormat.AUDIT, request, services)


async def _page(services: Context, act: Act | None, before: int | None) -> Message:
    async with services.database.read() as session:
        newest = await latest(session, 1)
        lines = await latest(session, views.A_PAGE + 1, before, act)
        names = await names_in(session, lines) | await _titles(session, lines)
    zone = ZoneInfo(services.organisation.time_zone)
    return views.page(lines, newest, names, act, zone, is_first=before is None)


async def _titles(session: AsyncSession, lines: Sequence[AuditLine]) -> dict[str, str]:
    """Titles of announcements and of the organisation's own answers, which people know instead of ids."""
    about = {line.about for line in lines if line.about}
    titles = await drafts.titles_of(session, about) | await local_cards.titles_of(session, about)
    return {id_: f"“{title}”" for id_, title in titles.items()}
