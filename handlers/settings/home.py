"""Shows Home (Slack's tab, or a message), welcomes new people, and handles the question form and sample questions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.dates import day_in_words
from bot.conversation.message import Message
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.delivery.calendar.schedules import Schedule, schedules_of
from bot.delivery.ledger.waiting_messages import WaitingMessage as Coming
from bot.delivery.ledger.waiting_messages import waiting_for
from bot.features.announcements.declarations import ANNOUNCEMENT
from bot.features.context import Context
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.learning.declarations import INDUCTION, NUDGE
from bot.features.pulse.declarations import PULSE, RESULTS
from bot.features.pulse.waves.open_until import open_until
from bot.features.settings.actions import ASK_EXAMPLE, FROM_THEIR_SIDE, OPEN_QUESTION, SEND_QUESTION
from bot.features.settings.views import home as views
from bot.features.settings.views import question_form, week
from bot.features.settings.views.home import Known
from bot.features.shared_actions import HOME, MENU
from bot.people.access.permissions import may
from bot.people.access.roles import Role, roles_of
from bot.people.contact.message_kinds import DIGEST, ESCALATION, REPLY
from bot.people.contact.preferences import ContactPreferences, preferences_of
from bot.people.contact.send_time import PAUSED, At, HeldUntilWriting, Local, Never, Reach, due, reach_of
from bot.people.identity.people import Person, Preferences, person_behind
from handlers.asking.ask import ask
from handlers.settings.tools import has_tools_of_a_role, tools_of
from handlers.settings.waiting import Waiting

routes = Routes()


@routes.on(Kind.OPENED_HOME, leaves_no_trace=True)
async def home(request: Request, services: Context) -> Reply:
    """Opening it is not recorded, and is no first contact."""
    return Say(await _front(request, services))


@routes.on(HOME)
async def back_home(request: Request, services: Context) -> Reply:
    return Replace(await _front(request, services))


@routes.on(MENU)
@routes.word("help", "menu", "home", "start", "options", "commands")
async def home_in_chat(request: Request, services: Context) -> Reply:
    return Say(await _front(request, services), private=True)


@routes.on(Kind.JOINED)
async def welcome(request: Request, services: Context) -> Reply:
    """Welcomes a person or a channel; a channel gets the short text. It does no harm to send it twice."""
    if request.kind is Kind.JOINED and not request.private:
        return Say(views.in_channel())
    async with services.database.read() as session:
        person = await person_behind(session, request.sender)
        roles = (await roles_of(session, [person.id])).get(person.id, set()) if person else set()
    return Say(views.welcome(services.organisation.name, roles))


@routes.on(FROM_THEIR_SIDE)
async def from_their_side(request: Request, services: Context) -> Reply:
    return Say(views.from_their_side(), private=True)


@routes.on(OPEN_QUESTION, opens_form=True)
async def open_question(request: Request, services: Context) -> Reply:
    return Open(question_form.form())


@routes.on(SEND_QUESTION, keeps_draft=True)
async def send_question(request: Request, services: Context) -> Reply:
    question = question_form.TypedQuestion.read(request.values)
    if isinstance(question, Faults):
        return question
    return await ask(replace(request, kind=Kind.SAID, text=question.words), services)


@routes.on(ASK_EXAMPLE)
async def ask_example(request: Request, services: Context) -> Reply:
    return await ask(replace(request, kind=Kind.SAID, text=ASK_EXAMPLE.value_of(request)), services)


@dataclass(frozen=True, slots=True)
class _Me:
    preferences: ContactPreferences
    reach: Reach
    roles: set[Role]
    coming: Sequence[Coming]
    questions_close: datetime | None


async def _front(request: Request, services: Context) -> Message:
    known = None
    async with services.database.read() as session:
        person = await person_behind(session, request.sender)
        if person and not person.left_on:
            me = await _me(session, person, services)
            schedules = await schedules_of(session, services.organisation.id)
            waits = await Waiting(session, services, person.id, me.roles).all()
            coming = await _week(me, schedules, services)
            known = Known(me.roles, waits, coming, tools_of(me.roles), has_tools_of_a_role(me.roles))
    return views.home(services.organisation.name, known)


async def _me(session: AsyncSession, person: Person, services: Context) -> _Me:
    preferences = await session.get(Preferences, person.id)
    return _Me(
        await preferences_of(session, person.id),
        reach_of(person, preferences, services.organisation),
        (await roles_of(session, [person.id])).get(person.id, set()),
        await waiting_for(session, person.id),
        await open_until(session, person.id, services.clock.now()),
    )


async def _week(me: _Me, schedules: Sequence[Schedule], services: Context) -> Sequence[tuple[str, str]]:
    """Only what comes: who they are, and what they chose, is for their settings. Screens are shared."""
    zone = ZoneInfo(me.reach.zone)
    rows = [
        (_COMING.get(w.kind, week.ComingMessage.ANOTHER).value, week.when(w.due_at, zone)) for w in me.coming
    ]
    if not any(w.kind in (NUDGE, INDUCTION) for w in me.coming):
        rows.append(
            (week.ComingMessage.TIP.value, await _next_tip(me, _of_job(schedules, "nudges"), services))
        )
    if me.questions_close:
        rows.append((week.ComingMessage.PULSE.value, week.open_until(me.questions_close, zone)))
    digests = _of_job(schedules, "digests")
    if digests and may(me.roles, SEE_DIGEST):
        days = await services.timetable.coming(digests.plan, services.clock.now(), 1)
        rows += [(week.ComingMessage.DIGEST.value, day_in_words(day)) for day in days]
    return rows


def _of_job(schedules: Sequence[Schedule], job: str) -> Schedule | None:
    return next((schedule for schedule in schedules if schedule.job == job and schedule.is_on), None)


async def _next_tip(me: _Me, tips: Schedule | None, services: Context) -> str:
    if NUDGE in me.preferences.opted_out:
        return week.NOT_WANTED
    coming = await services.timetable.coming(tips.plan, services.clock.now(), 1) if tips else ()
    if not tips or not coming:
        return week.NONE_PLANNED
    match due(Local(coming[0], tips.at, own_time=True), me.reach, NUDGE.lasts):
        case At(instant):
            return week.when(instant, ZoneInfo(me.reach.zone))
        case HeldUntilWriting():
            return week.when(None, ZoneInfo(me.reach.zone))
        case Never(reason):
            return week.PAUSED_FOR_NOW if reason == PAUSED else week.AWAY


_COMING = {
    NUDGE: week.ComingMessage.TIP,
    INDUCTION: week.ComingMessage.FIRST_WEEKS_TIP,
    ESCALATION: week.ComingMessage.QUESTION,
    REPLY: week.ComingMessage.ANSWER,
    PULSE: week.ComingMessage.PULSE,
    ANNOUNCEMENT: week.ComingMessage.ANNOUNCEMENT,
    DIGEST: week.ComingMessage.DIGEST,
    RESULTS: week.ComingMessage.RESULTS,
}
