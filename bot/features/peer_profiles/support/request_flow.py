"""Moves a request for peer support through its stages: offers, acceptance, times, deadlines."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.peer_profiles.entry_visibility import visible_to
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.support.models import PeerDecline, PeerRequest, RequestStage
from bot.features.peer_profiles.support.request_counts import count_taken
from bot.features.peer_profiles.support.request_notices import (
    LOOK,
    OFFER,
    RequestNews,
    RequestOfferEndings,
    declined_by,
    end_offers,
    notify,
    open_slot,
    remind_before,
    stamp,
    supersede,
)
from bot.people.access.scopes import with_sub_teams
from bot.people.contact.availability import taking_more
from bot.people.contact.send_time import Reach, after_working_days
from bot.people.identity.accounts import accounts_to_use
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Person

WORKING_DAYS = 2
QUIET_FOR = timedelta(days=14)


async def pool_of(session: AsyncSession, request: PeerRequest) -> Sequence[str]:
    """Peer workers whose entries the asker sees, in the team that it goes to, without those who declined."""
    asker = await session.get_one(Person, request.asker_id)
    declined = set(await declined_by(session, request.id))
    seen = [profile.person_id for profile in await visible_to(session, asker)]
    if request.pool_team_id:
        team = await with_sub_teams(session, [request.pool_team_id])
        members = set(await session.scalars(select(Person.id).where(Person.team_id.in_(team))))
        seen = [person for person in seen if person in members]
    return [person for person in sorted(seen) if person not in declined | {asker.id}]


async def asked_now(session: AsyncSession, request: PeerRequest) -> Sequence[str]:
    """The people who may take it now."""
    if request.closed_at or request.taken_by:
        return ()
    pool = await pool_of(session, request)
    return [person for person in pool if request.directed_to in (None, person)]


async def free(session: AsyncSession, person_ids: Sequence[str], *, even_if_full: bool = False) -> list[str]:
    """Those who take one more, by the same hours and limits as champions. Requests that wait for times count."""
    rows = await session.execute(
        select(PeerRequest.taken_by, func.count())
        .where(PeerRequest.taken_by.in_(person_ids), PeerRequest.closed_at.is_(None))
        .where(PeerRequest.stage == RequestStage.TAKEN)
        .group_by(PeerRequest.taken_by)
    )
    held = {person: count for person, count in rows if person}
    return await taking_more(session, person_ids, held, even_if_full=even_if_full)


async def offer(
    session: AsyncSession, request: PeerRequest, now: datetime, endings: RequestOfferEndings
) -> None:
    """Offers it once more, and sets the deadline after which it goes on."""
    if request.offers:
        await end_offers(session, request, now, endings.asked_again)
    request.offers += 1
    await open_slot(session, request, OFFER, now, request.offers)
    organisation = await session.get_one(Organisation, request.organisation_id)
    reach = Reach(organisation.time_zone, organisation.country, organisation.region)
    await _look_again(session, request, after_working_days(now, WORKING_DAYS, reach))


async def take(
    session: AsyncSession, request: PeerRequest, person_id: str, now: datetime, endings: RequestOfferEndings
) -> bool:
    """True for the first to take it. All other offers end."""
    if person_id not in await asked_now(session, request):
        return False
    free_ = (PeerRequest.id == request.id, PeerRequest.taken_by.is_(None), PeerRequest.closed_at.is_(None))
    taken = update(PeerRequest).where(*free_).values(taken_by=person_id, stage=RequestStage.TAKEN)
    if await session.scalar(taken.returning(PeerRequest.id)) is None:
        return False
    await session.refresh(request)
    await end_offers(session, request, now, endings.unavailable, but_for=person_id)
    await notify(session, request, RequestNews.TAKEN, now, endings)
    await count_taken(session, request, now)
    await _close_after(session, request, now + QUIET_FOR, now)
    return True


async def decline(
    session: AsyncSession, request: PeerRequest, person_id: str, now: datetime, endings: RequestOfferEndings
) -> None:
    """Before or after taking it, without a reason. A request to one person closes; one to a pool goes on."""
    session.add(PeerDecline(request_id=request.id, person_id=person_id))
    was_taken, request.taken_by, request.stage, request.times = (
        request.taken_by,
        None,
        RequestStage.WAITING,
        [],
    )
    await session.flush()
    await supersede(session, request, person_id, now, endings.declined)
    was_passed_on = set(await declined_by(session, request.id)) - {person_id}
    if request.directed_to == person_id and not was_passed_on:
        await notify(session, request, RequestNews.DECLINED, now, endings)
        await close(session, request, now, endings, but_for=person_id)
    elif request.directed_to == person_id or was_taken:
        request.directed_to = None
        if was_taken:
            await notify(session, request, RequestNews.GIVEN_BACK, now, endings)
        await offer(session, request, now, endings)


async def could_have(session: AsyncSession, request: PeerRequest, person_id: str) -> Sequence[PeerProfile]:
    """Peer workers to whom this one may pass it: visible to them and to the asker, reachable, and free."""
    me = await session.get_one(Person, person_id)
    pool = set(await pool_of(session, request)) - {person_id}
    seen = [profile for profile in await visible_to(session, me) if profile.person_id in pool]
    ids = [profile.person_id for profile in seen]
    reachable = await accounts_to_use(session, ids)
    takes_more = await free(session, [id_ for id_ in ids if id_ in reachable])
    return [profile for profile in seen if profile.person_id in takes_more]


async def pass_on(
    session: AsyncSession,
    request: PeerRequest,
    person_id: str,
    to: str,
    now: datetime,
    endings: RequestOfferEndings,
) -> None:
    """Offers it to one person alone. All other offers end."""
    session.add(PeerDecline(request_id=request.id, person_id=person_id))
    was_taken = request.taken_by
    request.taken_by, request.stage, request.times, request.directed_to = None, RequestStage.WAITING, [], to
    await session.flush()
    await supersede(session, request, person_id, now, endings.passed_on)
    await end_offers(session, request, now, endings.unavailable, but_for=person_id)
    if was_taken:
        await notify(session, request, RequestNews.GIVEN_BACK, now, endings)
    await offer(session, request, now, endings)


async def close(
    session: AsyncSession,
    request: PeerRequest,
    now: datetime,
    endings: RequestOfferEndings,
    but_for: str | None = None,
) -> None:
    request.closed_at = now
    await end_offers(session, request, now, endings.unavailable, but_for or request.taken_by)


async def process_when_due(
    session: AsyncSession, request: PeerRequest, now: datetime, endings: RequestOfferEndings
) -> None:
    """Does what is due: offers it to the others, then tells the asker, and at last closes it."""
    if request.closed_at or request.look_at > now:
        return
    if request.taken_by or request.told_at:
        for news in _ENDS.get(request.stage, ()):
            await notify(session, request, news, now, endings)
        if request.stage is RequestStage.AGREED:
            await _leave_no_name(session, request, now, endings)
        await close(session, request, now, endings)
    elif request.offers > 1 and not request.directed_to:
        request.told_at = now
        await notify(session, request, RequestNews.NOBODY, now, endings)
        await _look_again(session, request, now + QUIET_FOR)
    else:
        request.directed_to = None
        await offer(session, request, now, endings)


async def _leave_no_name(
    session: AsyncSession, request: PeerRequest, now: datetime, endings: RequestOfferEndings
) -> None:
    """The messages that both have of it turn into a line: once it is deleted, nobody could take the names back."""
    for person_id in filter(None, (request.asker_id, request.taken_by)):
        await supersede(session, request, person_id, now, endings.over)


async def keep_until_its_times(session: AsyncSession, request: PeerRequest, now: datetime) -> None:
    """Keeps the request until its agreed or proposed days are over; proposals for two weeks at least."""
    organisation = await session.get_one(Organisation, request.organisation_id)
    zone = ZoneInfo(organisation.time_zone)
    days = [instant.astimezone(zone).date() + timedelta(days=1) for instant in request.instants]
    over = [datetime.combine(day, time(), zone).astimezone(UTC) for day in days]
    quiet = [] if request.stage is RequestStage.AGREED else [now + QUIET_FOR]
    await _close_after(session, request, max(over + quiet), now)


_ENDS = {
    RequestStage.WAITING: (RequestNews.NEVER_TAKEN,),
    RequestStage.TAKEN: (RequestNews.NEVER_TIMED, RequestNews.NEVER_TIMED_BY_YOU),
    RequestStage.PROPOSED: (RequestNews.NEVER_CHOSEN, RequestNews.NEVER_CHOSEN_BY_YOU),
}
"""What both sides read when it closes by itself. An agreed time is simply over."""


async def _close_after(session: AsyncSession, request: PeerRequest, at: datetime, now: datetime) -> None:
    """Unless something happens before; then both sides are reminded of what is missing."""
    await _look_again(session, request, at)
    if request.stage in (RequestStage.TAKEN, RequestStage.PROPOSED):
        await remind_before(session, request, at, now)


async def _look_again(session: AsyncSession, request: PeerRequest, at: datetime) -> None:
    request.look_at = at
    await open_slot(session, request, LOOK, at, stamp(at))
