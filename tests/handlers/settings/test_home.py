from datetime import date, datetime

import pytest
from sqlalchemy import func, select

import handlers
from bot.conversation.message import Buttons, Heading, TextInput
from bot.conversation.request import Kind
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.deliveries import DeliveryState, insert_new
from bot.delivery.sending.gateway import DeliveryAction
from bot.features.learning.declarations import INDUCTION, NUDGE
from bot.features.settings.views import home as views
from bot.features.settings.views.starters import PEER_WORKERS
from bot.features.shared_actions import HOME
from bot.people.access.permissions import Permission, may
from bot.people.access.roles import GRANTED, Role, roles_of
from bot.people.contact.preferences import ContactPreferences, choose
from bot.people.contact.send_time import UNTIL_I_SAY
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Person
from bot.store.events import SeenEvent
from handlers.asking import ask
from handlers.settings import home, settings
from tests.fakes import Bot, buttons, message_of, request, words_of
from tests.handlers.bot_with_guards import bot_with_guards, gives, id_of

ALWAYS = {"question.open", "question.example", "question.their-side", "ask.person", "card.related"}
ALWAYS |= {
    "settings",
    "my-data",
    "reviews",
    "peers",
    "come-along",
    "requests",
    "entry",
    "network",
    "language",
}
TOOLS = {
    Role.LEADER: ["digest", "records"],
    Role.CHAMPION: ["inbox", "broadcasts", "audiences", "local", "gaps"],
    Role.EDITOR: ["local", "gaps"],
    Role.ADMINISTRATOR: ["roles", "schedules", "deliveries", "administration", "audit"],
}


@pytest.fixture
async def nurse(bot: Bot) -> Bot:
    return await bot_with_guards(bot, [home.routes, ask.routes, settings.routes])


async def opened(bot: Bot) -> Reply:
    return await bot.app.dispatch(request(Kind.OPENED_HOME))


async def chooses(bot: Bot, **changes: object) -> None:
    async with bot.app.services.database.write() as session:
        await choose(session, await id_of(bot), ContactPreferences().with_changes(**changes))


def headings(reply: Reply) -> list[str]:
    return [block.text for block in message_of(reply).blocks if isinstance(block, Heading)]


async def test_who_only_looks_can_ask_and_is_not_written_down(bot: Bot) -> None:
    reply = await opened(bot)
    assert isinstance(reply, Say)
    assert headings(reply) == [views.ASK]
    assert "not a crisis service" in words_of(reply)
    async with bot.app.services.database.read() as session:
        for table in (Person, SeenEvent):
            assert await session.scalar(select(func.count()).select_from(table)) == 0


async def test_somebody_we_know_sees_what_comes_next_and_what_applies(nurse: Bot) -> None:
    await nurse.says("settings")
    reply = await opened(nurse)
    assert headings(reply) == [views.WAITING, views.ASK, views.THIS_WEEK, views.TOOLS]
    assert "A short tip: Thursday 26 November 2026, about 10:00" in words_of(reply)


NEXT: dict[str, tuple[dict[str, object], str]] = {
    "a time of their own": ({"tip_day": 5, "tip_hour": 14}, "Friday 27 November 2026, about 14:00"),
    "a pause": ({"snoozed_until": date(2026, 11, 30)}, "Monday 30 November 2026"),
    "a long pause": ({"snoozed_until": date(2027, 1, 15)}, "Not the coming one: you are away then"),
    "a pause without an end": ({"snoozed_until": UNTIL_I_SAY}, "Not until you say so"),
    "irregular shifts": ({"holds_until_writing": True}, "After you next write to us"),
    "no tips": ({"opted_out": [NUDGE, INDUCTION]}, "None: you chose not to get them"),
}


@pytest.mark.parametrize(("changes", "said"), NEXT.values(), ids=NEXT)
async def test_what_comes_next_follows_what_they_chose(
    nurse: Bot, changes: dict[str, object], said: str
) -> None:
    await nurse.says("settings")
    await chooses(nurse, **changes)
    assert f"A short tip: {said}" in words_of(await opened(nurse))


