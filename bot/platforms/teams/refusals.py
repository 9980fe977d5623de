"""What it means when the connector says no: never, not yet, or nobody knows."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from random import uniform
from typing import Any

from bot.delivery.gateway import Refused, Throttled

# Not done, and nothing is wrong with it: seconds until it is worth another try, where nobody says.
_LATER = {HTTPStatus.PRECONDITION_FAILED: 1.0, HTTPStatus.TOO_MANY_REQUESTS: 5.0}
# Our own credentials: for an administrator to put right. Until then everything waits instead of failing.
_CREDENTIALS = 300.0
_LONGEST = 3600.0

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,60}")


class Denied(Refused):
    """With the status that it came with."""

    def __init__(self, reason: str, status: int) -> None:
        super().__init__(reason)
        self.status = status


def understood(status: int, headers: Mapping[str, str], body: Any) -> Denied | Throttled | None:
    """None: nobody knows what happened. Of the body only an error's code is taken."""
    if status in _LATER:
        return Throttled(retry_after(headers, _LATER[HTTPStatus(status)]))
    if status == HTTPStatus.SERVICE_UNAVAILABLE and "Retry-After" in headers:
        # Whoever says when to come back has turned it away; without that it may have broken half-way.
        return Throttled(retry_after(headers, _LATER[HTTPStatus.TOO_MANY_REQUESTS]))
    if status == HTTPStatus.UNAUTHORIZED:
        return Throttled(_CREDENTIALS)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return None
    return Denied(_code(body) or f"http_{status}", status)


def retry_after(headers: Mapping[str, str], otherwise: float) -> float:
    """In seconds, a little later than we are told: all whom they turned away would come back at once."""
    try:
        told = float(headers.get("Retry-After", otherwise))
    except ValueError:
        told = otherwise
    return min(max(told, 0.0), _LONGEST) * uniform(1.0, 1.2)  # noqa: S311 - only spreads us out


def _code(body: Any) -> str:
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""
