"""Renders input fields for Teams messages and forms. A field's name is its id."""

from typing import Any

from bot.conversation.message import Choice, Span, TextInput
from bot.platforms.teams.rendering import elements
from bot.platforms.teams.rendering.markdown import words

Json = dict[str, Any]

_EXPANDED, _COMPACT = 10, 25
_TYPES = {"text": "Input.Text", "date": "Input.Date", "time": "Input.Time"}


def choice(field: Choice, is_required: bool) -> list[Json]:
    """All options for a few, a list for more, a searchable list for many; text if there are none."""
    if not field.options:
        nothing = Span("There is nothing to choose from.")
        return [*elements.paragraph((Span(field.question, bold=True),)), *elements.quiet((nothing,))]
    count = len(field.options)
    style = "expanded" if count <= _EXPANDED else "compact" if count <= _COMPACT else "filtered"
    shown: Json = {
        "type": "Input.ChoiceSet",
        "id": field.name,
        "label": words(field.question),
        "style": style,
        "wrap": True,
        "choices": [{"title": words(o.label), "value": o.value} for o in field.options],
    }
    if any(o.value == field.initial for o in field.options):
        shown["value"] = field.initial
    if style != "expanded":
        shown["placeholder"] = "Please choose"
    return [shown | _required("Please choose an answer.", is_required and not field.optional)]


def box(field: TextInput, is_required: bool) -> list[Json]:
    """The hint is below the box: inside, it would disappear with the first letter."""
    shown: Json = {
        "type": _TYPES[field.kind],
        "id": field.name,
        "label": words(field.label),
    }
    if field.kind == "text":
        shown |= {"isMultiline": field.multiline, "maxLength": field.longest}
    if field.initial:
        shown["value"] = field.initial[: field.longest]
    hint = elements.quiet((Span(field.hint),))
    return [shown | _required("Please fill this in.", is_required and not field.optional), *hint]


def _required(otherwise: str, is_required: bool) -> Json:
    return {"isRequired": True, "errorMessage": otherwise} if is_required else {}
