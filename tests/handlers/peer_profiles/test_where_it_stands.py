"""Where a request stands: times to choose from, the list in a dialog, and what home counts for either side."""

from bot.conversation.message import Choice, Form, Message, TextInput
from bot.conversation.routes import Faults, Replace, Reply, Say
from bot.core.clock import MovableClock
from tests.fakes import labels, words_of
from tests.handlers.champions import moves
from tests.handlers.peer_profiles.peers import form_of, said_in
from tests.handlers.peer_profiles.test_requests import TIMES, asks, place, taken, taken_by_ania
from tests.handlers.postbox import Postbox

__all__ = ["place"]


async def test_two_times_stand_at_first_sight_and_all_that_is_wrong_is_said_at_once(place: Postbox) -> None:
    form = form_of(await place.presses("ania", await taken(place), "Propose times"))
    boxes = [[f.name for f in part if isinstance(f, TextInput)] for part in (form.fields, form.more)]
    assert boxes == [["day1", "time1", "day2", "time2"], ["day3", "time3"]]
    values = {"day1": "2020-01-01", "time1": "10:00", "day2": "2026-11-27", "time3": "9:00"}
    reply = await place.submits("ania", form.action, form.value, **values)
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == {"day1", "day2", "day3"}


async def test_a_proposal_replaces_the_message_that_had_no_times(place: Postbox) -> None:
    form = form_of(await place.presses("ania", await taken(place), "Propose times"))
    reply = await place.submits("ania", form.action, form.value, **TIMES)
    assert isinstance(reply, Replace)
    assert labels(reply)[0] == "Propose other times"


async def test_in_the_list_it_reads_as_a_sentence(place: Postbox) -> None:
    await asks(place)
    shown = said_in(form_of(await place.bot.presses("requests.show", **place.of("amara"))))
    assert "You asked peer workers: somebody I work with; nobody has taken it yet." in shown


async def opens_it(place: Postbox, user: str) -> Reply:
    home = await place.says(user, "home")
    form = form_of(await place.presses(user, home, "1 request for peer support waits for you"))
    return await place.submits(user, form.action, form.value, which=only_option(form))


def only_option(form: Form) -> str:
    (choice,) = (field for field in form.fields if isinstance(field, Choice))
    (option,) = choice.options
    return option.value


async def test_from_home_each_side_comes_to_what_it_can_do_without_a_peer_workers_name(
    place: Postbox,
) -> None:
    await asks(place)
    assert labels(await opens_it(place, "ania"))[:2] == ["I'll take it", "Not this time"]
    form = form_of(await place.presses("ania", await taken_by_ania(place), "Propose times"))
    await place.submits("ania", form.action, form.value, **TIMES)
    shown = await opens_it(place, "amara")
    assert labels(shown)[2:] == ["None of these", "Take it back"]
    assert "Ania" not in words_of(shown)
    request_id = form.value
    for other in ("ben", "sue", "ida"):
        reply = await place.submits(other, "requests.pick", which=request_id)
        assert "There is nothing" in words_of(reply), other


async def test_home_counts_what_waits_for_either_side_in_the_same_words(place: Postbox) -> None:
    async def waits(user: str) -> bool:
        return "1 request for peer support waits for you" in labels(await place.says(user, "home"))

    await asks(place)
    assert [await waits(user) for user in ("ania", "amara")] == [True, False]
    form = form_of(await place.presses("ania", await taken_by_ania(place), "Propose times"))
    await place.submits("ania", form.action, form.value, **TIMES)
    assert [await waits(user) for user in ("ania", "amara")] == [False, True]
    news = next(m for m in await place.gets("amara") if "None of these" in labels(Say(m)))
    await place.presses("amara", news, "Friday 27 November 2026, 14:30")
    assert [await waits(user) for user in ("ania", "amara")] == [False, False]


async def is_listed(place: Postbox, user: str) -> bool:
    shown = said_in(form_of(await place.bot.presses("requests.show", **place.of(user))))
    return "You asked" in shown or "asked:" in shown


async def proposed(place: Postbox, **times: str) -> Message:
    form = form_of(await place.presses("ania", await taken(place), "Propose times"))
    await place.submits("ania", form.action, form.value, **times)
    return next(m for m in await place.gets("amara") if "None of these" in labels(Say(m)))


async def test_an_agreed_time_is_listed_for_both_until_its_day_is_over(
    place: Postbox, clock: MovableClock
) -> None:
    news = await proposed(place, **TIMES)
    await place.presses("amara", news, "Friday 27 November 2026, 14:30")
    await moves(place, clock, 3)
    assert [await is_listed(place, user) for user in ("amara", "ania")] == [True, True], "on Friday itself"
    await moves(place, clock, 1)
    assert [await is_listed(place, user) for user in ("amara", "ania")] == [False, False]


async def test_a_time_in_three_weeks_is_not_dropped_after_two(place: Postbox, clock: MovableClock) -> None:
    news = await proposed(place, day1="2026-12-16", time1="10:00")
    await moves(place, clock, 16)
    assert [await is_listed(place, user) for user in ("amara", "ania")] == [True, True], "to choose from"
    await place.presses("amara", news, "Wednesday 16 December 2026, 10:00")
    await moves(place, clock, 5)
    assert [await is_listed(place, user) for user in ("amara", "ania")] == [True, True]
    await moves(place, clock, 3)
    assert [await is_listed(place, user) for user in ("amara", "ania")] == [False, False]
