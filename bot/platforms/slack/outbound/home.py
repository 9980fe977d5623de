"""Builds the view of Slack's home tab from a Message. Pure."""

from typing import Any

from bot.conversation.message import Button, Buttons, Message, text
from bot.platforms.slack.rendering.render import render_home

Json = dict[str, Any]

FRONT = "home"


def as_home(message: Message, *, is_front: bool) -> Json:
    """The view to publish. Views other than the front page have a back button."""
    if is_front:
        return render_home(message)
    blocks = message.blocks or (text(message.summary),)
    return render_home(Message(message.summary, (*blocks, Buttons((Button("Back to the start", FRONT),)))))
