"""What it means when Slack says no: never, not yet, or nobody knows."""

from collections.abc import Mapping
from typing import Any

from bot.delivery.gateway import Refused, Throttled

# The person can't be written to, or we are no longer in the workspace.
GONE = frozenset(
    {
        "account_inactive",
        "cannot_dm_bot",
        "team_access_not_granted",
        "team_not_found",
        "token_revoked",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)

# Slack warns that it may have done part of it.
_UNCLEAR = frozenset({"fatal_error", "internal_error", "service_unavailable"})

# Not done, and nothing is wrong with it: seconds until it is worth another try. The last ones are for an
# administrator to put right; until then everything waits instead of failing.
_LATER = {
    "ratelimited": 30.0,
    "rate_limited": 30.0,
    "request_timeout": 5.0,
    "message_limit_exceeded": 60.0,
    "team_added_to_org": 300.0,
    "org_login_required": 300.0,
    "accesslimited": 300.0,
    "access_denied": 300.0,
    "invalid_auth": 300.0,
    "token_expired": 300.0,
}
_TOO_MANY = 429
_REQUEST_TIMEOUT = 408


def understood(response: object) -> Refused | Throttled | None:
    """From the SDK's response, or aiohttp's where there was no JSON. None: nobody knows what happened."""
    status, error = status_of(response), error_of(response)
    if status == _TOO_MANY:
        return Throttled(_retry_after(response, 30.0))
    if error in _LATER:
        return Throttled(_retry_after(response, _LATER[error]))
    if error in _UNCLEAR or status >= 500 or status == _REQUEST_TIMEOUT:
        return None
    if error:
        return Refused(error, gone=error in GONE)
    return Refused(f"http_{status}") if status >= 400 else None


def status_of(response: object) -> int:
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0))


def error_of(response: object) -> str:
    data = getattr(response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) and data.get("ok") is False else ""


def _retry_after(response: object, otherwise: float) -> float:
    headers: Mapping[str, Any] = getattr(response, "headers", None) or {}
    try:
        return float(headers.get("Retry-After", otherwise))
    except ValueError:
        return otherwise
