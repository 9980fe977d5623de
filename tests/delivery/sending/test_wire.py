import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import wire
from bot.conversation.message import Chart, Message, Paragraph, Point, Span, text

_number = st.floats(allow_nan=False, allow_infinity=False)

st.register_type_strategy(float, _number)


@given(st.from_type(Message))
def test_a_stored_message_reads_back_as_it_was(message: Message) -> None:
    assert wire.loads(wire.dumps(message)) == message


@given(st.from_type(Message))
def test_equal_messages_are_stored_as_the_same_text(message: Message) -> None:
    assert wire.dumps(wire.loads(wire.dumps(message))) == wire.dumps(message)


def test_a_chart_keeps_its_figures() -> None:
    chart = Chart("Trend", (Point("May", 3.5, low=3.0),), (1, 5), "Rising")
    message = Message("Trend", (chart, text("Up", Span("!", bold=True))))
    assert wire.loads(wire.dumps(message)) == message


def test_a_message_from_a_newer_release_is_refused_by_its_version() -> None:
    newer = json.dumps({"version": 2, "message": {"is": "Message", "summary": "hello"}})
    with pytest.raises(wire.UnreadableMessage, match="version 2"):
        wire.loads(newer)


def test_a_part_that_nobody_knows_is_named() -> None:
    strange = json.dumps({"version": 1, "message": {"is": "Hologram"}})
    with pytest.raises(wire.UnreadableMessage, match="Hologram"):
        wire.loads(strange)


def test_what_is_stored_is_small_because_defaults_are_left_out() -> None:
    stored = wire.dumps(Message("Hi", (Paragraph((Span("Hi"),)),)))
    assert "quiet" not in stored
    assert "href" not in stored
