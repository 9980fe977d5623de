"""Every two buttons of an announcement's messages lead on, in either order, and between two who approve."""

from itertools import permutations

from bot.conversation.routes import Say
from bot.core.clock import MovableClock
from tests.fakes import Bot, buttons
from tests.features.announcements import newsroom as news
from tests.handlers.postbox import Postbox
from tests.handlers.test_orders import does, leads_on, some_time_passes

# The last of a preview; those before are its readers'.
_WRITERS = 4


async def test_every_two_buttons_of_an_announcement_lead_on(bot: Bot, clock: MovableClock) -> None:
    room = await news.newsroom_at(bot, clock)
    place = Postbox(room.bot)
    for left, right in permutations(range(_WRITERS), 2):
        some_time_passes(bot)
        again = buttons(await room.writes(audience="team:east"))[-_WRITERS:]
        await does(place, news.AUTHOR, again[left])
        reply = await does(place, news.AUTHOR, again[right])
        assert leads_on(reply), (again[left].label, again[right].label, reply)


async def test_who_approves_second_is_told_where_things_stand(bot: Bot, clock: MovableClock) -> None:
    room = await news.newsroom_at(bot, clock)
    place = Postbox(room.bot)
    for left, right in permutations(range(2), 2):
        some_time_passes(bot)
        preview = await room.writes()
        await room.presses_button(news.AUTHOR, preview, "Ask for approval")
        home = await room.says(news.OTHER_CHAMPION, "home")
        waiting = next(b for b in buttons(home) if b.label.endswith("to approve"))
        request = buttons(await does(place, news.OTHER_CHAMPION, waiting))[-2:]
        await does(place, news.OTHER_CHAMPION, request[left])
        reply = await does(place, news.ADMINISTRATOR, request[right])
        assert leads_on(reply), (request[left].label, request[right].label, reply)


async def test_whom_it_is_about_may_change_their_mind(bot: Bot, clock: MovableClock) -> None:
    room = await news.newsroom_at(bot, clock)
    place = Postbox(room.bot)
    for left, right in permutations(range(2), 2):
        some_time_passes(bot)
        preview = await room.writes(audience="team:east", about=news.NURSE)
        await room.presses_button(news.AUTHOR, preview, "Ask them to agree")
        await room.goes_out()
        request = buttons(Say(room.seen_by(news.NURSE)[-1]))[-2:]
        await does(place, news.NURSE, request[left])
        reply = await does(place, news.NURSE, request[right])
        assert leads_on(reply), (request[left].label, request[right].label, reply)
