"""Counts what waits for a person across the features, by what they asked and by their roles."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger.overview import doubtful
from bot.features.administration.actions import DELIVERIES
from bot.features.administration.declarations import SEND_AGAIN
from bot.features.announcements.actions import LIST as ANNOUNCEMENTS
from bot.features.announcements.actions import SHOW_FOR_APPROVAL
from bot.features.announcements.declarations import ANNOUNCE, APPROVE_ANNOUNCEMENTS
from bot.features.announcements.service import approval, drafts
from bot.features.asking.actions import GAPS, LOCAL_CARDS, REVIEWS, LocalCardsPage
from bot.features.asking.cards import local_cards
from bot.features.asking.declarations import EDIT_CONTENT
from bot.features.asking.gaps import missing
from bot.features.context import Context
from bot.features.escalation.actions import INBOX, LIST_ANSWERS, LIST_UNANSWERED
from bot.features.escalation.declarations import ANSWER_QUESTIONS
from bot.features.escalation.question_answers import answered_for, taken_by, waiting_for
from bot.features.escalation.question_offers import expected_by, unanswered_of
from bot.features.peer_profiles.actions import SHOW_REQUESTS
from bot.features.peer_profiles.support.service import waiting_requests
from bot.features.settings.views.home import WaitingCount, WaitingFor
from bot.people.access.permissions import Permission, may
from bot.people.access.roles import Role

_NONE_LISTED = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    session: AsyncSession
    services: Context
    person_id: str
    roles: Collection[Role]

    async def all(self) -> Sequence[WaitingCount]:
        """The most personal first; zero counts are for the view to leave out."""
        return [waits async for waits in self._each()]

    async def _each(self) -> AsyncIterator[WaitingCount]:
        yield await self._answers()
        yield await self._peer_support()
        if self._may(ANSWER_QUESTIONS):
            yield await self._with_me()
            yield await self._to_take()
        if self._may(APPROVE_ANNOUNCEMENTS):
            yield await self._to_approve()
        if self._may(ANNOUNCE):
            yield await self._sent_back()
        if self._may(EDIT_CONTENT):
            yield await self._to_read()
            yield await self._told_to_editors()
            yield self._overdue()
        if self._may(SEND_AGAIN):
            _, unknown = await doubtful(self.session, _NONE_LISTED)
            yield WaitingCount(unknown, WaitingFor.MESSAGES, DELIVERIES.button)
        yield await self._unanswered()

    async def _answers(self) -> WaitingCount:
        mine = await answered_for(self.session, self.person_id)
        return WaitingCount(len(mine), WaitingFor.ANSWERS, LIST_ANSWERS.button)

    async def _unanswered(self) -> WaitingCount:
        """Their own, which wait for somebody else. Never the words: others may see the screen."""
        mine = await unanswered_of(self.session, self.person_id)
        zone = ZoneInfo(self.services.organisation.time_zone)
        days = [by.astimezone(zone).date() for question in mine if (by := expected_by(question))]
        return WaitingCount(len(mine), WaitingFor.ASKED, LIST_UNANSWERED.button, min(days, default=None))

    async def _peer_support(self) -> WaitingCount:
        """On either side, so that it doesn't say who is a peer worker."""
        count = await waiting_requests(self.session, self.person_id)
        return WaitingCount(count, WaitingFor.PEER_SUPPORT, SHOW_REQUESTS.button)

    async def _with_me(self) -> WaitingCount:
        unanswered = [q for q in await taken_by(self.session, self.person_id) if not q.answered_at]
        return WaitingCount(len(unanswered), WaitingFor.OWN_QUESTIONS, INBOX.button)

    async def _to_take(self) -> WaitingCount:
        home = self.services.organisation.id
        questions = await waiting_for(self.session, home, self.person_id)
        return WaitingCount(len(questions), WaitingFor.OPEN_QUESTIONS, INBOX.button)

    async def _to_approve(self) -> WaitingCount:
        home = self.services.organisation.id
        broadcasts = await approval.waiting_for(self.session, home, self.person_id)
        first = broadcasts[0].id if broadcasts else None
        return WaitingCount(
            len(broadcasts),
            WaitingFor.APPROVALS,
            partial(SHOW_FOR_APPROVAL.button, value=first),
        )

    async def _sent_back(self) -> WaitingCount:
        broadcasts = await drafts.sent_back_to(self.session, self.person_id)
        return WaitingCount(len(broadcasts), WaitingFor.SENT_BACK, ANNOUNCEMENTS.button)

    async def _to_read(self) -> WaitingCount:
        cards = await local_cards.submitted(self.session, self.services.organisation.id)
        others = [card for card in cards if card.written_by != self.person_id]
        return WaitingCount(
            len(others),
            WaitingFor.LOCAL_ANSWERS,
            partial(LOCAL_CARDS.button, value=LocalCardsPage()),
        )

    async def _told_to_editors(self) -> WaitingCount:
        reported = await missing(self.session, self.services.organisation.id)
        return WaitingCount(len(reported), WaitingFor.MISSING_ANSWERS, GAPS.button)

    def _overdue(self) -> WaitingCount:
        today = self.services.clock.now().date()
        count = sum(card.is_overdue(today) for card in self.services.library.cards.values())
        return WaitingCount(count, WaitingFor.CARDS, REVIEWS.button)

    def _may(self, needed: Permission) -> bool:
        return may(self.roles, needed)
