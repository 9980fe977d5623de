"""Forms as dialogs. Teams forgets what a form looked like, so it carries itself along. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.conversation import wire
from bot.conversation.message import Button, Buttons, Choice, Form, Message, Paragraph, TextInput
from bot.platforms.teams.names import Sent
from bot.platforms.teams.render import render_form

Json = dict[str, Any]


def dialog(form: Form) -> Json:
    return {"task": {"type": "continue", "value": render_form(form, context=carried(form))}}


def objection(form: Form, values: Mapping[str, str], faults: Mapping[str, str]) -> Json:
    """The same dialog, with what is wrong beside what was typed."""
    shown = render_form(form, context=carried(form), values=values, faults=faults)
    return {"task": {"type": "continue", "value": shown}}


def notice(words: str) -> Json:
    """Instead of the form."""
    return {"task": {"type": "message", "value": words}}


def carried(form: Form) -> str:
    """Without what was filled in beforehand: that comes back as it was left."""
    asked = tuple(one if isinstance(one, Paragraph) else replace(one, initial="") for one in form.fields)
    return wire.dumps(Message(form.title, (*asked, Buttons((Button(form.submit, "", ""),)))))


def brought_back(did: Sent) -> Form | None:
    """Anybody could have made it up, and only they would see it. None for what is no form."""
    try:
        message = wire.loads(did.context)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    fields = tuple(one for one in message.blocks if isinstance(one, Paragraph | Choice | TextInput))
    labels = [one.label for block in message.blocks if isinstance(block, Buttons) for one in block.buttons]
    return Form(did.action, message.summary, fields, labels[0] if labels else "Send", did.value)
