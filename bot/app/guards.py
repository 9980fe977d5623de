"""Lists the guards that every request passes before its handler, in order, and defines three of them."""

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from bot.conversation.dispatch import Guard, Stopped
from bot.conversation.message import Message
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Open, Reply, Route, Say
from bot.delivery.ledger.changes import release_held
from bot.features.asking.cards.card_store import CardStore
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.conversation_memory import place_of
from bot.features.asking.distress.detector import DistressFinding, Level
from bot.features.asking.distress.signposts import ChatPlatform, CrisisLine
from bot.features.asking.reader import off_loop
from bot.features.asking.views.signpost import signpost
from bot.features.asking.views.understood import taken_as_distress
from bot.features.context import Context
from bot.people.access.guards.block_guard import BlockGuard
from bot.people.access.guards.limit_guards import LimitGuard, SharedLimitGuard
from bot.people.access.guards.permission_guard import PermissionGuard
from bot.people.identity.first_contact import FirstContactGuard
from bot.people.identity.organisations import Organisation
from bot.people.records.form_drafts import FormDrafts
from bot.store.events import give_up, is_first_time
from handlers.administration.roles import CodeGuard
from handlers.administration.unusual_rate import UnusualRate


class Settling:
    """What happens around a handler: the guards before it, and what its reply settles."""

    def __init__(self, services: Context) -> None:
        self._once = OnceGuard(services)
        self._drafts = FormDrafts(
            services.database, services.clock, services.routes, partial(_is_distress, services)
        )
        self.guards: Sequence[Guard] = (*guards(services), self._drafts)

    async def settle(self, request: Request, reply: Reply) -> Reply:
        await self._once.settle(request, reply)
        return await self._drafts.settle(request, reply)


async def _is_distress(services: Context, words: str) -> bool:
    finding = await off_loop(services.distress_detector.classify, words)
    return finding.level is Level.DISTRESS


def guards(services: Context) -> Sequence[Guard]:
    return (
        DistressGuard(services),
        LimitGuard(services.limiter, UnusualRate(services).open_notice),
        BlockGuard(services.database),
        OnceGuard(services),
        CardStoreGuard(services.card_store),
        PermissionGuard(services.database, services.clock, services.staff_lookup),
        FirstContactGuard(
            services.database, services.organisation, services.clock, release_held, services.staff_lookup
        ),
        SharedLimitGuard(services.database, services.clock),
        CodeGuard(services),
    )


class DistressGuard:
    """Detects distress. Runs first, before the duplicate check, so that no record is written."""

    def __init__(self, services: Context) -> None:
        self._services = services

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        if route is not None and route.composes:
            return None
        services = self._services
        place, now = place_of(request), services.clock.now()
        for typed in request.typed():
            if services.dismissed_signposts.is_dismissed(place, typed, now):
                continue
            finding = await off_loop(services.distress_detector.classify, typed)
            if finding.level is Level.DISTRESS:
                services.dismissed_signposts.record_signpost(place, typed, now)
                services.memory.remember(place, LastSaid(Topic.DISTRESS), now)
                signpost = self._signpost(finding, request)
                return Stopped(Say(signpost, private=True, forget=True, why=taken_as_distress()))
        return None

    def _signpost(self, finding: DistressFinding, request: Request) -> Message:
        organisation = self._services.organisation
        return signpost(
            self._services.signposts,
            staff_support(organisation),
            finding,
            self._services.clock.now().astimezone(ZoneInfo(organisation.time_zone)),
            _CHAT_PLATFORMS.get(request.sender.platform, ChatPlatform.DEMO),
            from_form=request.kind is Kind.SUBMITTED,
        )


def staff_support(organisation: Organisation) -> list[CrisisLine]:
    return [CrisisLine.model_validate(line) for line in organisation.staff_support]


_CHAT_PLATFORMS = {"slack": ChatPlatform.SLACK, "teams": ChatPlatform.TEAMS}


class OnceGuard:
    """Drops duplicates, because platforms redeliver events and people press twice."""

    def __init__(self, services: Context) -> None:
        self._services = services

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        if route is not None and route.leaves_no_trace:
            return None
        async with self._services.database.write() as session:
            now = self._services.clock.now()
            first = await is_first_time(session, request.id, now)
            if first and request.once:
                first = await is_first_time(session, _form(request), now)
        return None if first else Stopped(None)

    async def settle(self, request: Request, reply: Reply) -> None:
        """Allows a form to be submitted again if it came back with errors or led to another form."""
        if request.once and isinstance(reply, Faults | Open):
            async with self._services.database.write() as session:
                await give_up(session, _form(request))


def _form(request: Request) -> str:
    return f"form {request.once}"


class CardStoreGuard:
    """Stops no request. Loads cards that an editor published on another replica."""

    def __init__(self, card_store: CardStore) -> None:
        self._card_store = card_store

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        await self._card_store.poll_now_and_then()
        return None
