"""Guard that refuses requests from blocked accounts. It runs after the distress guard."""

from bot.conversation.dispatch import Stopped
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Route, Say
from bot.people.access.blocking import account_of
from bot.people.access.limit_views import blocked_here
from bot.store.database import Database


class BlockGuard:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        async with self._database.read() as session:
            account = await account_of(session, request.sender)
        if account is None or account.blocked_at is None:
            return None
        if request.kind is Kind.SUBMITTED:
            return Stopped(Faults({"": blocked_here().summary}))
        return Stopped(Say(blocked_here(), private=True))
