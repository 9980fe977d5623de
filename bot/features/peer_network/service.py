"""The peer network's service: join, leave, list members, post a question. Non-members learn nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Sender
from bot.core.clock import Clock
from bot.core.natural_order import natural_key
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.features.peer_network.members import (
    ASKED,
    QUESTION,
    close_picks,
    key_of,
    leave,
    may_be_in,
    members,
)
from bot.features.peer_network.models import NetworkMember, NetworkQuestion
from bot.people.contact.message_kinds import PEER_REQUEST
from bot.people.identity.lookup import names_of
from bot.people.identity.people import Person, id_behind, staff_behind
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Member:
    person_id: str
    name: str
    line: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class Network:
    database: Database
    clock: Clock

    async def seen_by(self, sender: Sender) -> Sequence[Member] | None:
        """The members by name; None for people outside, who can't see whether there are any."""
        async with self.database.read() as session:
            me, inside = await _inside(session, sender)
            if me is None:
                return None
            names = await names_of(session, [member.person_id for member in inside])
            members = [Member(m.person_id, names[m.person_id], m.line, m.person_id == me.id) for m in inside]
            return sorted(members, key=lambda member: natural_key(member.name))

    async def may_join(self, sender: Sender) -> bool:
        async with self.database.read() as session:
            me = await staff_behind(session, sender)
            return me is not None and await may_be_in(session, me)

    async def join(self, sender: Sender, line: str) -> str:
        """Joins the network; repeated, it changes the line. Returns the person's id, empty if they may not join."""
        async with self.database.write() as session:
            me = await staff_behind(session, sender)
            if me is None or not await may_be_in(session, me):
                return ""
            member = await session.get(NetworkMember, me.id)
            if member is None:
                session.add(NetworkMember(person_id=me.id, line=line, joined_at=self.clock.now()))
            else:
                member.line = line
            return me.id

    async def leave(self, sender: Sender) -> str:
        """Returns the person's id."""
        async with self.database.write() as session:
            me = await id_behind(session, sender)
            await leave(session, me)
            return me

    async def is_mine_to_ask(self, sender: Sender, question_id: str) -> bool:
        async with self.database.read() as session:
            return await _mine(session, sender, question_id) is not None

    async def ask(self, sender: Sender, question_id: str, words: str) -> bool:
        """Sends the picked member's question to all members, once."""
        now = self.clock.now()
        async with self.database.write() as session:
            question = await _mine(session, sender, question_id)
            if question is None:
                return False
            question.words, question.sent_at = words, now
            home = question.organisation_id
            slot = Occasion(key_of(question.id), QUESTION, PEER_REQUEST, home, now.date(), now)
            await open_slots(session, [slot])
            await close_picks(session, question, ASKED, now)
            return True


async def _inside(session: AsyncSession, sender: Sender) -> tuple[Person | None, Sequence[NetworkMember]]:
    """The asker and all members, if the asker is a member."""
    me, inside = await staff_behind(session, sender), await members(session)
    if me is None or me.id not in {member.person_id for member in inside}:
        return None, ()
    return me, inside


async def _mine(session: AsyncSession, sender: Sender, question_id: str) -> NetworkQuestion | None:
    me, _ = await _inside(session, sender)
    question = await session.get(NetworkQuestion, question_id, with_for_update=True)
    if me is None or question is None or question.person_id != me.id or question.sent_at:
        return None
    return question
