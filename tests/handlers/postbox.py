"""Several people at one bot, and the messages that reach each of them."""

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.conversation.message import Message
from bot.conversation.request import Sender
from bot.conversation.routes import Reply, Say
from bot.delivery.calendar.slots import unexpanded
from bot.delivery.ledger.contents import load_contents
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.expansion import expand
from bot.delivery.sending.gateway import DeliveryAction
from bot.people.access.roles import Role, grant
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.organisations import Team
from bot.people.identity.people import Account
from bot.store.types import new_id
from schedules import all_jobs
from tests.fakes import Bot, buttons


@dataclass
class Postbox:
    """People are called by their user name. What they get counts as sent.

    A button of a message that came to them is pressed there; one of a reply may be anywhere.
    """

    bot: Bot
    _arrived: dict[tuple[str, Message], str] = field(default_factory=dict)

    async def knows(self, user: str, name: str, *roles: Role, team: str | None = None) -> str:
        """Their id. Roles are for their team, where they have one."""
        services, now = self.bot.app.services, self.bot.app.services.clock.now()
        async with services.database.write() as session:
            person = await get_or_create_person(
                session, _sender(user), services.organisation, name=name, now=now
            )
            person.team_id = team
            for role in roles:
                await grant(session, person.id, role, team, granted_by=None, now=now)
        return person.id

    async def says(self, user: str, words: str) -> Reply:
        return await self.bot.says(words, **self.of(user))

    async def presses(self, user: str, shown: Reply | Message, label: str) -> Reply:
        message = Say(shown) if isinstance(shown, Message) else shown
        button = next(b for b in buttons(message) if b.label == label)
        delivery_id = self._arrived.get((user, shown), "") if isinstance(shown, Message) else ""
        acted_on = f"web demo {user} {delivery_id}" if delivery_id else ""
        return await self.bot.presses(button.action, button.value, acted_on=acted_on, **self.of(user))

    async def submits(self, user: str, action: str, value: str = "", **values: str) -> Reply:
        return await self.bot.submits(action, values, value=value, **self.of(user))

    async def gets(self, user: str) -> list[Message]:
        """What is new in their chat, once everything due is on its way; in the order of importance."""
        return await self._arrives(user, DeliveryAction.SEND)

    async def sees_instead(self, user: str) -> list[Message]:
        """What messages in their chat turn into."""
        return await self._arrives(user, DeliveryAction.EDIT)

    async def _arrives(self, user: str, action: DeliveryAction) -> list[Message]:
        await self.settle()
        async with self.bot.app.services.database.write() as session:
            rows = (
                await session.scalars(
                    select(Delivery)
                    .join(Account, Account.person_id == Delivery.person_id)
                    .where(
                        Account.user == user,
                        Delivery.state == DeliveryState.PENDING,
                        Delivery.action == action,
                    )
                    .order_by(Delivery.priority, Delivery.due_at, Delivery.id)
                )
            ).all()
            messages = await load_contents(session, [row.content for row in rows])
            for row in rows:
                row.state, row.reference = DeliveryState.SENT, {"entry": row.target_id or row.id}
                self._arrived[user, messages[row.content]] = row.target_id or row.id
        return [messages[row.content] for row in rows]

    async def due(self, user: str) -> list[str]:
        """When what is on its way to them comes, by the organisation's clock."""
        await self.settle()
        zone = ZoneInfo(self.bot.app.services.organisation.time_zone)
        theirs = (Account.user == user, Delivery.state == DeliveryState.PENDING)
        async with self.bot.app.services.database.read() as session:
            instants = await session.scalars(
                select(Delivery.due_at)
                .join(Account, Account.person_id == Delivery.person_id)
                .where(*theirs)
                .order_by(Delivery.due_at)
            )
            return [f"{instant.astimezone(zone):%Y-%m-%d %H:%M}" for instant in instants if instant]

    async def team(self, name: str) -> None:
        services = self.bot.app.services
        async with services.database.write() as session:
            session.add(Team(id=name, organisation_id=services.organisation.id, name=name))

    def of(self, user: str) -> dict[str, Any]:
        return {"id": new_id(), "sender": _sender(user), "conversation": user}

    async def settle(self) -> None:
        services = self.bot.app.services
        now = services.clock.now()
        async with services.database.read() as session:
            due = await unexpanded(session, now)
        for slot in due:
            await expand(services.database, slot.id, all_jobs(services), services.clock, ["web"])


def _sender(user: str) -> Sender:
    return Sender("web", "demo", user)
