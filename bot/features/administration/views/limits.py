"""Builds the list of organisation settings, and the form that changes one. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from bot.conversation.message import (
    Block,
    Bullets,
    Buttons,
    Choice,
    Facts,
    Form,
    Heading,
    Message,
    Option,
    TextInput,
    text,
)
from bot.conversation.routes import Faults
from bot.features.administration.actions import CHANGE_LIMIT, SAVE_LIMIT, TEAM_CHANNELS
from bot.features.administration.views import team_channels
from bot.features.shared_actions import PULSE_SETTINGS, REPHRASING
from bot.people.identity.organisation_limits import Limit

SETTING, NUMBER = "setting", "number"
ALL, SAVED = "What applies to everybody here", "Saved. This applies now."
NOT_PICKED = 'Pick what you want to change. Say "administration" to see it all again.'


@dataclass(frozen=True, slots=True)
class SignpostOwner:
    """The person responsible for the country's signposts. `to_do` are open questions about them."""

    country: str
    owner: str
    last_checked: date | None
    to_do: Sequence[str]


@dataclass(frozen=True, slots=True)
class PickedLimit:
    """The limit that was chosen in the list, by name. Empty if none was."""

    name: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return cls(values.get(SETTING, ""))


@dataclass(frozen=True, slots=True)
class NewNumber:
    number: int

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        typed = values.get(NUMBER, "").strip()
        if not (typed.isascii() and typed.isdigit()):
            return Faults({NUMBER: "Write a whole number, like 10."})
        return cls(int(typed))


def shown(
    title: str, numbers: Mapping[str, int], rephrasing: tuple[str, str], signposts: SignpostOwner
) -> Message:
    """`rephrasing` is the label of that setting, and how it is set."""
    rows = tuple((limit.label, limit.in_words(numbers[limit])) for limit in Limit.all())
    options = tuple(Option(limit, limit.label) for limit in Limit.all())
    return Message(
        title,
        (
            Heading(title),
            Facts((*rows, rephrasing, *_signposts(signposts))),
            *_to_do(signposts.to_do),
            Choice(SETTING, "What do you want to change?", options, initial=Limit.all()[0]),
            Buttons(
                (
                    CHANGE_LIMIT.button("Change this", None),
                    PULSE_SETTINGS.button("The questions and their figures"),
                    REPHRASING.button(rephrasing[0]),
                    TEAM_CHANNELS.button(team_channels.LABEL),
                )
            ),
        ),
    )


def form(limit: Limit, number: int) -> Form:
    """`number` is the present value."""
    least = number if limit.only_up else limit.least
    hint = f"A number from {least} to {limit.most}"
    least_words, most_words = limit.in_words(least), limit.in_words(limit.most)
    if "year" in least_words + most_words:
        hint += f": {least_words} to {most_words}"
    box = TextInput(NUMBER, limit.question, hint, initial=str(number), longest=6)
    return SAVE_LIMIT.form(limit.form_title, (text(limit.why), box), limit, submit="Save")


def _signposts(signposts: SignpostOwner) -> tuple[tuple[str, str], ...]:
    """The crisis lines for people in distress, and the person responsible for them."""
    return (
        (f"Signposts for {signposts.country}: owner", signposts.owner or "nobody"),
        ("Last checked", str(signposts.last_checked or "never")),
    )


def _to_do(due: Sequence[str]) -> tuple[Block, ...]:
    how = text("Signposts are part of the content: their owner changes them, with the date.", quiet=True)
    if due:
        return (text("To do about the signposts:"), Bullets(tuple(map(text, due))), how)
    return (text("Nothing is to do about the signposts now."), how)
