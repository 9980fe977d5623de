"""What a call says, however it says it: query, form or JSON, with JSON inside forms."""

import json
from typing import Any

from aiohttp import web

from tests.fake_slack.workspace import Json

# Arguments that are JSON inside a form or a query.
_NESTED = {"blocks", "attachments", "metadata", "view", "files", "prompts", "loading_messages"}
_FLAGS = {"1": True, "true": True, "0": False, "false": False}


async def arguments_of(request: web.Request) -> Json:
    arguments: Json = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            arguments |= await request.json()
        else:
            arguments |= {
                key: value for key, value in (await request.post()).items() if isinstance(value, str)
            }
    return {key: _plain(key, value) for key, value in arguments.items()}


def _plain(key: str, value: Any) -> Any:
    if key in _NESTED and isinstance(value, str):
        return json.loads(value)
    return value


def flag(arguments: Json, name: str) -> bool:
    value = arguments.get(name, False)
    return value if isinstance(value, bool) else _FLAGS[str(value).lower()]


def page(everything: list[Any], arguments: Json, default: int = 100) -> tuple[list[Any], Json]:
    """A page and the `response_metadata` that leads to the next."""
    limit = int(arguments.get("limit", 0)) or default
    start = int(str(arguments.get("cursor") or "at:0").removeprefix("at:"))
    end = start + limit
    cursor = f"at:{end}" if end < len(everything) else ""
    return everything[start:end], {"next_cursor": cursor}
