"""What each answer leaves while a wave is open: one mark and one sealed ballot, which may be anybody's."""

import pytest

from bot.conversation.dispatch import APOLOGY
from bot.conversation.message import Message
from bot.conversation.routes import Replace, Say
from bot.features.pulse.views import questions
from bot.publishing.publisher import FLOOR
from tests.features.pulse.attacks.copies import change
from tests.features.pulse.attacks.forensics import (
    BALLOTS,
    COMMENTS,
    MARKS,
    Forensics,
    ballots_in,
)
from tests.features.pulse.story import Story

ANSWERED = ("peer", "supervisor", "head", "one item", "not sure", "holding", "after a failure", "role")
COMMENTED = tuple(f"comment {n}" for n in range(12))
NOTHING_DONE = (
    "comment in distress",
    "twice",
    "failed",
    "comment twice",
    "role of somebody else",
    "late",
    "role twice",
)


def words(reply: object) -> str:
    message: Message = reply.message if isinstance(reply, Say | Replace) else Message("", ())
    return message.summary


@pytest.mark.parametrize("name", (*ANSWERED, *COMMENTED))
def test_an_answer_may_be_anybodys_who_was_asked(lived: Story, name: str) -> None:
    step = lived.steps[name]
    candidates = Forensics(lived.names).candidates(step.before, step.after)
    assert step.person in candidates
    assert len(candidates) >= FLOOR


@pytest.mark.parametrize("name", ANSWERED)
def test_an_answer_changes_nothing_but_a_mark_and_a_sealed_ballot(lived: Story, name: str) -> None:
    found = change(lived.steps[name].before, lived.steps[name].after)
    assert found.tables == {MARKS, BALLOTS}
    assert (len(found.came[MARKS]), len(found.came[BALLOTS])) == (1, 1)
    assert found.went.get(MARKS, []) == found.went.get(BALLOTS, []) == []
    assert found.logged == ""


@pytest.mark.parametrize("name", COMMENTED)
def test_a_comment_changes_nothing_but_a_mark_and_what_is_sealed(lived: Story, name: str) -> None:
    step = lived.steps[name]
    assert change(step.before, step.after).tables == {MARKS, COMMENTS}


def test_every_ballot_looks_alike_whatever_was_answered(lived: Story) -> None:
    rows = lived.moments["open"].rows[BALLOTS]
    assert len({len(row["sealed"]) for row in rows}) == 1
    assert len({row["sealed"] for row in rows}) == len(rows)


def test_choosing_leaves_nothing_anywhere_until_it_is_sent(lived: Story) -> None:
    choosing = [step for name, step in lived.steps.items() if name.startswith("choosing")]
    assert len(choosing) == 5
    for step in choosing:
        found = change(step.before, step.after)
        assert (found.tables, found.logged) == (set(), "")


def test_the_answers_were_taken(lived: Story) -> None:
    for name in ANSWERED[1:]:
        assert words(lived.steps[name].reply) == questions.thanks("").summary
    assert all(words(lived.steps[name].reply) == questions.COMMENTED for name in COMMENTED)


@pytest.mark.parametrize("name", NOTHING_DONE)
def test_what_was_refused_or_failed_leaves_nothing_that_names_anybody(lived: Story, name: str) -> None:
    step = lived.steps[name]
    found = change(step.before, step.after)
    assert found.tables == set()
    assert Forensics(lived.names).named_in(found) == frozenset()


def test_people_are_told_why_nothing_was_counted(lived: Story) -> None:
    assert words(lived.steps["twice"].reply) == questions.TWICE
    assert words(lived.steps["comment twice"].reply) == questions.COMMENTED_ALREADY
    assert words(lived.steps["role of somebody else"].reply) == questions.NOT_INVITED
    assert words(lived.steps["late"].reply) == questions.CLOSED
    assert words(lived.steps["role twice"].reply) == questions.TWICE
    assert words(lived.steps["failed"].reply).startswith(APOLOGY)


def test_the_log_of_a_failure_has_the_place_and_no_values(lived: Story) -> None:
    step = lived.steps["failed"]
    logged = change(step.before, step.after).logged
    assert "request failed" in logged
    assert not ballots_in(logged.encode())
    for item in lived.app.services.items:
        assert item not in logged


def test_closing_one_wave_leaves_another_as_it_was(lived: Story) -> None:
    reply = lived.steps["role after the other closed"].reply
    assert isinstance(reply, Replace)
    assert reply.message == questions.thanks(lived.waves[1])


def test_the_browser_keeps_nothing_of_what_was_chosen(lived: Story) -> None:
    talk = lived.workspace.transcript("willow-00")
    assert [entry.message.summary for entry in talk.entries] == [questions.thanks("").summary]
    assert all(not entry.values and not entry.faults for entry in talk.entries)
    assert ([entry.why for entry in talk.entries], talk.form) == ([None], None)


def test_who_holds_messages_until_they_write_gets_none_for_an_answer(lived: Story) -> None:
    step = lived.steps["holding"]
    held = [row for row in step.after.rows["deliveries"] if row["person_id"] == step.person]
    assert {row["state"] for row in held} == {"pending"}
