"""Schedules the messages about a request to both sides, and keeps those in their chats true.

When somebody is told something new, what they were told before turns into a line, so that at most one message a person
has buttons about a request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.changes import close_notices, close_notices_of
from bot.features.peer_profiles.support.models import PeerDecline, PeerRequest, RequestStage
from bot.people.contact.message_kinds import PEER_REQUEST

# Jobs, and what the schedules of their slots begin with. Each slot is for one request.
OFFER, NEWS, LOOK = "peer-request-offers", "peer-request-news", "peer-request-looks"
REMIND = "peer-request-reminders"
ALL_JOBS = (OFFER, NEWS, LOOK, REMIND)

REMINDED_BEFORE = timedelta(days=4)


class RequestNews(StrEnum):
    """What one of the two is told. GONE: the person asked withdrew their entry; no more is said.

    GIVEN_BACK: who had it can't after all, and others are asked. The last four tell that it has closed by itself.
    """

    TAKEN = "taken"
    PROPOSED = "proposed"
    DECLINED = "declined"
    GIVEN_BACK = "given-back"
    NOBODY = "nobody"
    GONE = "gone"
    AGREED = "agreed"
    NO_TIME = "no-time"
    TAKEN_BACK = "taken-back"
    NEVER_TAKEN = "never-taken"
    NEVER_TIMED = "never-timed"
    NEVER_TIMED_BY_YOU = "never-timed-by-you"
    NEVER_CHOSEN = "never-chosen"
    NEVER_CHOSEN_BY_YOU = "never-chosen-by-you"

    @property
    def is_for_asker(self) -> bool:
        return self not in _FOR_THE_TAKER


_FOR_THE_TAKER = frozenset(
    (
        RequestNews.AGREED,
        RequestNews.NO_TIME,
        RequestNews.TAKEN_BACK,
        RequestNews.NEVER_TIMED_BY_YOU,
        RequestNews.NEVER_CHOSEN,
    )
)


@dataclass(frozen=True, slots=True)
class RequestOfferEndings:
    """The messages that replace what was sent of a request: by what its reader did, or by what happened to it."""

    declined: Message
    passed_on: Message
    taken_back: Message
    unavailable: Message
    asked_again: Message
    moved_on: Message
    over: Message


async def notify(
    session: AsyncSession,
    request: PeerRequest,
    news: RequestNews,
    now: datetime,
    endings: RequestOfferEndings,
) -> None:
    to = request.asker_id if news.is_for_asker else request.taken_by
    if to:
        await supersede(session, request, to, now, endings.moved_on)
    await open_slot(session, request, NEWS, now, news, f"{now:%Y%m%dT%H%M%S%f}")


async def tell_gone(session: AsyncSession, request: PeerRequest, now: datetime) -> None:
    """Opens the notice that the request is gone. Earlier notices are recalled from both chats."""
    await open_slot(session, request, NEWS, now, RequestNews.GONE, f"{now:%Y%m%dT%H%M%S%f}")


async def is_due(
    session: AsyncSession, request: PeerRequest, closes: str, now: datetime, endings: RequestOfferEndings
) -> bool:
    """Whether a reminder still says something: it would close then. If so, it is the only live message about it."""
    is_missing_a_time = request.stage in (RequestStage.TAKEN, RequestStage.PROPOSED)
    if request.closed_at or not request.taken_by or not is_missing_a_time or stamp(request.look_at) != closes:
        return False
    for person_id in (request.asker_id, request.taken_by):
        await _supersede_news(session, request, person_id, now, endings.moved_on)
    return True


async def supersede(
    session: AsyncSession, request: PeerRequest, person_id: str, now: datetime, line: Message
) -> None:
    """All that one of the two has of it turns into a line; what is still to arrive won't."""
    await _supersede_news(session, request, person_id, now, line)
    await close_notices_of(session, beginning_of(REMIND, request.id), person_id, line, now)


async def supersede_others(
    session: AsyncSession, request: PeerRequest, person_id: str, now: datetime, line: Message, pressed: str
) -> None:
    """The same for all but the message that they have just pressed: the reply replaces that one."""
    for job in (NEWS, OFFER, REMIND):
        await close_notices_of(session, beginning_of(job, request.id), person_id, line, now, pressed)


async def _supersede_news(
    session: AsyncSession, request: PeerRequest, person_id: str, now: datetime, line: Message
) -> None:
    is_asker = person_id == request.asker_id
    for news in RequestNews:
        if news.is_for_asker == is_asker:
            await close_notices(session, ScheduleKey.of(NEWS, request.id, news).beginning, line, now)
    if not is_asker:
        await close_notices_of(session, beginning_of(OFFER, request.id), person_id, line, now)


async def end_offers(
    session: AsyncSession,
    request: PeerRequest,
    now: datetime,
    line: Message,
    but_for: str | None = None,
) -> None:
    """Replaces delivered offers, and cancels those that wait for a peer worker's hours.

    Peer workers who declined or passed it on keep the line that says so.
    """
    answered = frozenset({*await declined_by(session, request.id), *([but_for] if but_for else [])})
    await close_notices(session, beginning_of(OFFER, request.id), line, now, answered)


async def remind_before(session: AsyncSession, request: PeerRequest, closes: datetime, now: datetime) -> None:
    """Both sides, some days before it closes by itself, or the day before the first of the proposed times."""
    at = closes - REMINDED_BEFORE
    if request.stage is RequestStage.PROPOSED:
        at = min(at, min(request.instants) - timedelta(days=1))
    if at > now:
        await open_slot(session, request, REMIND, at, stamp(closes))


async def declined_by(session: AsyncSession, request_id: str) -> Sequence[str]:
    theirs = select(PeerDecline.person_id).where(PeerDecline.request_id == request_id)
    return (await session.scalars(theirs)).all()


async def open_slot(
    session: AsyncSession, request: PeerRequest, job: str, at: datetime, *parts: object
) -> None:
    key = str(ScheduleKey.of(job, request.id, *parts))
    await open_slots(session, [Occasion(key, job, PEER_REQUEST, request.organisation_id, at.date(), at)])


def beginning_of(job: str, request_id: str) -> str:
    return ScheduleKey.of(job, request_id).beginning


def stamp(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S}"
