"""Reads what came back for a list: the value chosen, or part of a name where the list was too long to show. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from bot.conversation.inbound_text import folded_name
from bot.conversation.message import Option

# Lists of up to so many are always shown as they are.
FEW = 20
_WORDS = re.compile(r"\w+")
# As many as are read at a glance in a sentence.
_NAMED = 8


class NotOne(ValueError):
    """None of the options, or several; the text says so to the person, with the names that fit."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def chosen(field: str, options: Iterable[Option], values: Mapping[str, str]) -> str:
    """The value meant in this field; "" for nothing. Raises NotOne, which dispatch shows at the field."""
    offered, given = distinct(options), values.get(field, "")
    if not given.strip() or any(given == option.value for option in offered):
        return given.strip()
    found = _called(offered, folded_name(given))
    if len(found) == 1:
        return found[0].value
    if not found and len(offered) <= FEW:
        # It was never shown as a box: what was chosen is gone, and the handler says so.
        return given
    raise NotOne(field, _several(found) if found else _NONE)


def chosen_in(field: str, names: Mapping[str, str], values: Mapping[str, str]) -> str:
    """The same, of names by value. Raises NotOne."""
    return chosen(field, (Option(value, name) for value, name in names.items()), values)


def distinct(options: Iterable[Option]) -> tuple[Option, ...]:
    """Where several have one name, they are numbered, so that each can be named."""
    by_name = sorted(options, key=lambda option: folded_name(option.label))
    numbered = [
        Option(option.value, f"{option.label} ({number})" if len(same) > 1 else option.label)
        for _, several in groupby(by_name, key=lambda option: folded_name(option.label))
        for same in [list(several)]
        for number, option in enumerate(same, start=1)
    ]
    return tuple(numbered)


def _called(options: Sequence[Option], name: str) -> list[Option]:
    """Of that name; else with each of its words among theirs; else with parts of words."""
    named = [(option, folded_name(option.label)) for option in options]
    words = set(_WORDS.findall(name)) or {name}
    exact = [option for option, label in named if label == name]
    whole = [option for option, label in named if words <= set(_WORDS.findall(label))]
    return exact or whole or [option for option, label in named if all(word in label for word in words)]


def _several(found: Sequence[Option]) -> str:
    names = ", ".join(option.label for option in found[:_NAMED])
    more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
    return f"{len(found):,} fit: {names}{more}. Write more of the name."


_NONE = "None of these has that name. Write part of the name."
