"""Guard that refuses requests the sender's roles don't permit, audited unless they leave no trace."""

from bot.conversation.dispatch import Stopped
from bot.conversation.message import Message, text
from bot.conversation.request import Request
from bot.conversation.routes import Route, Say
from bot.core.clock import Clock
from bot.people.access.permissions import ASK, Permission, may, who_may
from bot.people.access.refusals import refused
from bot.people.access.roles import Role, roles_of
from bot.people.identity.accounts import accounts_of
from bot.people.identity.first_contact import StaffRegistry, StaffStatus
from bot.people.identity.people import person_behind
from bot.store.database import Database


class PermissionGuard:
    """Runs before anything is stored about a sender: for a refused request, only the refusal is stored."""

    def __init__(self, database: Database, clock: Clock, registry: StaffRegistry) -> None:
        self._database = database
        self._clock = clock
        self._registry = registry

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        """Raises ValueError, for a route's author, if the route needs something that is no permission."""
        needed = Permission.named(route.needs) if route else ASK
        if route is None or needed.roles is None:
            return None
        person_id, roles, may_come_back = await self._who(request)
        if may(roles, needed):
            return None
        if may((Role.STAFF,), needed) and may_come_back and await self._is_colleague(request):
            return None
        if not route.leaves_no_trace:
            async with self._database.write() as session:
                await refused(session, person_id, route.name, needed, self._clock.now())
        return Stopped(Say(refusal(needed), private=True))

    async def _who(self, request: Request) -> tuple[str | None, set[Role], bool]:
        """The sender's roles, none for a stranger; and whether their platform may say that they are a colleague.

        It may not for somebody whom a list of people says has left: only who left with their account comes back with it.
        """
        async with self._database.read() as session:
            person = await person_behind(session, request.sender)
            if person is None:
                return None, set(), True
            roles = (await roles_of(session, [person.id])).get(person.id, set())
            accounts = await accounts_of(session, person.id)
            left_with_account = any(account.closed_on == person.left_on for account in accounts)
            return person.id, roles, person.left_on is None or left_with_account

    async def _is_colleague(self, request: Request) -> bool:
        """Whether the registry confirms a new or returning member of staff."""
        return await self._registry.standing(request.sender) is StaffStatus.STAFF


def refusal(needed: Permission) -> Message:
    """Says which roles may do it; never who holds them."""
    roles = who_may(needed)
    if Role.STAFF in roles:
        sentence = "That is for people who work here, and I don't know you as a colleague yet."
        mend = " You can still ask me anything. If you work here, ask an administrator to check the list of people."
        return Message(sentence, (text(sentence, mend),))
    names = " and ".join(f"{role}s" for role in roles)
    sentence = f"That is for {names}: {needed.words}."
    return Message(sentence, (text(sentence, f" {_HELPS[roles == (Role.ADMINISTRATOR,)]}"),))


_HELPS = {
    True: "An administrator can do it for you. Say “administrator” to see who that is.",
    False: (
        "One of them can do it for you. If it is part of your job, an administrator can give you the role: "
        "say “administrator” to see who that is."
    ),
}
