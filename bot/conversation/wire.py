"""Serialises a Message as versioned JSON, to store it until it is sent, and parses it again."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, get_args

from bot.conversation.message import Block, Button, Message, Option, Point, Span

# Increase this when a change of format would alter how stored messages read. Old versions stay readable.
VERSION = 1

_TYPES: dict[str, Callable[..., Any]] = {
    made.__name__: made for made in (Message, Span, Point, Option, Button, *get_args(Block))
}


class UnreadableMessage(ValueError):
    """Raised for a message that is damaged or was stored by a newer release."""


def dumps(message: Message) -> str:
    """Serialises a message. Equal messages give equal text, so that it can be hashed."""
    document = {"version": VERSION, "message": _plain(message)}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(text: str) -> Message:
    document = json.loads(text)
    if document["version"] != VERSION:
        raise UnreadableMessage(f"message version {document['version']} is not {VERSION}")
    message = _made(document["message"])
    if not isinstance(message, Message):
        raise UnreadableMessage("not a message")
    return message


def _plain(value: object) -> object:
    """Omits fields that hold their default: a paragraph is then mostly its text."""
    if is_dataclass(value):
        given = {f.name: getattr(value, f.name) for f in fields(value)}
        changed = {f.name: _plain(given[f.name]) for f in fields(value) if given[f.name] != f.default}
        return {"is": type(value).__name__} | changed
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


def _made(plain: object) -> object:
    if isinstance(plain, list):
        return tuple(_made(p) for p in plain)
    if not isinstance(plain, dict):
        return plain
    kind = plain["is"]
    if kind not in _TYPES:
        raise UnreadableMessage(f"unknown part: {kind}")
    given = {name: _made(value) for name, value in plain.items() if name != "is"}
    try:
        return _TYPES[kind](**given)
    except TypeError:
        raise UnreadableMessage(f"unknown field of {kind}") from None
