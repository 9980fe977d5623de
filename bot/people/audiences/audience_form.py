"""The form that combines audiences into a new one: its fields, and how they are read. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.conversation.choosing import chosen
from bot.conversation.message import Choice, Form, Option, TextInput
from bot.conversation.routes import Faults
from bot.people.audiences.actions import SAVE
from bot.people.audiences.audiences import is_channel, options_of
from bot.people.audiences.saved_audiences import Combination, SavedAudience

NAME, HOW, ANY, ALL, BUT_NOT = "name", "how", "any", "all", "but_not"

_FIELDS = {"first": "Who is in it?", "second": "And who else?", "third": "And who else?", "fourth": "And?"}
_NOBODY = Option("none", "Nobody else")
_NO_ONE = Option("none", "Nobody")
_LONGEST = 60


def form(single: Mapping[str, str], saved: SavedAudience | None = None) -> Form:
    """`single` are the names, by key, of what may be chosen."""
    combination = saved.combination if saved else Combination(())
    initial = dict(zip(_FIELDS, [key for key in combination.keys if key in single], strict=False))
    but_not = next((key for key in combination.but_not if key in single), _NO_ONE.value)
    called = saved.name if saved else ""
    name = TextInput(NAME, "What do you call it?", "Such as Wards at night", called, longest=_LONGEST)
    how = Choice(HOW, "Whom does it take in?", _HOW, ALL if combination.takes_all else ANY)
    options = options_of(single)
    people = tuple(option for option in options if not is_channel(option.value))
    first, *others = _FIELDS
    fields = [_list(first, _FIELDS[first], options, initial.get(first, ""))]
    fields += [
        _list(field_name, _FIELDS[field_name], (_NOBODY, *options), initial.get(field_name, "none"))
        for field_name in others
    ]
    leaves_out = _list(BUT_NOT, "But not people in", (_NO_ONE, *people), but_not)
    title = "Change an audience" if saved else "New audience"
    more = (*fields[2:], leaves_out)
    return SAVE.form(title, (name, how, *fields[:2]), saved.id if saved else None, submit="Save", more=more)


def _list(name: str, question: str, options: tuple[Option, ...], initial: str) -> Choice:
    return Choice(name, question, options, initial, is_searched=True)


@dataclass(frozen=True, slots=True)
class WrittenAudience:
    name: str
    combination: Combination

    @classmethod
    def read(cls, values: Mapping[str, str], single: Mapping[str, str]) -> Self | Faults:
        """`single` are the names, by key, of what they may choose. Raises NotOne."""
        name = " ".join(values.get(NAME, "").split())
        keys = _chosen_keys(values, single)
        faults = _faults(name, keys, single)
        return Faults(faults) if faults else cls(name, _combined(keys))


def _chosen_keys(values: Mapping[str, str], single: Mapping[str, str]) -> dict[str, str]:
    """The values with keys where names were typed. Raises NotOne."""
    options = options_of(single)
    lists = dict.fromkeys(_FIELDS, (_NOBODY, *options)) | {BUT_NOT: (_NO_ONE, *options)}
    return {**values, **{name: chosen(name, lists[name], values) for name in lists}}


def _combined(values: Mapping[str, str]) -> Combination:
    left_out = values.get(BUT_NOT, "")
    but_not = () if left_out in ("", _NO_ONE.value) else (left_out,)
    return Combination(tuple(dict.fromkeys(_chosen(values).values())), values.get(HOW) == ALL, but_not)


def _faults(name: str, values: Mapping[str, str], single: Mapping[str, str]) -> dict[str, str]:
    """By field."""
    chosen, given = _chosen(values), _combined(values)
    faults = {field: _NOT_YOURS for field, key in chosen.items() if key not in single}
    if given.takes_all:
        faults |= {field: _NO_PEOPLE for field, key in chosen.items() if is_channel(key)}
    if any(key not in single or is_channel(key) for key in given.but_not):
        faults[BUT_NOT] = _NOT_YOURS
    if not chosen:
        faults["first"] = "Choose one of these."
    if not name:
        faults[NAME] = "Give it a name, so that you find it again."
    elif len(name) > _LONGEST:
        faults[NAME] = f"That is {len(name)} characters long. Keep it to {_LONGEST}."
    return faults


def _chosen(values: Mapping[str, str]) -> dict[str, str]:
    """Keys by field."""
    return {field: key for field in _FIELDS if (key := values.get(field, "")) not in ("", _NOBODY.value)}


_HOW = (
    Option(ANY, "People in any of these"),
    Option(ALL, "Only people in all of these"),
)
_NOT_YOURS = "Your role no longer reaches these. Choose others, or ask an administrator about your role."
_NO_PEOPLE = "A channel has no list of people, so nobody can be in all of these. Take the channel out."
