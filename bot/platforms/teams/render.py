"""Messages as Adaptive Cards for Teams. Pure: no network, no SDK."""

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
    Paragraph,
    Progress,
    Quote,
    Span,
    TextInput,
)
from bot.platforms.teams import chart as charts
from bot.platforms.teams import elements, fields, limits, names
from bot.platforms.teams.markdown import leads_somewhere, words

Json = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"

# Teams cuts off what is longer, for a button has one line.
_BUTTON = 40


def render(message: Message, *, forms: Collection[str] = ()) -> Json:
    """An activity. Raises TooLong.

    `forms` are the actions whose answer is a form: Teams opens one only where the button says so beforehand.
    """
    card = limits.fit(_card(message, forms))
    return {"type": "message", "summary": message.summary, "attachments": [_attached(card)]}


def render_form(
    form: Form,
    *,
    context: str = "",
    values: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> Json:
    """A dialog's `value`. When it comes back with faults, with what was typed. Raises TooLong."""
    card = limits.fit(_form_card(form, context, values or {}, faults or {}))
    return {"title": words(form.title), "height": _height(form), "width": "medium", "card": _attached(card)}


def faults_of(content: Message | Form) -> list[str]:
    """What Teams has no room for, for whoever wrote it."""
    card = _form_card(content, "", {}, {}) if isinstance(content, Form) else _card(content, ())
    found = limits.excess(card)
    return [found] if found else []


def _attached(card: Json) -> Json:
    return {"contentType": CARD, "content": card}


def _card(message: Message, forms: Collection[str]) -> Json:
    body: list[Json] = []
    is_divided = has_buttons = False
    for block in message.blocks:
        shown = _block(block, forms, has_main=not has_buttons)
        if shown and is_divided:
            shown[0] |= {"separator": True, "spacing": "Large"}
        is_divided = isinstance(block, Divider) or (is_divided and not shown)
        has_buttons = has_buttons or isinstance(block, Buttons)
        body += shown
    return _with_body(body or elements.paragraph((Span(message.summary),)), message.summary)


def _with_body(body: list[Json], summary: str) -> Json:
    return {"type": "AdaptiveCard", "version": "1.5", "fallbackText": summary, "body": body}


def _block(block: Block, forms: Collection[str], has_main: bool) -> list[Json]:
    match block:
        case Heading(said):
            return elements.heading(said)
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
            return _buttons(buttons, forms, has_main)
        case Progress(label, done, total):
            return elements.progress(label, done, total)
        case Divider():
            return []
        case _:
            assert_never(block)


def _buttons(buttons: Sequence[Button], forms: Collection[str], has_main: bool) -> list[Json]:
    """The first of several stands out, where no earlier row has one that does."""
    pressed = [_pressed(button, forms) for button in buttons]
    if len(pressed) > 1 and has_main:
        pressed[0] |= {"style": "positive"}
    shown: list[Json] = []
    for is_long, run in groupby(pressed, key=lambda one: len(one["title"]) > _BUTTON):
        row = list(run)
        shown += map(elements.long_button, row) if is_long else [{"type": "ActionSet", "actions": row}]
    return shown


def _pressed(button: Button, forms: Collection[str]) -> Json:
    if leads_somewhere(button.href):
        return {"type": "Action.OpenUrl", "title": words(button.label), "url": button.href}
    return _opens(button) if button.action in forms else _executes(button)


def _executes(button: Button) -> Json:
    """Clients from before Execute send the same as a message."""
    data = names.data(button.action, button.value)
    title = {"title": words(button.label)}
    submit = {"type": "Action.Submit", **title, "data": data}
    return {"type": "Action.Execute", **title, "verb": button.action, "data": data, "fallback": submit}


def _opens(button: Button) -> Json:
    data = names.data(button.action, button.value) | {"msteams": {"type": "task/fetch"}}
    return {"type": "Action.Submit", "title": words(button.label), "data": data}


def _form_card(form: Form, context: str, values: Mapping[str, str], faults: Mapping[str, str]) -> Json:
    """Faults stand above their fields; what belongs to no field, above all."""
    named = {f.name for f in form.fields if not isinstance(f, Paragraph)}
    body = [part for name, fault in faults.items() if name not in named for part in _fault(fault)]
    for asked in form.fields:
        if isinstance(asked, Paragraph):
            body += elements.quiet(asked.spans) if asked.quiet else elements.paragraph(asked.spans)
            continue
        body += _fault(faults.get(asked.name, ""))
        asked = replace(asked, initial=values.get(asked.name, asked.initial))
        body += fields.choice(asked, True) if isinstance(asked, Choice) else fields.box(asked, True)
    submit = {
        "type": "Action.Submit",
        "title": words(form.submit),
        "style": "positive",
        "data": names.data(form.action, form.value, context),
    }
    return _with_body(body, form.title) | {"actions": [submit]}


def _fault(said: str) -> list[Json]:
    return elements.paragraph((Span(said),), color="Attention")


def _height(form: Form) -> str:
    is_tall = any(isinstance(f, TextInput) and f.multiline for f in form.fields)
    return "large" if len(form.fields) > 5 else "medium" if is_tall or len(form.fields) > 2 else "small"
