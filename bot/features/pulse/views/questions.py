"""Builds the pulse's question messages, one at a time, and the final thank-you or "closed" message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten
from typing import Self

from bot.conversation.dates import coming_day
from bot.conversation.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Form,
    Heading,
    Message,
    Paragraph,
    Scale,
    Span,
    TextInput,
    text,
)
from bot.conversation.routes import Faults
from bot.features.pulse.actions import (
    ANSWER,
    COMMENT,
    HOW_CONFIDENTIAL,
    RESULTS,
    SEND_COMMENT,
    STEP,
)
from bot.features.pulse.draft_answers import LEFT_OUT, NOT_SURE, DraftAnswers, read
from bot.features.pulse.items import Item
from bot.features.pulse.views.confidentiality import FOOTNOTE
from bot.features.pulse.waves.counting import COMMENTS_FROM

_POINT, _COMMENT = "point", "comment"

_POINTS = {
    "5": "Strongly agree",
    "4": "Agree",
    "3": "Neither",
    "2": "Disagree",
    "1": "Strongly disagree",
}
_BESIDES = {NOT_SURE: "Not sure, or doesn't apply"}
_IN_WORDS = {**_POINTS, "3": "Neither agree nor disagree", **_BESIDES, LEFT_OUT: "Left out"}

_SUMMARY = "A few short questions"
_MOST_OF_A_QUESTION = 48
_HOW = HOW_CONFIDENTIAL.button("How confidential is this?")
_RESULTS = RESULTS.button("See the results")


def invitation(wave_id: str, items: Sequence[Item], closes_at: datetime) -> Message:
    """The first question.

    `closes_at` is in the organisation's time zone. Never says for which audience the items were chosen.
    """
    return step(DraftAnswers(wave_id), items, closes_at)


def step(so_far: DraftAnswers, items: Sequence[Item], closes_at: datetime) -> Message:
    """The next question or, after the last, a summary with a button to submit."""
    item = so_far.next_of(items)
    shown = _question(so_far, item, items, closes_at) if item else _all_chosen(so_far, items)
    return Message(_SUMMARY, (Heading(_SUMMARY), *shown, text(FOOTNOTE, quiet=True)))


def _question(
    so_far: DraftAnswers, item: Item, items: Sequence[Item], closes_at: datetime
) -> tuple[Block, ...]:
    position = f"Question {items.index(item) + 1} of {len(items)}"
    left_out = STEP.button("Leave this one out", so_far.choosing(item, LEFT_OUT))
    return (
        text(Span(position, bold=True), f" · ten seconds in all · until {day_and_hour(closes_at)}"),
        Scale(_POINT, item.text, _buttons(so_far, item, _POINTS), _buttons(so_far, item, _BESIDES)),
        Buttons((left_out, *_back(so_far), _HOW)),
    )


def _buttons(so_far: DraftAnswers, item: Item, labels: dict[str, str]) -> tuple[Button, ...]:
    return tuple(STEP.button(label, so_far.choosing(item, value)) for value, label in labels.items())


def _all_chosen(so_far: DraftAnswers, items: Sequence[Item]) -> tuple[Block, ...]:
    lines = [_line(item, so_far.chosen[item.id]) for item in items if item.id in so_far.chosen]
    if not so_far.answers:
        sentence = "You left out every question, so there is nothing to send."
        return (text(Span(sentence, bold=True)), Buttons((*_back(so_far), _HOW)))
    sentence = "Nothing is sent yet. Once sent, it can't be changed."
    send = ANSWER.button("Send my answers", so_far)
    return (Bullets(tuple(lines)), text(sentence), Buttons((send, *_back(so_far), _HOW)))


def _line(item: Item, value: str) -> Paragraph:
    """The answer first; the question, which was just read, is cut so that all of them fit on a phone."""
    return text(
        Span(_IN_WORDS[value], bold=True), f": {shorten(item.text, _MOST_OF_A_QUESTION, placeholder=' …')}"
    )


def _back(so_far: DraftAnswers) -> tuple[Button, ...]:
    if not so_far.chosen:
        return ()
    return (STEP.button("Change my last answer", so_far.without_last()),)


def chosen_point(values: Mapping[str, str]) -> DraftAnswers | None:
    """The answers with the point that was chosen in a list; None if none was."""
    written = values.get(_POINT, "")
    return read(written) if written else None


CHOOSE = "Choose an answer first, or leave this one out."


def thanks(wave_id: str) -> Message:
    sentence = "Thank you. Your answers are in, sealed until the questions close."
    return Message(
        sentence,
        (
            text(sentence, " You and everyone asked will see the results when leaders do."),
            Buttons((COMMENT.button("Add a comment", wave_id), _HOW)),
        ),
    )


def closed() -> Message:
    """The message that replaces the questions when a button is pressed after the close."""
    return Message(CLOSED, (text(CLOSED), Buttons((_RESULTS, _HOW))))


TWICE = "You have answered these questions, and your answers are sealed, so they stay as they are. There is nothing more to do."
CLOSED = "These questions closed before this reached us, so it was not counted. There is nothing to do: others come another time."
CLOSED_FOR_COMMENTS = "These questions closed before this reached us, so your words were not kept. There is nothing to do: others come another time."
NOT_INVITED = "These questions went to somebody else, so nothing was counted. There is nothing to do: others may come to you."
COMMENTED = "Thank you. Your comment is sealed until these questions close."
COMMENTED_ALREADY = "You have written a comment to these questions, and each person has one. Your first comment stays, and there is nothing more to do."


@dataclass(frozen=True, slots=True)
class WrittenComment:
    words: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        words = values.get(_COMMENT, "").strip()
        return cls(words) if words else Faults({_COMMENT: "Write something first, or close this."})


def comment_form(wave_id: str) -> Form:
    return SEND_COMMENT.form(
        "A comment",
        (
            text(
                "Comments are about the whole organisation. Yours is sealed at once, without name, team or time; "
                "only a code says until the questions close that you wrote one. "
                f"Comments are shown to the organisation's leaders, shuffled, only if {COMMENTS_FROM} or more people "
                "write one; otherwise they are destroyed unopened. Shown ones are deleted after 30 days. "
                "Leave out names, and anything that only you could know."
            ),
            TextInput(_COMMENT, "What would you like to add?", multiline=True, longest=500),
        ),
        wave_id,
        submit="Send the comment",
    )


def day_and_hour(at: datetime) -> str:
    return f"{coming_day(at)} at {at:%H:%M}"
