"""Classifies the connector's errors: person or message refused, retry later, held, or unclear."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from random import uniform
from typing import Any

from bot.delivery.sending.gateway import Held, Odd, Refused, Throttled

# Not done, through no fault of the call: seconds until a retry, if the response names none.
_LATER = {HTTPStatus.PRECONDITION_FAILED: 1.0, HTTPStatus.TOO_MANY_REQUESTS: 5.0}
# Errors of our credentials, for an administrator to fix. Messages wait until then.
_CREDENTIALS = 300.0
_LONGEST = 3600.0

# The person uninstalled or blocked the bot.
_PERSON = frozenset(
    {
        "BotNotInConversationRoster",
        "ConversationBlockedByUser",
        "ForbiddenOperationException",
        "MessageWritesBlocked",
        "UserNotFound",
    }
)
# Errors of our registration, credentials or the tenant's policy: all messages wait for an administrator.
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
# Errors of this message: the next one may be sent.
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
    """An error response with its status."""

    def __init__(self, reason: str, status: int) -> None:
        super().__init__(reason)
        self.status = status


def understood(status: int, headers: Mapping[str, str], body: Any) -> Denied | Throttled | None:
    """Classifies a response.

    None means that the outcome is unknown. Reads only the error's code from the body.
    """
    if status in _LATER:
        return Throttled(retry_after(headers, _LATER[HTTPStatus(status)]))
    if status == HTTPStatus.SERVICE_UNAVAILABLE and "Retry-After" in headers:
        # With a Retry-After it was refused; without one it may have failed half-way.
        return Throttled(retry_after(headers, _LATER[HTTPStatus.TOO_MANY_REQUESTS]))
    if status == HTTPStatus.UNAUTHORIZED:
        return Throttled(_CREDENTIALS)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return None
    return Denied(_code(body) or f"http_{status}", status)


def spent(denied: Denied) -> Refused | Held:
    """The error for a delivery. An unknown code is Odd: retried, never counted against the recipient."""
    if denied.reason in _PERSON:
        return Refused(denied.reason, gone=True)
    is_this_one = denied.reason in _THIS_ONE or denied.status in _ABOUT_CONTENT
    if is_this_one or denied.reason == STALE:
        return Refused(denied.reason)
    return Held(denied.reason) if denied.reason in _OURS else Odd(denied.reason)


def is_stale(denied: Denied) -> bool:
    """Whether the chat no longer exists and may be opened again. The person may still be reachable."""
    return denied.status == HTTPStatus.NOT_FOUND and denied.reason not in _PERSON


def retry_after(headers: Mapping[str, str], otherwise: float) -> float:
    """Seconds to wait, slightly more than Teams asks, because all throttled clients return at that moment."""
    try:
        seconds = float(headers.get("Retry-After", otherwise))
    except ValueError:
        seconds = otherwise
    return min(max(seconds, 0.0), _LONGEST) * uniform(1.0, 1.2)  # noqa: S311 - only spreads us out


def _code(body: Any) -> str:
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""
