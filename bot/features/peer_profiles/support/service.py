"""The service for requests for peer support. Each function checks who asks; others get nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Sender
from bot.core.clock import Clock
from bot.core.natural_order import natural_key
from bot.features.peer_profiles.entry_visibility import visible_to
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.support import request_flow
from bot.features.peer_profiles.support.models import PeerRequest, Purpose, RequestStage, Soon
from bot.features.peer_profiles.support.request_counts import count_asked
from bot.features.peer_profiles.support.request_flow import free, keep_until_its_times, pool_of
from bot.features.peer_profiles.support.request_notices import (
    RequestNews,
    RequestOfferEndings,
    notify,
    supersede,
    supersede_others,
)
from bot.people.identity.lookup import known_as
from bot.people.identity.organisations import Team
from bot.people.identity.people import Person, id_behind, staff_behind
from bot.store.database import Database
from bot.store.types import new_id


@dataclass(frozen=True, slots=True)
class WantedSupport:
    """A request to one peer worker (`to`) or a team's; without either, to all whose entries the asker sees."""

    purpose: Purpose
    soon: Soon
    to: str | None = None
    team_id: str | None = None


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """A request as the asker or the peer worker sees it. `peer` is its holder's name in the entry, or empty."""

    request: PeerRequest
    asker: str
    peer: str
    is_asker: bool

    @property
    def peer_id(self) -> str:
        return self.request.taken_by or self.request.directed_to or ""


@dataclass(frozen=True, slots=True)
class Requests:
    database: Database
    clock: Clock
    endings: RequestOfferEndings

    async def whom(self, sender: Sender) -> tuple[Sequence[PeerProfile], Sequence[Team]]:
        """The peer workers who can be asked, and the teams that have a pool of them."""
        async with self.database.read() as session:
            me = await staff_behind(session, sender)
            seen = [p for p in await visible_to(session, me) if me and p.person_id != me.id] if me else []
            teams = select(Team).join(Person, Person.team_id == Team.id)
            mine = teams.where(Person.id.in_([profile.person_id for profile in seen])).distinct()
            return seen, sorted(await session.scalars(mine), key=lambda team: natural_key(team.name))

    async def ask(self, sender: Sender, wanted: WantedSupport) -> int:
        """Returns how many people are asked; 0 if nobody can take it now, and then nothing is stored."""
        now = self.clock.now()
        async with self.database.write() as session:
            me = await staff_behind(session, sender)
            if me is None:
                return 0
            request = PeerRequest(id=new_id(), organisation_id=me.organisation_id, asker_id=me.id)
            request.purpose, request.soon, request.pool_team_id = wanted.purpose, wanted.soon, wanted.team_id
            request.directed_to, request.asked_at, request.look_at, request.offers = wanted.to, now, now, 0
            takers = [p for p in await pool_of(session, request) if wanted.to in (None, p)]
            takers = await free(session, takers)
            if takers:
                session.add(request)
                await session.flush()
                await request_flow.offer(session, request, now, self.endings)
                await count_asked(session, request)
            return len(takers)

    async def take(self, sender: Sender, request_id: str, pressed: str = "") -> SeenRequest | None:
        """None if somebody was quicker, or it was not offered to them. `pressed` is the message acted on."""
        async with self.database.write() as session:
            request, me = await self._open(session, sender, request_id)
            if request is None:
                return None
            now = self.clock.now()
            is_theirs = request.taken_by == me or await request_flow.take(
                session, request, me, now, self.endings
            )
            if not is_theirs:
                return None
            await supersede_others(session, request, me, now, self.endings.moved_on, pressed)
            return await seen_by(session, request, me)

    async def decline(self, sender: Sender, request_id: str) -> bool:
        async with self.database.write() as session:
            request, me = await self._open(session, sender, request_id)
            if request is None or not await _has(session, request, me):
                return False
            await request_flow.decline(session, request, me, self.clock.now(), self.endings)
            return True

    async def could_have(self, sender: Sender, request_id: str) -> Sequence[PeerProfile]:
        """Peer workers to whom its holder, or a person with an offer, can pass it on. Empty for others."""
        async with self.database.read() as session:
            request, me = await self._open(session, sender, request_id)
            if request is None or not await _has(session, request, me):
                return ()
            return await request_flow.could_have(session, request, me)

    async def pass_on(self, sender: Sender, request_id: str, to: str) -> bool:
        """False if it isn't theirs to pass on, or the other person can't have it any longer."""
        async with self.database.write() as session:
            request, me = await self._open(session, sender, request_id)
            if request is None or not await _has(session, request, me):
                return False
            if to not in {
                profile.person_id for profile in await request_flow.could_have(session, request, me)
            }:
                return False
            await request_flow.pass_on(session, request, me, to, self.clock.now(), self.endings)
            return True

    async def propose(
        self, sender: Sender, request_id: str, instants: Sequence[datetime]
    ) -> SeenRequest | None:
        async with self.database.write() as session:
            request, me = await self._open(session, sender, request_id)
            if request is None or request.taken_by != me:
                return None
            request.times, request.stage = (
                [instant.isoformat() for instant in instants],
                RequestStage.PROPOSED,
            )
            await notify(session, request, RequestNews.PROPOSED, self.clock.now(), self.endings)
            await keep_until_its_times(session, request, self.clock.now())
            return await seen_by(session, request, me)

    async def agree(
        self, sender: Sender, request_id: str, instant: datetime | None, pressed: str = ""
    ) -> SeenRequest | None:
        """Agrees to this time, if it is still proposed and to come; None asks for others. Only its asker can."""
        now = self.clock.now()
        async with self.database.write() as session:
            request, me = await self._open(session, sender, request_id)
            if request is None or request.asker_id != me or request.stage is not RequestStage.PROPOSED:
                return None
            if instant is None:
                request.times, request.stage = [], RequestStage.TAKEN
            elif instant in request.instants and instant > now:
                request.times, request.stage = [instant.isoformat()], RequestStage.AGREED
            else:
                return None
            await supersede_others(session, request, me, now, self.endings.moved_on, pressed)
            await notify(
                session, request, RequestNews.AGREED if instant else RequestNews.NO_TIME, now, self.endings
            )
            await keep_until_its_times(session, request, now)
            return await seen_by(session, request, me)

    async def take_back(self, sender: Sender, request_id: str) -> bool:
        """Its asker doesn't need it any more; who has it is told."""
        async with self.database.write() as session:
            request, me = await self._open(session, sender, request_id)
            if request is None or request.asker_id != me:
                return False
            now = self.clock.now()
            await supersede(session, request, me, now, self.endings.taken_back)
            if request.taken_by:
                await notify(session, request, RequestNews.TAKEN_BACK, now, self.endings)
            await request_flow.close(session, request, now, self.endings)
            return True

    async def of(self, sender: Sender) -> Sequence[SeenRequest]:
        """Open requests that this person asked, took or may take, the oldest first."""
        async with self.database.read() as session:
            me = await id_behind(session, sender)
            return [await seen_by(session, request, me) for request in await _open_for(session, me)]

    async def open_request(self, sender: Sender, request_id: str) -> tuple[SeenRequest | None, str]:
        """The request and the person's id, if it is open for this person."""
        async with self.database.read() as session:
            me = await id_behind(session, sender)
            mine = [request for request in await _open_for(session, me) if request.id == request_id]
            return (await seen_by(session, mine[0], me) if mine else None), me

    async def _open(
        self, session: AsyncSession, sender: Sender, request_id: str
    ) -> tuple[PeerRequest | None, str]:
        request = await session.get(PeerRequest, request_id, with_for_update=True)
        return request if request and not request.closed_at else None, await id_behind(session, sender)


