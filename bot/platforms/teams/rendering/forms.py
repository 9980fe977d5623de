"""Renders forms as Teams dialogs that contain their own definition, because Teams doesn't return it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from secrets import token_urlsafe
from typing import Any

from bot.conversation import wire
from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Choice,
    Divider,
    Fields,
    Form,
    Message,
    Option,
    Paragraph,
    TextInput,
)
from bot.platforms.teams.rendering.action_data import SubmittedAction
from bot.platforms.teams.rendering.limits import TooLongForTeams
from bot.platforms.teams.rendering.render import excess, render_form

Json = dict[str, Any]


def dialog(form: Form) -> Json:
    shown = render_form(form, context=carried(form), once=token_urlsafe(9))
    return {"task": {"type": "continue", "value": shown}}


def objection(form: Form, values: Mapping[str, str], faults: Mapping[str, str]) -> Json:
    """The same dialog with errors and the typed values. It may be submitted again."""
    try:
        shown = render_form(form, context=carried(form), once=token_urlsafe(9), values=values, faults=faults)
    except TooLongForTeams:
        return notice("\n\n".join((*faults.values(), _TYPE_LESS)))
    return {"task": {"type": "continue", "value": shown}}


def notice(words: str) -> Json:
    """A dialog with text in place of the form."""
    return {"task": {"type": "message", "value": words}}


def overfull(content: Message | Form) -> list[str]:
    """The parts that exceed Teams' limit.

    The form must also fit when it returns with full boxes and an error at each.
    """
    problem = excess(content) if isinstance(content, Message) else _excess(content)
    return [problem] if problem else []


rendering_problems = overfull


def _excess(form: Form) -> str:
    boxes = [field for field in form.all_fields if isinstance(field, TextInput) and field.kind == "text"]
    named = [field.name for field in form.all_fields if not isinstance(field, Paragraph)]
    try:
        render_form(
            form,
            context=carried(form),
            once=token_urlsafe(9),
            values={box.name: "x" * box.longest for box in boxes},
            faults=dict.fromkeys(named, "x" * _FAULT),
        )
    except TooLongForTeams as error:
        return str(error)
    return ""


def carried(form: Form) -> str:
    """The definition without initial values, because the typed values return anyway.

    Equal lists share their options.
    """
    pool = list(dict.fromkeys(option for part in _choices(form.all_fields) for option in part.options))
    number = {option: at for at, option in enumerate(pool)}
    lists = {part.name: [number[option] for option in part.options] for part in _choices(form.all_fields)}
    first, more = [[_emptied(part) for part in fields] for fields in (form.fields, form.more)]
    folded = (Divider(), *more) if more else ()
    message = Message(form.title, (*first, *folded, Buttons((Button(form.submit, "", ""),))))
    document = [[[part.value, part.label] for part in pool], lists, json.loads(wire.dumps(message))]
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _choices(fields: Fields) -> list[Choice]:
    return [field for field in fields if isinstance(field, Choice)]


def _emptied(field: Paragraph | Choice | TextInput) -> Paragraph | Choice | TextInput:
    match field:
        case Choice():
            return replace(field, initial="", options=())
        case TextInput():
            return replace(field, initial="")
        case _:
            return field


def brought_back(did: SubmittedAction) -> Form | None:
    """Parses the definition.

    The client can forge it, but only that person would see the result. None if it is no form.
    """
    try:
        options, lists, plain = json.loads(did.context)
        pool = [Option(str(value), str(label)) for value, label in options]
        offered = {name: [pool[at] for at in numbers] for name, numbers in lists.items()}
        message = wire.loads(json.dumps(plain))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None
    at = message.blocks.index(Divider()) if Divider() in message.blocks else len(message.blocks)
    fields, more = [_fields(part, offered) for part in (message.blocks[:at], message.blocks[at:])]
    labels = [
        button.label for block in message.blocks if isinstance(block, Buttons) for button in block.buttons
    ]
    return Form(did.action, message.summary, fields, labels[0] if labels else "Send", did.value, more)


def _fields(blocks: tuple[Block, ...], offered: Mapping[str, Sequence[Option]]) -> Fields:
    return tuple(
        replace(block, options=tuple(offered.get(block.name, ()))) if isinstance(block, Choice) else block
        for block in blocks
        if isinstance(block, Paragraph | Choice | TextInput)
    )


# Maximum length of an error text.
_FAULT = 150
_TYPE_LESS = "It is too much to show again. Open the form again, and write less."
