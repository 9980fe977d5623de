"""Builds the pulse's settings: the present values, the form, and its result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Self

from bot.conversation.message import Buttons, Choice, Facts, Form, Heading, Message, Option, TextInput, text
from bot.conversation.routes import Faults
from bot.core.themes import Audience
from bot.features.pulse.actions import CHANGE_SETTINGS, SAVE_SETTINGS
from bot.features.pulse.items import Item
from bot.features.pulse.preferences import HIGHEST_FLOOR, STRONGER_EPSILON, USUAL_EPSILON, Choices
from bot.features.pulse.verdict import BASELINE_WAVES
from bot.features.shared_actions import SCHEDULES

_HEADLINE, FLOOR, _BLUR = "headline", "floor", "blur"

# Slack shows no longer ones in a list to choose from.
_LONGEST_OPTION = 75

_ANEW = (
    "The headline is asked every time, and the only one with a line over time and a verdict. "
    f"Another one begins that line anew: a change can first be called after {BASELINE_WAVES + 1} rounds. "
    "The old line stays in the reports."
)
_BLURS = (
    Option(str(USUAL_EPSILON), "As usual"),
    Option(str(STRONGER_EPSILON), "About twice as much, so that single answers show even less"),
)
_ONLY_UP = "Choose a higher number: people were told that fewer are never shown, and that has to stay true."

TITLE = "What everyone is asked, and when a figure is shown"
SAVED = "Saved."


@dataclass(frozen=True, slots=True)
class WrittenSettings:
    headline: Item
    floor: int
    epsilon: int

    @classmethod
    def read(cls, values: Mapping[str, str], items: Mapping[str, Item]) -> Self | Faults:
        headline, blur = items.get(values.get(_HEADLINE, "")), values.get(_BLUR, "")
        typed = values.get(FLOOR, "").strip()
        faults = {} if headline in everyones(items) else {_HEADLINE: "Choose one of these."}
        if not (typed.isascii() and typed.isdigit()):
            faults[FLOOR] = "Write a whole number, like 10."
        if blur not in {option.value for option in _BLURS}:
            faults[_BLUR] = "Choose one of these."
        if faults or headline is None:
            return Faults(faults)
        return cls(headline, int(typed), int(blur))

    @property
    def choices(self) -> Choices:
        return Choices(self.headline.id, self.floor, self.epsilon)


def everyones(items: Mapping[str, Item]) -> list[Item]:
    return [item for item in items.values() if Audience.EVERYONE in item.audience]


def form(chosen: Choices, items: Sequence[Item]) -> Form:
    """`items` are those that everyone is asked."""
    options = tuple(Option(item.id, _short(item)) for item in items)
    fields = (
        text(_ANEW),
        Choice(_HEADLINE, "Which question is the headline?", options, initial=chosen.headline),
        TextInput(
            FLOOR,
            "How many must answer before a figure is shown?",
            f"From {chosen.floor} to {HIGHEST_FLOOR}. {_ONLY_UP}",
            initial=str(chosen.floor),
            longest=3,
        ),
        Choice(_BLUR, "How much are figures blurred?", _BLURS, initial=str(chosen.epsilon)),
    )
    return SAVE_SETTINGS.form("Questions", fields, submit="Save")


def what_applies(title: str, chosen: Choices, items: Mapping[str, Item], next_day: str) -> Message:
    """`next_day` is when the next questions come, empty if that is not planned."""
    headline = items.get(chosen.headline)
    rows = (
        ("The headline, asked every time", headline.text if headline else chosen.headline),
        ("A figure is shown from", f"{chosen.floor} answers"),
        ("Figures are blurred", "as usual" if chosen.epsilon == USUAL_EPSILON else "about twice as much"),
    )
    when = f", on {next_day}" if next_day else ""
    note = text(f"A change applies from the next questions{when}. Open ones stay as they are.", quiet=True)
    buttons = Buttons((CHANGE_SETTINGS.button("Change"), SCHEDULES.button("When they are asked")))
    return Message(title, (Heading(title), Facts(rows), note, buttons))


def _short(item: Item) -> str:
    return shorten(item.text, _LONGEST_OPTION, placeholder=" …")
