"""Builds the digest's one thing to decide: a suggestion, its plan form, and what became of it."""

from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Choice,
    Form,
    Heading,
    Option,
    Span,
    TextInput,
    text,
)
from bot.features.digest.parts import ToTry
from bot.features.digest.views import figures
from bot.features.pulse.suggestions import LONGEST_OWNER, SuggestionOutcome

TITLE = "One thing to decide"
OWNER, WEEKS = "owner", "weeks"

_NOTHING_SURE = "Nothing to decide this time: there is too little to go on to point to one thing. More answers make it surer."
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

TERMS = frozenset(map(int, _TERMS))
NEWS = " news"


def to_decide(to_try: ToTry | None, *, with_figures: bool) -> tuple[Block, ...]:
    """`with_figures`: in a message that has them, and shall still have them when this is answered."""
    if to_try is None:
        return (Heading(TITLE), text(_NOTHING_SURE)) if with_figures else ()
    why = text(f"{_why(to_try)} {to_try.item.reference}.", quiet=True)
    return (Heading(TITLE), text(to_try.item.action), why, *_state(to_try, NEWS * with_figures))


def plan_form(value: str) -> Form:
    note = text(
        "Both stay in your digests, and nobody else sees them. It comes back once, to ask what became of it."
    )
    terms = tuple(Option(weeks, label) for weeks, label in _TERMS.items())
    fields = (
        note,
        TextInput(OWNER, "Who sees to it?", "A role or a name.", optional=True, longest=LONGEST_OWNER),
        Choice(WEEKS, "When shall I ask?", terms, initial=_USUAL_TERM),
    )
    return Form("digest.save-plan", _PLAN, fields, submit="Keep it", value=value)


def _state(to_try: ToTry, news: str) -> tuple[Block, ...]:
    read = Button("Read more about it", "card.related", to_try.item.card)
    became = {
        label: Button(label, "digest.suggestion", f"{to_try.suggestion_id} {outcome}{news}")
        for label, outcome in _ANSWERS.items()
    }
    undo = Button("Undo", "digest.suggestion", f"{to_try.suggestion_id} undo{news}")
    if to_try.is_asked:
        said = f"{_planned(to_try)} {_ASKED}" if to_try.due_on else f"We suggested this last time. {_ASKED}"
        return (text(said), Buttons((*became.values(), *(() if news else (read,)))))
    if to_try.outcome is SuggestionOutcome.OPEN:
        decide = Button(_PLAN, "digest.plan", f"{to_try.suggestion_id}{news}")
        return (Buttons((decide, became["Not for us"], read)),)
    if to_try.outcome is SuggestionOutcome.PLANNED:
        return (text(Span(_planned(to_try), bold=True)), Buttons((became["Done"], undo, read)))
    return (text(Span(_BECAME[to_try.outcome], bold=True)), Buttons((undo, read)))


def _planned(to_try: ToTry) -> str:
    """Whom and when, as far as they were given."""
    by = f", {to_try.owner}" if to_try.owner else ""
    return f"Planned{by}, until {figures.day(to_try.due_on)}." if to_try.due_on else f"Planned{by}."


def _why(to_try: ToTry) -> str:
    least = f"is among those with the least agreement: “{to_try.item.text}”"
    if to_try.is_borrowed:
        return (
            "Your own figures are too uncertain to point to one thing, so this follows from everyone's. "
            f"In all of {to_try.group} this statement {least}"
        )
    return f"In {to_try.group} this statement {least}"
