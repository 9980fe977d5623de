"""The page that a chat platform keeps for each person: ask, what comes next, their settings, their tools."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Facts,
    Form,
    Heading,
    Message,
    TextInput,
    text,
)
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.delivery.schedules import Schedule, schedules_of
from bot.delivery.waiting import Waiting, waiting_for
from bot.people.budget import Kind as Why
from bot.people.due import PAUSED, At, Held, Local, Never, Reach, due, reach_of
from bot.people.people import Person, Preferences, person_behind
from bot.people.permissions import Permission, may
from bot.people.roles import Role, roles_of
from bot.people.telling import day_in_words, what_applies
from bot.people.wishes import Wishes, wishes_of
from bot.services import Services
from handlers.ask import ask
from handlers.welcome import EXAMPLES

routes = Routes()


@routes.on(Kind.OPENED_HOME, leaves_no_trace=True)
async def home(request: Request, services: Services) -> Reply:
    """Who only looks is not written down, and not met by it."""
    return Say(await _front(request, services))


@routes.on("home")
async def back_home(request: Request, services: Services) -> Reply:
    return Replace(await _front(request, services))


@routes.on("question.open", opens_form=True)
async def open_question(request: Request, services: Services) -> Reply:
    box = TextInput("question", "What would you like to know?", multiline=True)
    return Open(Form("question.send", "Ask a question", (box,), submit="Ask"))


@routes.on("question.send")
async def send_question(request: Request, services: Services) -> Reply:
    question = request.values.get("question", "").strip()
    if not question:
        return Faults({"question": "Write your question, or close this."})
    return await ask(replace(request, kind=Kind.SAID, text=question), services)


@routes.on("question.example")
async def ask_example(request: Request, services: Services) -> Reply:
    return await ask(replace(request, kind=Kind.SAID, text=request.value), services)


@dataclass(frozen=True, slots=True)
class _Me:
    wishes: Wishes
    reach: Reach
    roles: set[Role]
    waiting: Sequence[Waiting]


async def _front(request: Request, services: Services) -> Message:
    async with services.database.read() as session:
        person = await person_behind(session, request.sender)
        me = await _me(session, person, services) if person and not person.left_on else None
        tips = await _tips(session, services)
    own: list[Block] = []
    if me:
        own = [*_next(me, await _next_tip(me, tips, services), services), *_settings(me, services)]
        own += _tools(me.roles)
    said = f"Alongside at {services.organisation.name}"
    return Message(said, (*_asking(), *own, _NO_CRISIS_SERVICE))


async def _me(session: AsyncSession, person: Person, services: Services) -> _Me:
    preferences = await session.get(Preferences, person.id)
    return _Me(
        await wishes_of(session, person.id),
        reach_of(person, preferences, services.organisation),
        (await roles_of(session, [person.id])).get(person.id, set()),
        await waiting_for(session, person.id),
    )


async def _tips(session: AsyncSession, services: Services) -> Schedule | None:
    found = await schedules_of(session, services.organisation.id)
    return next((schedule for schedule in found if schedule.job == "nudges" and schedule.is_on), None)


def _asking() -> tuple[Block, ...]:
    examples = tuple(Button(example, "question.example", example) for example in EXAMPLES)
    return (
        Heading("Ask about peer work"),
        text("Every answer was written and checked beforehand, and names its sources. It comes to our chat."),
        Buttons((Button("Ask a question", "question.open"), *examples)),
    )


def _next(me: _Me, tip: str, services: Services) -> tuple[Block, ...]:
    zone = ZoneInfo(me.reach.zone)
    rows = [(_WHY.get(w.kind, "A message"), _when(w.due_at, zone)) for w in me.waiting]
    if not any(w.kind in (Why.NUDGE, Why.INDUCTION) for w in me.waiting):
        rows.append((_WHY[Why.NUDGE], tip))
    return (Heading("What comes next for you"), Facts(tuple(rows)))


async def _next_tip(me: _Me, tips: Schedule | None, services: Services) -> str:
    if Why.NUDGE in me.wishes.opted_out:
        return "None: you chose not to get them"
    coming = await services.timetable.coming(tips.plan, services.clock.now(), 1) if tips else ()
    if not tips or not coming:
        return "None planned"
    match due(Local(coming[0], tips.at, own_time=True), me.reach, Why.NUDGE.lasts):
        case At(instant):
            return _when(instant, ZoneInfo(me.reach.zone))
        case Held():
            return _when(None, ZoneInfo(me.reach.zone))
        case Never(reason):
            return "Not until you say so" if reason == PAUSED else "Not the coming one: you are away then"


def _when(due_at: datetime | None, zone: ZoneInfo) -> str:
    if due_at is None:
        return "After you next write to us"
    local = due_at.astimezone(zone)
    return f"{day_in_words(local.date())}, about {local:%H:%M}"


def _settings(me: _Me, services: Services) -> tuple[Block, ...]:
    """Everything that applies but who they are: screens are shared."""
    today = services.clock.now().astimezone(ZoneInfo(me.reach.zone)).date()
    return (
        Heading("How you hear from us"),
        Facts(what_applies(me.wishes, today, me.reach.zone)),
        Buttons((Button("Change this", "settings"), Button("My data", "my-data"))),
    )


def _tools(roles: set[Role]) -> tuple[Block, ...]:
    """Five a row."""
    buttons = tuple(Button(label, action) for needed, label, action in _TOOLS if may(roles, needed))
    rows = tuple(Buttons(buttons[first : first + _A_ROW]) for first in range(0, len(buttons), _A_ROW))
    return (Heading("What you look after"), *rows) if rows else ()


_A_ROW = 5

# A new tool is a line here: who may use it, what stands on its button, and the action that opens it.
_TOOLS = (
    (Permission.SEE_DIGEST, "The digest", "digest"),
    (Permission.SEE_DIGEST, "Report and figures", "records"),
    (Permission.BROADCAST, "Announcements", "broadcasts"),
    (Permission.BROADCAST, "Audiences", "audiences"),
    (Permission.ANSWER_QUESTIONS, "Colleagues' questions", "inbox"),
    (Permission.PROPOSE_ANSWERS, "Our own answers", "local"),
    (Permission.SEE_GAPS, "What is missing", "gaps"),
    (Permission.MANAGE_ROLES, "Who does what", "roles"),
    (Permission.MANAGE_SCHEDULES, "When messages go out", "schedules"),
    (Permission.SEE_DELIVERIES, "What was sent", "deliveries"),
    (Permission.MANAGE_SETTINGS, "What applies to everybody", "administration"),
    (Permission.SEE_AUDIT, "Who did what, when", "audit"),
)

_WHY = {
    Why.NUDGE: "A short tip",
    Why.INDUCTION: "A short tip for your first weeks",
    Why.ESCALATION: "A colleague's question",
    Why.REPLY: "An answer by a colleague",
    Why.PULSE: "This fortnight's questions",
    Why.BROADCAST: "An announcement",
    Why.DIGEST: "Your weekly digest",
    Why.RESULTS: "Results of the questions",
}

_NO_CRISIS_SERVICE = text(
    "I am no crisis service: if you or someone else needs help now, tell me in our chat and I show you who is there.",
    quiet=True,
)
