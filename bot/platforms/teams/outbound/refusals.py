"""Turns the connector's errors into outcomes: person or message refused, try later, held for an administrator, unknown."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from random import uniform
from typing import Any

from bot.delivery.sending.gateway import Held, Odd, Refused, Throttled

# Not done, and nothing is wrong with it: seconds until it is worth another try, where nobody says.
_LATER = {HTTPStatus.PRECONDITION_FAILED: 1.0, HTTPStatus.TOO_MANY_REQUESTS: 5.0}
# Our own credentials: for an administrator to put right. Until then everything waits instead of failing.
_CREDENTIALS = 300.0
_LONGEST = 3600.0

# They uninstalled or blocked us.
_PERSON = frozenset(
    {
        "BotNotInConversationRoster",
        "ConversationBlockedByUser",
        "ForbiddenOperationException",
        "MessageWritesBlocked",
        "UserNotFound",
    }
)
# Our registration, our credentials or the tenant's rules: everybody's messages wait for an administrator.
_OURS = frozenset(
    {
        "Authorization",
        "AuthorizationFailed",
        "BotDisabledByAdmin",
        "BotNotRegistered",
        "BotRegistrationNotFound",
        "Forbidden",
        "InvalidBotApiHost",
        "InvalidBotRegistration",
        "NotEnoughPermissions",
        "TenantNotFound",
        "Unauthorized",
    }
)
# About this message alone: the next one may go.
_THIS_ONE = frozenset(
    {
        "ActivityNotFound",
        "ActivityNotFoundInConversation",
        "BadArgument",
        "BadSyntax",
        "MessageNotFound",
        "MessageSizeTooBig",
        "RequestEntityTooLarge",
    }
)
_ABOUT_CONTENT = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})
STALE = "ConversationNotFound"

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
        # With a time to come back it was refused; without one it may have broken half-way.
        return Throttled(retry_after(headers, _LATER[HTTPStatus.TOO_MANY_REQUESTS]))
    if status == HTTPStatus.UNAUTHORIZED:
        return Throttled(_CREDENTIALS)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return None
    return Denied(_code(body) or f"http_{status}", status)


def spent(denied: Denied) -> Refused | Held:
    """What a delivery may conclude. A code that nobody knows is held, never spent on people."""
    if denied.reason in _PERSON:
        return Refused(denied.reason, gone=True)
    is_this_one = denied.reason in _THIS_ONE or denied.status in _ABOUT_CONTENT
    if is_this_one or denied.reason == STALE:
        return Refused(denied.reason)
    return Held(denied.reason) if denied.reason in _OURS else Odd(denied.reason)


def is_stale(denied: Denied) -> bool:
    """The chat is not there: it may be opened again. Nothing about the person."""
    return denied.status == HTTPStatus.NOT_FOUND and denied.reason not in _PERSON


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
