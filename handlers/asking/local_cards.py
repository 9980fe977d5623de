"""Lets a champion or editor write an organisation's own card, which another editor puts in force."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.changes import Responder, close_notices
from bot.features.asking.actions import (
    CHANGE_LOCAL,
    CHECK_LOCAL,
    LEAVE_LOCAL,
    LOCAL_CARDS,
    START_LOCAL,
    SUBMIT_LOCAL,
    WRITE_LOCAL,
    LocalCardOrigin,
    StartedFrom,
)
from bot.features.asking.cards import local_cards
from bot.features.asking.cards.local_cards import NEWS, CardState, LocalCard
from bot.features.asking.declarations import EDIT_CONTENT, PROPOSE_ANSWERS
from bot.features.asking.views import local_card as shown
from bot.features.asking.views import local_card_form as forms
from bot.features.asking.views.local_card_form import Written
from bot.features.asking.views.own_questions import prefilled
from bot.features.context import Context
from bot.features.escalation.models import Consent, LetterKind
from bot.features.escalation.question_answers import letters_of, taken_and_answered_by
from bot.features.shared_actions import KEEP_FOR_EVERYONE
from bot.people.access.allowances import BY_ROLE
from bot.people.access.permissions import may
from bot.people.access.roles import Role, holders, roles_of
from bot.people.contact.message_kinds import ESCALATION, REPLY, MessageKind
from bot.people.identity.people import id_behind
from bot.store.types import new_id
from handlers.composing_warning import warning

routes = Routes()

_WRITE, _DECIDE = PROPOSE_ANSWERS, EDIT_CONTENT


@routes.on(LOCAL_CARDS, needs=_WRITE)
@routes.word("our answers", needs=_WRITE)
async def list_cards(request: Request, services: Context) -> Reply:
    home = services.organisation.id
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        in_force = await local_cards.in_force(session, home)
        waiting = await local_cards.submitted(session, home)
        roles = (await roles_of(session, [me])).get(me, set())
    today, is_editor = services.clock.now().date(), may(roles, _DECIDE)
    first = LOCAL_CARDS.value_of(request).first
    return Say(shown.listed(in_force, waiting, today, first, is_editor=is_editor), private=True)


@routes.on(KEEP_FOR_EVERYONE, opens_form=True, needs=_WRITE)
async def open_from_question(request: Request, services: Context) -> Reply:
    """With their answer in it, and with the asker's words only where the asker said yes."""
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        question = await taken_and_answered_by(session, KEEP_FOR_EVERYONE.value_of(request), me)
        if question is None:
            return Say(saying(shown.GONE, shown.OTHERS), private=True)
        answers = [x.text for x in await letters_of(session, question.id) if x.says is LetterKind.ANSWER]
    questions = [question.text] if question.consent is Consent.YES else []
    note = forms.agreed_to(question.text) if questions else forms.IN_OTHER_WORDS
    origin = LocalCardOrigin(StartedFrom.QUESTION, question.id)
    return Open(forms.form(Written(questions=questions, body=answers[-1]), origin, note))


@routes.on(WRITE_LOCAL, opens_form=True, needs=_WRITE)
async def open_blank(request: Request, services: Context) -> Reply:
    return Open(forms.form(Written(), LocalCardOrigin()))


@routes.on(START_LOCAL, opens_form=True, needs=_WRITE)
async def open_begun(request: Request, services: Context) -> Reply:
    """With ways that people ask what only the organisation can answer."""
    boundary = services.library.boundaries.get(START_LOCAL.value_of(request))
    return Open(forms.form(prefilled(boundary) if boundary else Written(), LocalCardOrigin()))


@routes.on(CHANGE_LOCAL, opens_form=True, needs=_WRITE)
async def open_again(request: Request, services: Context) -> Reply:
    """A draft of their own; or, of what waits or is in force, a revision that another editor reads."""
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        card = await session.get(LocalCard, CHANGE_LOCAL.value_of(request))
        if card is None or not await _may_change(session, card, me):
            return Say(saying(shown.GONE, shown.OTHERS), private=True)
        waits = await local_cards.waiting_of(session, card.card_id)
    note = card.remark or (forms.TAKES_ITS_PLACE if waits else "")
    return Open(forms.form(Written.of(card), LocalCardOrigin(StartedFrom.CARD, card.id), note))