async def test_what_is_on_its_way_is_named_instead(nurse: Bot) -> None:
    await nurse.says("settings")
    services = nurse.app.services
    due, day = datetime.fromisoformat("2026-11-25T09:30+00:00"), date(2026, 11, 24)
    slot = Occasion("tips", "nudges", NUDGE, services.organisation.id, day, services.clock.now())
    row = {"slot_id": slot.slot_id, "person_id": await id_of(nurse), "lane": "web demo send", "waits": True}
    row |= {
        "kind": NUDGE,
        "priority": 8,
        "action": DeliveryAction.SEND,
        "content": "c",
        "state": DeliveryState.PENDING,
    }
    async with services.database.write() as session:
        await open_slots(session, [slot])
        await insert_new(session, [row | {"due_at": due}])
    said = words_of(await opened(nurse))
    assert "A short tip: Wednesday 25 November 2026, about 09:30" in said
    assert "1 December" not in said


@pytest.mark.parametrize("role", GRANTED)
async def test_every_role_finds_its_tools_and_every_button_leads_where_they_may_go(
    nurse: Bot, role: Role
) -> None:
    person_id = await gives(nurse, role)
    async with nurse.app.services.database.read() as session:
        roles = (await roles_of(session, [person_id]))[person_id]
    shown = buttons(await opened(nurse))
    for button in shown:
        route = handlers.ALL.by_name[button.action]
        assert may(roles, Permission.named(route.needs)), button
    actions, labels = [b.action for b in shown], [b.label for b in shown]
    assert [action for action in actions if action not in ALWAYS] == TOOLS.get(role, [])
    second = views.TOOLS if TOOLS.get(role) else views.ASK
    assert headings(await opened(nurse))[:2] == [views.WAITING, second], "a role's work above the rest"
    assert all(actions.index(tool) < actions.index("come-along") for tool in TOOLS.get(role, [])), (
        "theirs first"
    )
    assert sorted(set(labels)) == sorted(labels), "no button twice"
    rows = [block.buttons for block in message_of(await opened(nurse)).blocks if isinstance(block, Buttons)]
    assert all(len(row) <= 5 for row in rows)


async def test_being_a_peer_worker_shows_nowhere(nurse: Bot) -> None:
    await nurse.says("settings")
    before = await opened(nurse)
    async with nurse.app.services.database.write() as session:
        await declare_peer(session, await id_of(nurse), nurse.app.services.clock.now())
    assert await opened(nurse) == before


@pytest.mark.parametrize("word", ["home", "help", "menu", "start"])
async def test_the_same_page_comes_into_the_chat_by_a_word(nurse: Bot, word: str) -> None:
    await nurse.says("settings")
    assert await nurse.says(word) == Say(message_of(await opened(nurse)), private=True)


async def test_who_has_left_sees_no_more_than_a_stranger(nurse: Bot) -> None:
    stranger = await opened(nurse)
    await nurse.says("settings")
    async with nurse.app.services.database.write() as session:
        (await session.get_one(Person, await id_of(nurse))).left_on = date(2026, 11, 1)
    assert await opened(nurse) == stranger


async def test_the_way_back_leads_to_the_same_page(nurse: Bot) -> None:
    await nurse.says("settings")
    assert await nurse.presses("home") == Replace(message_of(await opened(nurse)))


async def test_a_question_from_the_form_or_an_example_is_answered_like_any_other(nurse: Bot) -> None:
    form = await nurse.presses("question.open")
    assert isinstance(form, Open)
    assert [field.name for field in form.form.fields if isinstance(field, TextInput)] == ["question"]
    question = "What does a peer worker do?"
    said = message_of(await nurse.says(question))
    assert message_of(await nurse.submits("question.send", {"question": f" {question} "})) == said
    assert message_of(await nurse.presses("question.example", question)) == said


async def test_no_question_is_asked_for(nurse: Bot) -> None:
    assert isinstance(await nurse.submits("question.send", {"question": " "}), Faults)


async def test_the_peer_workers_side_is_open_to_everybody_and_keeps_nothing(nurse: Bot) -> None:
    reply = await nurse.presses("question.their-side")
    assert [b.value for b in buttons(reply) if b.action == "question.example"] == list(PEER_WORKERS)


@pytest.mark.parametrize("count", [1, 99])
@pytest.mark.parametrize("what", views.WaitingFor)
def test_what_waits_fits_a_button_even_on_slack(what: views.WaitingFor, count: int) -> None:
    day = date(2026, 9, 30) if what is views.WaitingFor.ASKED else None
    assert len(views.WaitingCount(count, what, HOME.button, day).button.label) <= 75
