"""Guards that stop requests over a rate limit: the one in memory runs first, the shared one last."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.conversation.dispatch import Stopped
from bot.conversation.request import Kind, Request, Sender
from bot.conversation.routes import Faults, Route, Say
from bot.core.clock import Clock
from bot.people.access.allowances import ANYTHING, Allowance
from bot.people.access.limit_views import slow_down, slow_down_sentence
from bot.people.access.limiter import Limiter
from bot.people.access.shared_limits import take_shared
from bot.store.database import Database

_TYPES = frozenset({Kind.SAID, Kind.PRESSED, Kind.SUBMITTED})

ReportUnusualRate = Callable[[Sender], Awaitable[None]]
"""Tells administrators that this account does more than people do, but not which acts."""


class LimitGuard:
    """Runs after the distress guard, which has no limit, and before anything is stored."""

    def __init__(self, limiter: Limiter, report: ReportUnusualRate) -> None:
        self._limiter = limiter
        self._report = report

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        too_many = self._limiter.take(request.sender, ANYTHING)
        if too_many is None and route is not None and route.at_most:
            too_many = self._limiter.take(request.sender, Allowance.named(route.at_most))
        if too_many is None:
            return None
        if too_many.times == too_many.allowance.unusual:
            await self._report(request.sender)
        return _stopped(request, too_many.allowance, too_many.wait)


class SharedLimitGuard:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        if route is None or not route.at_most:
            return None
        allowance = Allowance.named(route.at_most)
        wait = await take_shared(self._database, request.sender, allowance, self._clock.now())
        return _stopped(request, allowance, wait) if wait else None


def _stopped(request: Request, allowance: Allowance, wait: timedelta) -> Stopped:
    """A form stays open; other typed text is returned to the person."""
    words = allowance.words
    if request.kind not in _TYPES:
        return Stopped(None)
    if request.kind is Kind.SUBMITTED:
        return Stopped(Faults({"": slow_down_sentence(words, wait)}))
    return Stopped(Say(slow_down(words, wait, request.typed()), private=True))