@routes.on(CHECK_LOCAL, composes=True, needs=_WRITE, at_most=BY_ROLE, keeps_draft=True)
async def check(request: Request, services: Context) -> Reply:
    """Shows it as colleagues will see it. Nobody else does yet."""
    origin = CHECK_LOCAL.value_of(request)
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        written = Written.read(request.values, await _private_words(session, origin, me))
        if isinstance(written, Faults):
            return written
        changed = await _changed(session, origin, me)
        card = _draft(written, me, changed, services)
        await local_cards.keep_draft(session, card)
    library = services.card_store.library_with(card)
    today = card.written_at.date()
    return Say(
        shown.preview(
            card, library, today, warning(services, "Keep", written.title, *written.questions, written.body)
        ),
        private=True,
    )


@routes.on(SUBMIT_LOCAL, needs=_WRITE, at_most=BY_ROLE)
async def send_to_editors(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        if (card := await local_cards.draft_of(session, SUBMIT_LOCAL.value_of(request), me)) is None:
            return Replace(saying(shown.GONE, shown.OTHERS))
        for other in await local_cards.submit(session, card):
            await settle_waiting(session, other, services)
            if other.written_by != me:
                await notify(session, other, REPLY, services)
        await notify(session, card, ESCALATION, services)
        others = [p for p in await holders(session, services.organisation.id, Role.EDITOR) if p != me]
    return Replace(saying(shown.SUBMITTED if others else shown.NO_EDITOR, shown.OTHERS))


@routes.on(LEAVE_LOCAL, needs=_WRITE)
async def leave(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        card = await local_cards.draft_of(
            session, LEAVE_LOCAL.value_of(request), await id_behind(session, request.sender)
        )
        if card is None:
            return Replace(saying(shown.GONE, shown.OTHERS))
        await session.delete(card)
    return Replace(saying(shown.LEFT, shown.OTHERS))


def _draft(written: Written, me: str, changed: LocalCard | None, services: Context) -> LocalCard:
    questions = [written.title, *written.questions]
    return LocalCard(
        id=new_id(),
        organisation_id=services.organisation.id,
        card_id=changed.card_id if changed else local_cards.new_card_id(),
        state=CardState.DRAFT,
        title=written.title,
        questions=list(written.questions),
        body=written.body,
        source=written.source,
        beside=services.card_store.nearest(questions),
        written_by=me,
        written_at=services.clock.now(),
    )


async def _may_change(session: AsyncSession, card: LocalCard, me: str) -> bool:
    """A published card; a waiting card, for its writer and editors; or the person's own draft."""
    is_theirs = card.written_by == me
    if card.state is CardState.SUBMITTED:
        return is_theirs or may((await roles_of(session, [me])).get(me, set()), _DECIDE)
    return card.state is CardState.IN_FORCE or (
        is_theirs and card.state in (CardState.DRAFT, CardState.RETURNED)
    )


async def _private_words(session: AsyncSession, origin: LocalCardOrigin, me: str) -> str:
    """The asker's own words, unless they agreed to their use."""
    if origin.kind is not StartedFrom.QUESTION:
        return ""
    question = await taken_and_answered_by(session, origin.id, me)
    return "" if question is None or question.consent is Consent.YES else question.text


async def _changed(session: AsyncSession, origin: LocalCardOrigin, me: str) -> LocalCard | None:
    """The revision that this one follows."""
    card = await session.get(LocalCard, origin.id) if origin.kind is StartedFrom.CARD else None
    return card if card and await _may_change(session, card, me) else None


async def settle_waiting(
    session: AsyncSession, card: LocalCard, services: Context, decided_by: str = ""
) -> None:
    """Ends the requests for review: editors see in place of the request that it is settled."""
    waiting, now = _about(card, CardState.SUBMITTED).beginning, services.clock.now()
    mine = Responder(decided_by, saying(shown.OVER_BY_YOU, shown.OTHERS)) if decided_by else None
    await close_notices(session, waiting, saying(shown.OVER), now, answered=mine)


async def notify(session: AsyncSession, card: LocalCard, kind: MessageKind, services: Context) -> None:
    """Notifies editors of a card that waits, and its author of one that was decided."""
    now = services.clock.now()
    about = _about(card, card.state)
    schedule = str(ScheduleKey(about.job, (*about.parts, f"{now:%Y%m%dT%H%M%S}")))
    await open_slots(session, [Occasion(schedule, NEWS, kind, card.organisation_id, now.date(), now)])


def _about(card: LocalCard, state: CardState) -> ScheduleKey:
    """The beginning of the keys of all notices about the card in this state."""
    return ScheduleKey.of(NEWS, card.id, state)
