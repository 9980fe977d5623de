from datetime import datetime, timedelta
from itertools import permutations

import pytest

from bot.conversation.dispatch import APOLOGY
from bot.conversation.message import Quote
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.core.clock import MovableClock
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.digest.actions import ShownSuggestion
from bot.features.digest.views.to_decide import plan_form
from bot.features.pulse.ballots.ballot import comment
from bot.features.pulse.models import Wave
from bot.features.pulse.suggestions import SuggestionOutcome, latest
from tests.fakes import Bot, buttons, labels, message_of, words_of
from tests.handlers.asked import DIRECTOR, STAFF, TEAM_LEADER, Asked, asked_at

MONDAY = datetime.fromisoformat("2026-11-30T09:30:00+00:00")


@pytest.fixture
async def harbour(bot: Bot, clock: MovableClock) -> Asked:
    found = await asked_at(bot)
    clock.move_to(MONDAY)
    return found


async def commented(place: Asked, writers: int) -> Wave:
    opened = await place.town.opens()
    for number, person in enumerate(place.town.people["east"][:writers]):
        async with place.town.database.write() as session:
            at = opened.closes_at - timedelta(hours=1)
            await comment(session, place.town.seal, opened.id, person, f"Comment {number}", at)
    return opened


async def test_a_leader_asks_for_the_digest_and_only_they_see_it(harbour: Asked) -> None:
    await harbour.wave()
    reply = await harbour.says(TEAM_LEADER, "digest")
    assert isinstance(reply, Say)
    assert reply.private
    assert "; 30 of 30 answered" in words_of(reply)


@pytest.mark.parametrize(("who", "word"), [(DIRECTOR, "digest"), (STAFF, "results")])
async def test_how_sure_after_figures_is_about_figures(harbour: Asked, who: str, word: str) -> None:
    await harbour.wave()
    await harbour.says(who, word)
    assert "Each figure comes with its range" in words_of(await harbour.says(who, "how sure are you?"))


@pytest.mark.parametrize(("who", "word"), [(DIRECTOR, "digest"), (STAFF, "results")])
async def test_the_line_before_figures_is_still_known_after_them(harbour: Asked, who: str, word: str) -> None:
    """So that it is not said again at once."""
    await harbour.says(who, "thanks")
    memory, now = harbour.bot.app.services.memory, harbour.bot.app.services.clock.now()
    line = memory.last(who, now).line
    await harbour.says(who, word)
    assert memory.last(who, now) == LastSaid(Topic.DIGEST, line=line)
    assert line


async def test_before_the_first_questions_it_says_what_will_come(harbour: Asked) -> None:
    reply = await harbour.says(DIRECTOR, "digest")
    assert message_of(reply).summary == "Your weekly digest begins with the first answers."


async def test_who_leads_nobody_reads_the_results_and_not_the_digest(harbour: Asked) -> None:
    await harbour.wave()
    assert "That is for leaders" in words_of(await harbour.says(STAFF, "digest"))
    reply = await harbour.says(STAFF, "results")
    assert isinstance(reply, Say)
    assert reply.private
    assert "Harbour: " in words_of(reply)
    assert "; 30 of 30 answered" in words_of(reply)


async def test_results_before_the_first_close_are_none(harbour: Asked) -> None:
    await harbour.town.opens()
    assert "There are no results yet." in words_of(await harbour.says(STAFF, "results"))


async def test_what_became_of_a_suggestion_stands_where_it_was_asked_and_can_be_undone(
    harbour: Asked,
) -> None:
    await harbour.wave()
    await harbour.says(DIRECTOR, "digest")
    async with harbour.town.database.read() as session:
        made = await latest(session, DIRECTOR)
    assert made
    reply = await harbour.presses(DIRECTOR, "digest.suggestion", f"{made.id} not for us")
    assert isinstance(reply, Replace)
    assert "Not for us. We won't suggest it again for half a year." in words_of(reply)
    assert labels(reply) == ["Undo", "Read more about it", "Tell staff what you did"]
    assert await outcome(harbour) is SuggestionOutcome.NOT_FOR_US
    undone = await harbour.presses_button(DIRECTOR, reply, "Undo")
    assert "We won't" not in words_of(undone)
    assert await outcome(harbour) is SuggestionOutcome.OPEN


async def test_every_two_buttons_of_a_digest_lead_on_in_either_order(harbour: Asked) -> None:
    await harbour.wave()
    pressed = buttons(await harbour.says(DIRECTOR, "digest"))
    assert len(pressed) >= 4
    for one, other in permutations(range(len(pressed)), 2):
        replies = [
            await harbour.presses(DIRECTOR, each.action, each.value)
            for each in (pressed[one], pressed[other])
        ]
        for each, reply in zip((pressed[one], pressed[other]), replies, strict=True):
            # What is said beside it leaves the digest as it is; what replaces it has to lead on.
            assert not isinstance(reply, Replace) or labels(reply), each.label
            assert isinstance(reply, Open) or APOLOGY not in words_of(reply), each.label
        if isinstance(replies[-1], Say | Replace) and "Undo" in labels(replies[-1]):
            await harbour.presses_button(DIRECTOR, replies[-1], "Undo")


