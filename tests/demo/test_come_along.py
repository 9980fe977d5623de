"""In the demo the tip on coming along leads to times that one can take, for as long as the tips last."""

from datetime import timedelta

from bot.conversation.request import Sender
from bot.demo.people import WORKSPACE
from bot.demo.run import Demo
from bot.features.shadowing.service import Shadowing


async def test_those_who_get_the_tip_find_a_time_to_take(demo: Demo) -> None:
    shadowing = Shadowing(demo.app.services.database, demo.clock)
    for user in ("new-starter", "nurse", "director"):
        seen = await shadowing.seen_by(Sender("web", WORKSPACE, user))
        assert {each.host for each in seen} == {"Jo Lindqvist"}, user
        assert seen[-1].offer.starts_at > demo.clock.now() + timedelta(weeks=22)
    demo.clock.move_to(demo.clock.now() + timedelta(weeks=22))
    assert await shadowing.seen_by(Sender("web", WORKSPACE, "nurse"))
