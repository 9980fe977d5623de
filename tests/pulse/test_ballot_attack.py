"""Somebody copies everything before and after each answer of a wave, and cannot tell whose it was."""

import pytest

from bot.conversation.message import Message
from bot.conversation.routes import Replace, Say
from bot.pulse import shown_pulse
from bot.pulse.groups import FLOOR
from tests.pulse.copies import change
from tests.pulse.observer import COMMENTS, MARKS, TALLIES, Observer
from tests.pulse.story import Story

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


@pytest.mark.parametrize("name", ANSWERED)
def test_an_answer_may_be_that_of_any_eight_people_at_least(lived: Story, name: str) -> None:
    step = lived.steps[name]
    candidates = Observer(lived.names).candidates(step.before, step.after)
    assert step.person in candidates
    assert len(candidates) >= FLOOR


@pytest.mark.parametrize("name", ANSWERED)
def test_an_answer_changes_nothing_but_a_mark_and_counts(lived: Story, name: str) -> None:
    found = change(lived.steps[name].before, lived.steps[name].after)
    counts = set() if name == "not sure" else {TALLIES}
    assert found.tables == {MARKS} | counts
    assert (len(found.came[MARKS]), found.went.get(MARKS, [])) == (1, [])
    assert found.logged == ""


def test_the_answers_were_taken(lived: Story) -> None:
    for name in ANSWERED[1:]:
        assert words(lived.steps[name].reply) == shown_pulse.thanks("").summary
    assert all(words(lived.steps[name].reply) == shown_pulse.COMMENTED for name in COMMENTED)


@pytest.mark.parametrize("name", COMMENTED)
def test_a_comment_may_be_anybodys(lived: Story, name: str) -> None:
    step = lived.steps[name]
    assert change(step.before, step.after).tables == {MARKS, COMMENTS}
    assert Observer(lived.names).candidates(step.before, step.after) == frozenset(lived.people.values())


@pytest.mark.parametrize("name", NOTHING_DONE)
def test_what_was_refused_or_failed_leaves_nothing_that_names_anybody(lived: Story, name: str) -> None:
    step = lived.steps[name]
    found = change(step.before, step.after)
    assert found.tables == set()
    assert Observer(lived.names).named_in(found) == frozenset()


def test_people_are_told_why_nothing_was_counted(lived: Story) -> None:
    assert words(lived.steps["twice"].reply) == shown_pulse.TWICE
    assert words(lived.steps["comment twice"].reply) == shown_pulse.COMMENTED_ALREADY
    assert words(lived.steps["role of somebody else"].reply) == shown_pulse.NOT_INVITED
    assert words(lived.steps["late"].reply) == shown_pulse.CLOSED
    assert words(lived.steps["role twice"].reply) == shown_pulse.TWICE
    assert words(lived.steps["failed"].reply).startswith("Something went wrong")


def test_the_log_of_a_failure_has_the_place_and_no_values(lived: Story) -> None:
    step = lived.steps["failed"]
    logged = change(step.before, step.after).logged
    assert "request failed" in logged
    assert "count_one_more" in logged
    for item in lived.app.services.items:
        assert item not in logged


def test_with_the_master_key_only_the_marks_of_an_open_wave_name_anybody(lived: Story) -> None:
    observer = Observer(lived.names, lived.master)
    for name in (*ANSWERED, *COMMENTED):
        step = lived.steps[name]
        assert observer.candidates(step.before, step.after) == {step.person}
        without = step.before.without(MARKS), step.after.without(MARKS)
        assert len(observer.candidates(*without)) >= FLOOR


def test_the_browser_keeps_nothing_of_what_was_chosen(lived: Story) -> None:
    talk = lived.workspace.transcript("willow-00")
    assert [entry.message.summary for entry in talk.entries] == [shown_pulse.thanks("").summary]
    assert all(not entry.values and not entry.faults for entry in talk.entries)
    assert (list(talk.reasons), talk.form) == ([], None)


def test_whoever_holds_messages_until_they_write_gets_none_for_an_answer(lived: Story) -> None:
    step = lived.steps["holding"]
    held = [row for row in step.after.rows["deliveries"] if row["person_id"] == step.person]
    assert {row["state"] for row in held} == {"pending"}