async def _has(session: AsyncSession, request: PeerRequest, me: str) -> bool:
    return me in (request.taken_by, *await request_flow.asked_now(session, request))


async def waiting_requests(session: AsyncSession, me: str) -> int:
    """The number of requests that wait for this person: to take, to propose times, or to choose one."""
    return sum(_is_their_turn(request, me) for request in await _open_for(session, me))


def _is_their_turn(request: PeerRequest, me: str) -> bool:
    if request.asker_id == me:
        return request.stage is RequestStage.PROPOSED
    return request.stage in (RequestStage.WAITING, RequestStage.TAKEN)


async def _open_for(session: AsyncSession, me: str) -> Sequence[PeerRequest]:
    """Open requests that this person asked, took or may take, the oldest first."""
    requests = await session.scalars(
        select(PeerRequest)
        .where(PeerRequest.closed_at.is_(None), or_(PeerRequest.asker_id == me, _is_mine(me)))
        .order_by(PeerRequest.asked_at, PeerRequest.id)
    )
    return [r for r in requests if me in (r.asker_id, r.taken_by, *await request_flow.asked_now(session, r))]


def _is_mine(me: str) -> ColumnElement[bool]:
    return or_(PeerRequest.taken_by == me, PeerRequest.taken_by.is_(None))


async def seen_by(session: AsyncSession, request: PeerRequest, me: str) -> SeenRequest:
    """`me`: which of the two sees it."""
    return SeenRequest(
        request,
        await known_as(session, request.asker_id),
        await _peer_in(session, request),
        request.asker_id == me,
    )


async def _peer_in(session: AsyncSession, request: PeerRequest) -> str:
    """The name that the peer worker chose to show; empty once their entry is gone."""
    person_id = request.taken_by or request.directed_to
    profile = await session.get(PeerProfile, (person_id, True)) if person_id else None
    return profile.name if profile else ""
