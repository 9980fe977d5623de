"""What comes back from Teams, in each of the shapes it comes in; whatever was made up is no action of ours."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.teams.rendering import action_data
from bot.platforms.teams.rendering.action_data import SubmittedAction

Json = dict[str, Any]

OURS = action_data.data("pulse.answer", "wave", "somewhere")
TYPED = {"item-0": "3", "data": "a field's name", "action": "another"}
SENT = SubmittedAction("pulse.answer", "wave", TYPED, "somewhere")


def executed(verb: object, data: object) -> Json:
    return {"action": {"type": "Action.Execute", "verb": verb, "data": data}, "trigger": "manual"}


@pytest.mark.parametrize(
    "value",
    [
        executed("pulse.answer", OURS | TYPED),
        OURS | TYPED,
        {"data": OURS | TYPED, "context": {"theme": "dark"}},
        {"data": OURS | TYPED | {"msteams": {"type": "task/fetch"}}, "context": {"theme": "dark"}},
    ],
    ids=["execute", "submit", "dialog sent", "dialog opened"],
)
def test_action_value_and_what_was_chosen_and_typed_come_back(value: Json) -> None:
    assert action_data.sent(value) == SENT


def test_an_action_without_a_value_has_none() -> None:
    assert action_data.sent(executed("a", action_data.data("a", ""))) == SubmittedAction("a")


@pytest.mark.parametrize(
    "made_up",
    [
        *(None, "x", 7, [], {}, {"data": 1}, {"action": []}, {"alongside": "x"}),
        executed(None, None),
        executed(7, [1]),
        {"alongside": {"action": ["x"]}},
        {"data": {"alongside": {"value": "x"}}},
    ],
)
def test_what_is_not_ours_asks_for_nothing(made_up: object) -> None:
    assert action_data.sent(made_up).action == ""


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["action", "data", "alongside", "verb", "value", "x"]), inner, max_size=4
        )
    ),
)


@given(anything)
def test_whatever_is_made_up_is_read_as_texts(made_up: object) -> None:
    sent = action_data.sent(made_up)
    assert all(
        isinstance(said, str) for said in (sent.action, sent.value, sent.context, *sent.values.values())
    )


@pytest.mark.parametrize("action", ["\x1f", "card.more\x00", "a\ud800", "x" * 301])
def test_an_action_that_no_button_of_ours_has_is_none(action: str) -> None:
    assert action_data.sent(action_data.data(action, "value")).action == ""


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=50), st.text(), st.text())
def test_what_goes_out_comes_back(action: str, value: str, context: str) -> None:
    assert action_data.sent(action_data.data(action, value, context)) == SubmittedAction(
        action, value, {}, context
    )
