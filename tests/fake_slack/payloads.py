"""Payloads in Slack's shapes, from `tests/payloads/slack/`, with what a test wants otherwise."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.fake_slack.workspace import Json

_WHERE = Path(__file__).parents[1] / "payloads" / "slack"


def payload(name: str, changes: Mapping[str, Any] | None = None) -> Json:
    """`changes` by path: `{"event.user": "U2", "actions.0.value": "yes"}`. Events get an id of their own."""
    made: Json = json.loads(_text(name))
    if "event_id" in made:
        made["event_id"] = f"Ev{uuid4().hex[:10].upper()}"
    for path, value in (changes or {}).items():
        _set(made, path.split("."), value)
    return made


@cache
def _text(name: str) -> str:
    return (_WHERE / f"{name}.json").read_text("utf-8")


def _set(part: Any, path: list[str], value: Any) -> None:
    key: str | int = int(path[0]) if isinstance(part, list) else path[0]
    if len(path) == 1:
        part[key] = value
        return
    if isinstance(part, dict):
        part.setdefault(key, {})
    _set(part[key], path[1:], value)
