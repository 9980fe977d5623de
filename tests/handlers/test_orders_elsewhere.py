"""Every two buttons of a message about peer support, a visit or an answer to review lead on, in either order."""

from collections.abc import Awaitable, Callable
from itertools import permutations

import pytest
from sqlalchemy import select

from bot.conversation.message import Message
from bot.conversation.routes import Say
from bot.features.peer_profiles.support.models import PeerRequest
from bot.people.access.roles import Role
from tests.fakes import Bot, buttons, labels, message_of
from tests.handlers.asking.test_local_reviews import opens, submits
from tests.handlers.peer_profiles.peers import harbour, published
from tests.handlers.postbox import Postbox
from tests.handlers.test_orders import does, leads_on, some_time_passes

Scene = Callable[[Postbox], Awaitable[tuple[str, Message]]]


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    """Ania and Ben are peer workers whom Amara may ask; Sam writes answers that Ed reviews."""
    place = await harbour(bot)
    for user in ("ania", "ben"):
        await published(place, user, "organisation", name=user.title())
    await place.knows("sam", "Sam Okafor", Role.CHAMPION)
    await place.knows("ed", "Ed Moss", Role.EDITOR)
    return place


async def offered(place: Postbox) -> tuple[str, Message]:
    await place.submits("amara", "requests.ask", to="anybody", purpose="somebody", soon="week")
    offers = [m for m in await place.gets("ania") if labels(Say(m))[:1] == ["I'll take it"]]
    return "ania", offers[-1]


async def taken(place: Postbox) -> tuple[str, Message]:
    user, offer = await offered(place)
    return user, message_of(await place.presses(user, offer, "I'll take it"))


async def with_times(place: Postbox) -> tuple[str, Message]:
    user, mine = await taken(place)
    await does(place, user, buttons(Say(mine))[0])
    times = [m for m in await place.gets("amara") if "None of these" in labels(Say(m))]
    return "amara", times[-1]


async def with_a_time(place: Postbox) -> tuple[str, Message]:
    user, times = await with_times(place)
    return user, message_of(await does(place, user, buttons(Say(times))[0]))


async def to_review(place: Postbox) -> tuple[str, Message]:
    await submits(place, "sam")
    return "ed", message_of(await opens(place, "ed"))


async def came_back(place: Postbox) -> tuple[str, Message]:
    """The writer's message about what an editor decided."""
    editor, shown = await to_review(place)
    await does(place, editor, next(b for b in buttons(Say(shown)) if b.label == "Give it back"))
    return "sam", (await place.gets("sam"))[-1]


SCENES: tuple[Scene, ...] = (offered, taken, with_times, with_a_time, to_review, came_back)


async def closes(place: Postbox) -> None:
    """Else a peer worker would have enough of them."""
    async with place.bot.app.services.database.read() as session:
        ids = (await session.scalars(select(PeerRequest.id).where(PeerRequest.closed_at.is_(None)))).all()
    for request_id in ids:
        await place.bot.presses("requests.back", request_id, **place.of("amara"))
    for user in ("amara", "ania", "ben", "sam", "ed"):
        await place.gets(user)


@pytest.mark.parametrize("scene", SCENES, ids=[scene.__name__ for scene in SCENES])
async def test_every_two_buttons_lead_on_in_either_order(place: Postbox, scene: Scene) -> None:
    _, first = await scene(place)
    await closes(place)
    pairs = list(permutations(range(len(buttons(Say(first)))), 2))
    assert pairs or len(buttons(Say(first))) == 1
    for left, right in pairs:
        some_time_passes(place.bot, 25)
        user, shown = await scene(place)
        pressed = buttons(Say(shown))
        await does(place, user, pressed[left])
        reply = await does(place, user, pressed[right])
        assert leads_on(reply), (pressed[left].label, pressed[right].label, reply)
        await closes(place)
