"""Renders Messages as Adaptive Cards for Teams. Pure: no network, no SDK."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, assert_never

from bot.conversation.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Chart,
    Choice,
    Divider,
    Facts,
    Form,
    Heading,
    Image,
    Message,
    Option,
    Paragraph,
    Progress,
    Quote,
    Scale,
    Span,
    TextInput,
)
from bot.platforms.teams.rendering import action_data, elements, fields, limits
from bot.platforms.teams.rendering import chart as charts
from bot.platforms.teams.rendering.markdown import leads_somewhere, words

Json = dict[str, Any]
_Typed = Mapping[str, str]

CARD = "application/vnd.microsoft.card.adaptive"

# Teams cuts off longer labels, because a button has one line.
_BUTTON = 40


def render(message: Message, *, forms: Collection[str] = ()) -> Json:
    """An activity. Raises TooLongForTeams.

    `forms` are the actions that open forms: Teams opens a dialog only if the button declares it.
    """
    card = limits.fit(_card(message, forms))
    return {"type": "message", "summary": message.summary, "attachments": [_attached(card)]}


def render_form(
    form: Form,
    *,
    context: str = "",
    once: str = "",
    values: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> Json:
    """A dialog's `value`, with errors and typed values when it returns. Raises TooLongForTeams."""
    card = limits.fit(_form_card(form, context, once, values or {}, faults or {}))
    return {"title": words(form.title), "height": _height(form), "width": "medium", "card": _attached(card)}


def excess(message: Message) -> str:
    """The part that exceeds the limit; empty if the message fits."""
    return limits.excess(_card(message, ()))


def _attached(card: Json) -> Json:
    return {"contentType": CARD, "content": card}


def _card(message: Message, forms: Collection[str]) -> Json:
    definition = action_data.fields_of_card(message.blocks)
    body: list[Json] = []
    is_divided = has_buttons = False
    for block in message.blocks:
        shown = _block(block, forms, definition, has_main=not has_buttons)
        if shown and is_divided:
            shown[0] |= {"separator": True, "spacing": "Large"}
        is_divided = isinstance(block, Divider) or (is_divided and not shown)
        has_buttons = has_buttons or isinstance(block, Buttons | Scale)
        body += shown
    card = _with_body(body or elements.paragraph((Span(message.summary),)), message.summary)
    return card | ({"refresh": _refresh()} if message.is_home else {})


def _refresh() -> Json:
    """Teams calls this by itself each time the person looks at the card, but not more than once a minute."""
    data = action_data.data(action_data.LOOK)
    return {"action": {"type": "Action.Execute", "verb": action_data.LOOK, "data": data}}


def _with_body(body: list[Json], summary: str) -> Json:
    return {"type": "AdaptiveCard", "version": "1.5", "fallbackText": summary, "body": body}


def _block(block: Block, forms: Collection[str], definition: str, has_main: bool) -> list[Json]:
    """`definition` is the definition of the message's fields, which each button carries."""
    match block:
        case Heading(heading):
            return elements.heading(heading)
        case Paragraph(spans, quiet):
            return elements.quiet(spans) if quiet else elements.paragraph(spans)
        case Bullets(items):
            return elements.bullets(items)
        case Quote(spans):
            return elements.quote(spans)
        case Facts(rows):
            return elements.facts(rows)
        case Image(url, alt):
            return elements.image(url, alt)
        case Chart():
            return charts.shown(block)
        case Choice():
            return fields.choice(block, is_required=False)
        case TextInput():
            return fields.box(block, is_required=False)
        case Buttons(buttons):
            return _buttons(buttons, forms, definition, has_main)
        case Scale():
            return _scale(block, definition)
        case Progress(label, done, total):
            return elements.progress(label, done, total)
        case Divider():
            return []
        case _:
            assert_never(block)


def _buttons(
    buttons: Sequence[Button], forms: Collection[str], definition: str, has_main: bool
) -> list[Json]:
    """The first of several buttons is highlighted, unless an earlier row has a highlighted one."""
    pressed = [_pressed(button, forms, definition) for button in buttons]
    if len(pressed) > 1 and has_main:
        pressed[0] |= {"style": "positive"}
    shown: list[Json] = []
    for is_long, run in groupby(pressed, key=lambda action: len(action["title"]) > _BUTTON):
        row = list(run)
        shown += map(elements.long_button, row) if is_long else [{"type": "ActionSet", "actions": row}]
    return shown


def _scale(scale: Scale, definition: str) -> list[Json]:
    """Teams cuts off the labels of five buttons in a row, so this is a list with a button below."""
    options = tuple(Option(button.value, button.label) for button in scale.buttons)
    action = next((button.action for button in scale.buttons), "")
    sends = {"type": "ActionSet", "actions": [_executes(Button(scale.submit, action), definition)]}
    return [*fields.choice(Choice(scale.name, scale.question, options), is_required=False), sends]


def _pressed(button: Button, forms: Collection[str], definition: str) -> Json:
    if leads_somewhere(button.href):
        return {"type": "Action.OpenUrl", "title": words(button.label), "url": button.href}
    return _opens(button, definition) if button.action in forms else _executes(button, definition)


def _executes(button: Button, definition: str) -> Json:
    """Clients that do not support Execute send the same data as a message."""
    data = action_data.data(button.action, button.value, fields=definition)
    title = {"title": words(button.label)}
    submit = {"type": "Action.Submit", **title, "data": data}
    return {"type": "Action.Execute", **title, "verb": button.action, "data": data, "fallback": submit}


def _opens(button: Button, definition: str) -> Json:
    data = action_data.data(button.action, button.value, fields=definition) | {
        "msteams": {"type": "task/fetch"}
    }
    return {"type": "Action.Submit", "title": words(button.label), "data": data}


def _form_card(
    form: Form, context: str, once: str, values: Mapping[str, str], faults: Mapping[str, str]
) -> Json:
    """Errors are above their fields, and those without a field above all."""
    named = {f.name for f in form.all_fields if not isinstance(f, Paragraph)}
    body = [part for name, fault in faults.items() if name not in named for part in _fault(fault)]
    body += [part for field in form.fields for part in _field(field, values, faults)]
    more = [part for field in form.more for part in _field(field, values, faults)]
    if more:
        is_open = any(isinstance(f, Choice | TextInput) and f.name in faults for f in form.more)
        body += elements.folded("Details", more, is_open)
    submit = {
        "type": "Action.Submit",
        "title": words(form.submit),
        "style": "positive",
        "data": action_data.data(form.action, form.value, context, once),
    }
    return _with_body(body, form.title) | {"actions": [submit]}


def _field(field: Paragraph | Choice | TextInput, values: _Typed, faults: _Typed) -> list[Json]:
    if isinstance(field, Paragraph):
        return elements.quiet(field.spans) if field.quiet else elements.paragraph(field.spans)
    filled = replace(field, initial=values.get(field.name, field.initial))
    box = fields.choice(filled, True) if isinstance(filled, Choice) else fields.box(filled, True)
    return [*_fault(faults.get(field.name, "")), *box]


def _fault(sentence: str) -> list[Json]:
    return elements.paragraph((Span(sentence),), color="Attention")


def _height(form: Form) -> str:
    is_tall = any(isinstance(f, TextInput) and f.multiline for f in form.fields)
    return "large" if len(form.fields) > 5 else "medium" if is_tall or len(form.fields) > 2 else "small"
