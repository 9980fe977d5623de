"""Renders input fields for Slack messages and forms. A field's name is its block id and action id."""

import re
from collections.abc import Sequence
from typing import Any

from bot.conversation.message import Choice, Option, Span, TextInput
from bot.platforms.slack.rendering import limits, rich_text
from bot.platforms.slack.rendering.rich_text import plain

Json = dict[str, Any]


def choice(field: Choice) -> list[Json]:
    """Radio buttons for few options, a list for many; text if there are none."""
    if not field.options:
        nothing = Span("There is nothing to choose from.")
        return [*rich_text.paragraph((Span(field.question, bold=True),)), *rich_text.quiet((nothing,))]
    options = [_option(o) for o in field.options]
    chosen = [shown for o, shown in zip(field.options, options, strict=True) if o.value == field.initial]
    initial = {"initial_option": chosen[0]} if chosen else {}
    element = _radios(options) if len(options) <= limits.RADIOS else _list(options)
    return [_input(field.name, field.question, "", field.optional, element | initial)]


def box(field: TextInput) -> Json:
    if field.kind in _PICKED:
        return _input(field.name, field.label, field.hint, field.optional, _picker(field))
    longest = min(field.longest, limits.TYPED)
    element: Json = {"type": "plain_text_input", "multiline": field.multiline, "max_length": longest}
    initial = {"initial_value": limits.shortened(field.initial, longest)} if field.initial else {}
    return _input(field.name, field.label, field.hint, field.optional, element | initial)


_PICKED = {"date": re.compile(r"\d{4}-\d\d-\d\d"), "time": re.compile(r"\d\d:\d\d")}


def _picker(field: TextInput) -> Json:
    """Slack's picker rejects invalid dates and times."""
    is_one = _PICKED[field.kind].fullmatch(field.initial)
    return {"type": f"{field.kind}picker"} | ({f"initial_{field.kind}": field.initial} if is_one else {})


def _radios(options: Sequence[Json]) -> Json:
    return {"type": "radio_buttons", "options": options}


def _list(options: Sequence[Json]) -> Json:
    held = {"options": options} if len(options) <= limits.OPTIONS else {"option_groups": _groups(options)}
    return {"type": "static_select", "placeholder": plain("Please choose")} | held


def _option(option: Option) -> Json:
    """Moves the part of a label that exceeds the limit to the description below it."""
    label = option.label
    if limits.length(label) <= limits.OPTION:
        return {"text": plain(label), "value": option.value}
    first = limits.shortened(label, limits.OPTION)[:-1]
    rest = label[len(first) :].strip()
    return {"text": plain(first), "description": plain(rest), "value": option.value}


def _groups(options: Sequence[Json]) -> list[Json]:
    """A list holds a hundred options, but a list of groups holds a hundred groups of a hundred."""
    starts = range(0, len(options), limits.OPTIONS)
    groups = [options[start : start + limits.OPTIONS] for start in starts]
    return [
        {"label": plain(f"{start + 1} to {start + len(group)}"), "options": group}
        for start, group in zip(starts, groups, strict=True)
    ]


def _input(name: str, label: str, hint: str, is_optional: bool, element: Json) -> Json:
    block: Json = {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": element | {"action_id": name},
    }
    return (
        block | ({"hint": plain(hint)} if hint.strip() else {}) | ({"optional": True} if is_optional else {})
    )
