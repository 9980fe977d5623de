"""Reads the answer to a list: the chosen value, or part of a name if the list was too long. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import groupby

from bot.conversation.inbound_text import folded_name
from bot.conversation.message import Choice, Form, Option

# Lists of up to this many options are always shown as lists.
FEW = 20
_WORDS = re.compile(r"\w+")
# The most names that a sentence lists.
_NAMED = 8


class NotOne(ValueError):
    """Raised when the text fits none or several of the options. The message lists the names that fit."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def chosen(field: str, options: Iterable[Option], values: Mapping[str, str]) -> str:
    """The option's value that this field holds, or "" if it is empty.

    Raises NotOne; dispatch shows it at the field.
    """
    offered, given = distinct(options), values.get(field, "")
    if not given.strip() or any(given == option.value for option in offered):
        return given.strip()
    matching = _called(offered, folded_name(given))
    if len(matching) == 1:
        return matching[0].value
    if not matching and len(offered) <= FEW:
        # Short lists are never shown as a text box. The chosen option was removed meanwhile; the handler
        # reports it.
        return given
    raise NotOne(field, _several(matching) if matching else _NONE)


def chosen_in(field: str, names: Mapping[str, str], values: Mapping[str, str]) -> str:
    """Like `chosen`, with the names given by value. Raises NotOne."""
    return chosen(field, (Option(value, name) for value, name in names.items()), values)


class ListState(StrEnum):
    """How a submitted list compares with what is offered now."""

    CURRENT = "current"
    OUTDATED = "outdated"
    CHOICE_GONE = "choice gone"

    @classmethod
    def read(
        cls, values: Mapping[str, str], form: Form | None, field: str, offered: Iterable[str]
    ) -> "ListState":
        """OUTDATED: it shows something that isn't offered any more. CHOICE_GONE: that is what was chosen."""
        fields = form.all_fields if form else ()
        lists = [each for each in fields if isinstance(each, Choice) and each.name == field]
        gone = {option.value for each in lists for option in each.options} - set(offered)
        if values.get(field) in gone:
            return cls.CHOICE_GONE
        return cls.OUTDATED if gone else cls.CURRENT


def distinct(options: Iterable[Option]) -> tuple[Option, ...]:
    """Numbers the names that occur more than once, so that each can be typed."""
    by_name = sorted(options, key=lambda option: folded_name(option.label))
    numbered = [
        Option(option.value, f"{option.label} ({number})" if len(same) > 1 else option.label)
        for _, several in groupby(by_name, key=lambda option: folded_name(option.label))
        for same in [list(several)]
        for number, option in enumerate(same, start=1)
    ]
    return tuple(numbered)


def _called(options: Sequence[Option], name: str) -> list[Option]:
    """Options with exactly this name; else those with each typed word; else those with parts of words."""
    named = [(option, folded_name(option.label)) for option in options]
    words = set(_WORDS.findall(name)) or {name}
    exact = [option for option, label in named if label == name]
    whole = [option for option, label in named if words <= set(_WORDS.findall(label))]
    return exact or whole or [option for option, label in named if all(word in label for word in words)]


def _several(matching: Sequence[Option]) -> str:
    names = ", ".join(option.label for option in matching[:_NAMED])
    more = f" and {len(matching) - _NAMED:,} more" if len(matching) > _NAMED else ""
    return f"{len(matching):,} fit: {names}{more}. Write more of the name."


_NONE = "None of these has that name. Write part of the name."
