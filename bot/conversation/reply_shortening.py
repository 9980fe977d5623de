"""Shortens a reply that exceeds a platform's limits, and says in the reply what it left out. Pure.

Long lists become a text box for part of a name, and surplus rows become a count. If the reply is still too
large, it is refused with an explanation. Nothing is cut off silently.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.conversation.choosing import FEW, distinct
from bot.conversation.message import (
    Block,
    Bullets,
    Choice,
    Facts,
    Form,
    Message,
    Paragraph,
    TextInput,
    saying,
    text,
)
from bot.conversation.routes import Open, Replace, Reply, Say

Overfull = Callable[[Message | Form], Sequence[str]]
"""The parts of a reply that a platform cannot show."""

_ROWS = (60, 20, 8)
_LONGEST_NAME = 300

_Shown = TypeVar("_Shown", Message, Form)
_Field = TypeVar("_Field", bound=Block)


class NoRoom(ValueError):
    """Raised when even the shortest form of a reply is too large.

    The text names the limit and quotes nothing.
    """


def shorten_to_fit(reply: Reply, overfull: Overfull) -> Reply:
    """Returns the reply unchanged if it fits, else a shorter one. Raises NoRoom."""
    match reply:
        case Open(form):
            return Open(_form(form, overfull))
        case Say(message) | Replace(message):
            return replace(reply, message=_message(message, overfull))
        case _:
            return reply


def _form(form: Form, overfull: Overfull) -> Form:
    return _first_that_fits((form, _searched_form(form)), overfull)


def _message(message: Message, overfull: Overfull) -> Message:
    searched = replace(message, blocks=tuple(map(_searched, message.blocks)))
    return _first_that_fits((message, searched, *(_with_rows(searched, most) for most in _ROWS)), overfull)


def _first_that_fits(sizes: Iterable[_Shown], overfull: Overfull) -> _Shown:
    problems: Sequence[str] = ()
    for size in sizes:
        problems = overfull(size)
        if not problems:
            return size
    raise NoRoom("; ".join(problems))


def _searched_form(form: Form) -> Form:
    fields, more = [tuple(map(_searched, part)) for part in (form.fields, form.more)]
    return replace(form, fields=fields, more=more)


def _searched(block: _Field) -> _Field | TextInput:
    """Replaces a long list with a text box for part of a name, filled with the name chosen before."""
    if not isinstance(block, Choice) or not block.is_searched or len(block.options) <= FEW:
        return block
    names = {option.value: option.label for option in distinct(block.options)}
    hint = f"Part of its name is enough. There are {len(names):,}."
    initial = names.get(block.initial, "")
    return TextInput(
        block.name, block.question, hint, initial, optional=block.optional, longest=_LONGEST_NAME
    )


def _with_rows(message: Message, most: int) -> Message:
    return replace(
        message, blocks=tuple(shortened for block in message.blocks for shortened in _fewer(block, most))
    )


def _fewer(block: Block, most: int) -> tuple[Block, ...]:
    match block:
        case Facts(rows) if len(rows) > most:
            return (Facts(rows[:most]), _more(most, len(rows)))
        case Bullets(items) if len(items) > most:
            return (Bullets(items[:most]), _more(most, len(items)))
        case _:
            return (block,)


def _more(shown: int, count: int) -> Paragraph:
    return text(f"{shown} of {count:,} are shown: there is no room for more here.", quiet=True)


NO_ROOM = Say(
    saying("That is more than I can show here. Nothing was changed. Please tell your administrator."),
    private=True,
)