async def outcome(place: Asked) -> SuggestionOutcome:
    async with place.town.database.read() as session:
        found = await latest(session, DIRECTOR)
    assert found
    return found.outcome


async def test_somebody_elses_suggestion_is_not_theirs_to_answer(harbour: Asked) -> None:
    await harbour.wave()
    await harbour.says(DIRECTOR, "digest")
    async with harbour.town.database.read() as session:
        made = await latest(session, DIRECTOR)
    assert made
    reply = await harbour.presses(TEAM_LEADER, "digest.suggestion", f"{made.id} done")
    assert "A newer suggestion has taken its place" in words_of(reply)
    assert await outcome(harbour) is SuggestionOutcome.OPEN


async def test_twelve_comments_are_read_by_leaders_of_everyone_alone(harbour: Asked) -> None:
    opened = await commented(harbour, 12)
    await harbour.town.closes(opened)
    digest = await harbour.says(DIRECTOR, "digest")
    assert "Read the comments" not in labels(await harbour.says(TEAM_LEADER, "digest"))
    reply = await harbour.presses_button(DIRECTOR, digest, "Read the comments")
    assert isinstance(reply, Say)
    assert reply.private
    assert set(comments(reply)) == {f"Comment {number}" for number in range(12)}
    button = next(b for b in buttons(digest) if b.label == "Read the comments")
    refused = await harbour.presses(TEAM_LEADER, button.action, button.value)
    assert "only its leaders read them" in words_of(refused)


async def test_comments_are_shuffled_anew_each_time(harbour: Asked) -> None:
    opened = await commented(harbour, 30)
    await harbour.town.closes(opened)
    orders = {comments(await harbour.presses(DIRECTOR, "digest.comments", opened.id)) for _ in range(4)}
    assert len(orders) > 1


async def test_who_reads_on_misses_no_comment_and_reads_none_twice(harbour: Asked) -> None:
    await harbour.town.closes(opened := await commented(harbour, 20))
    first = await harbour.presses(DIRECTOR, "digest.comments", opened.id)
    rest = await harbour.presses_button(DIRECTOR, first, "5 more")
    assert (len(comments(first)), len(comments(rest)), buttons(rest)) == (15, 5, ())
    assert len({*comments(first), *comments(rest)}) == 20


def comments(reply: Reply) -> tuple[str, ...]:
    return tuple(block.spans[0].text for block in message_of(reply).blocks if isinstance(block, Quote))


async def test_comments_of_open_questions_are_read_by_nobody(harbour: Asked) -> None:
    opened = await commented(harbour, 12)
    reply = await harbour.presses(DIRECTOR, "digest.comments", opened.id)
    assert "There are no comments to read" in words_of(reply)


async def test_the_card_behind_a_suggestion_is_there(harbour: Asked) -> None:
    await harbour.wave()
    reply = await harbour.says(DIRECTOR, "digest")
    card = await harbour.presses_button(DIRECTOR, reply, "Read more about it")
    assert "Sources:" in words_of(card)


async def made_for(place: Asked, person: str) -> ShownSuggestion:
    async with place.town.database.read() as session:
        made = await latest(session, person)
    assert made
    return ShownSuggestion(made.id, with_figures=False)


async def test_a_plan_is_kept_where_it_was_decided_with_the_figures_around_it(harbour: Asked) -> None:
    await harbour.wave()
    told = await harbour.says(DIRECTOR, "digest")
    form = await harbour.presses_button(DIRECTOR, told, "We'll do this")
    assert isinstance(form, Open)
    form_ = form.form
    kept = await harbour.submits(DIRECTOR, form_.action, form_.value, owner="Ward manager", weeks="2")
    assert isinstance(kept, Replace)
    assert "Planned, Ward manager, until Monday 14 December." in words_of(kept)
    assert "of 75 answered" in words_of(kept)
    assert labels(kept)[:2] == ["Done", "Undo"]


@pytest.mark.parametrize(
    ("values", "field"), [({"weeks": "3"}, "weeks"), ({"weeks": "2", "owner": "x" * 81}, "owner")]
)
async def test_a_plan_that_cannot_be_kept_says_why(
    harbour: Asked, values: dict[str, str], field: str
) -> None:
    await harbour.wave()
    await harbour.says(DIRECTOR, "digest")
    form = plan_form(await made_for(harbour, DIRECTOR))
    refused = await harbour.submits(DIRECTOR, form.action, form.value, **values)
    assert isinstance(refused, Faults)
    assert list(refused.by_field) == [field]


async def test_nobody_plans_anothers_suggestion(harbour: Asked) -> None:
    await harbour.wave()
    await harbour.says(DIRECTOR, "digest")
    form = plan_form(await made_for(harbour, DIRECTOR))
    reply = await harbour.submits(TEAM_LEADER, form.action, form.value, weeks="2")
    assert "A newer suggestion has taken its place" in words_of(reply)
