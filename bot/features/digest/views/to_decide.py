"""Builds the digest's one thing to decide: a suggestion, its plan form, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.conversation.dates import coming_day
from bot.conversation.message import (
    Block,
    Buttons,
    Choice,
    Form,
    Heading,
    Option,
    Span,
    TextInput,
    saying,
    text,
)
from bot.conversation.routes import Faults
from bot.features.digest.actions import (
    ANSWER_SUGGESTION,
    PLAN,
    SAVE_PLAN,
    AnsweredSuggestion,
    ShownSuggestion,
)
from bot.features.digest.parts import ToTry
from bot.features.pulse.suggestions import LONGEST_OWNER, SuggestionOutcome
from bot.features.shared_actions import SHOW_CARD

TITLE = "One thing to decide"
_OWNER, _WEEKS = "owner", "weeks"

_NOTHING_SURE = "Nothing to decide this time: there is too little to go on to point to one thing. More answers make it surer."
NOT_YOURS = saying("A newer suggestion has taken its place. Say “digest” to see it.")
_PLAN = "We'll do this"
_ASKED = "What became of it?"
_ANSWERS = {
    "Done": SuggestionOutcome.DONE,
    "Not yet": SuggestionOutcome.NOT_YET,
    "Not for us": SuggestionOutcome.NOT_FOR_US,
}
_BECAME = {
    SuggestionOutcome.DONE: "Done. It stands on the chart as a mark from the next figures on; that proves nothing. Staff will "
    "want to hear of it.",
    SuggestionOutcome.NOT_YET: "Not yet. That's fine; it may come up again.",
    SuggestionOutcome.NOT_FOR_US: "Not for us. We won't suggest it again for half a year.",
}
_TERMS = {"2": "In two weeks", "4": "In four weeks", "8": "In eight weeks", "13": "In a quarter"}
_USUAL_TERM = "4"


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    owner: str
    weeks: int

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        weeks, owner = values.get(_WEEKS, ""), values.get(_OWNER, "").strip()
        if weeks not in _TERMS:
            return Faults({_WEEKS: "Choose one of these."})
        if len(owner) > LONGEST_OWNER:
            return Faults({_OWNER: f"Keep it to {LONGEST_OWNER} characters."})
        return cls(owner, int(weeks))


def to_decide(to_try: ToTry | None, *, with_figures: bool) -> tuple[Block, ...]:
    """`with_figures`: in a message that has them, and shall still have them when this is answered."""
    if to_try is None:
        return (Heading(TITLE), text(_NOTHING_SURE)) if with_figures else ()
    why = text(f"{_why(to_try)} {to_try.item.reference}.", quiet=True)
    return (Heading(TITLE), text(to_try.item.action), why, *_state(to_try, with_figures))


def plan_form(shown: ShownSuggestion) -> Form:
    note = text(
        "Both stay in your digests, and nobody else sees them. It comes back once, to ask what became of it."
    )
    terms = tuple(Option(weeks, label) for weeks, label in _TERMS.items())
    fields = (
        note,
        TextInput(_OWNER, "Who sees to it?", "A role or a name.", optional=True, longest=LONGEST_OWNER),
        Choice(_WEEKS, "When shall I ask?", terms, initial=_USUAL_TERM),
    )
    return SAVE_PLAN.form(_PLAN, fields, shown, submit="Keep it")


def _state(to_try: ToTry, with_figures: bool) -> tuple[Block, ...]:
    shown = ShownSuggestion(to_try.suggestion_id, with_figures)
    read = SHOW_CARD.button("Read more about it", to_try.item.card)
    became = {
        label: ANSWER_SUGGESTION.button(label, AnsweredSuggestion(shown, outcome))
        for label, outcome in _ANSWERS.items()
    }
    undo = ANSWER_SUGGESTION.button("Undo", AnsweredSuggestion(shown, SuggestionOutcome.OPEN))
    if to_try.is_asked:
        sentence = (
            f"{_planned(to_try)} {_ASKED}" if to_try.due_on else f"We suggested this last time. {_ASKED}"
        )
        return (text(sentence), Buttons((*became.values(), *(() if with_figures else (read,)))))
    if to_try.outcome is SuggestionOutcome.OPEN:
        decide = PLAN.button(_PLAN, shown)
        return (Buttons((decide, became["Not for us"], read)),)
    if to_try.outcome is SuggestionOutcome.PLANNED:
        return (text(Span(_planned(to_try), bold=True)), Buttons((became["Done"], undo, read)))
    return (text(Span(_BECAME[to_try.outcome], bold=True)), Buttons((undo, read)))


def _planned(to_try: ToTry) -> str:
    """The responsible person and the day, as far as given."""
    by = f", {to_try.owner}" if to_try.owner else ""
    return f"Planned{by}, until {coming_day(to_try.due_on)}." if to_try.due_on else f"Planned{by}."


def _why(to_try: ToTry) -> str:
    least = f"is among those with the least agreement: “{to_try.item.text}”"
    if to_try.is_borrowed:
        return (
            "Your own figures are too uncertain to point to one thing, so this follows from everyone's. "
            f"In all of {to_try.group} this statement {least}"
        )
    return f"In {to_try.group} this statement {least}"
