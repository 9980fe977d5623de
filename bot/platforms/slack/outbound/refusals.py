"""Classifies Slack's errors: refused for good, retry later, or unclear."""

from collections.abc import Mapping
from typing import Any

from bot.delivery.sending.gateway import Held, Odd, Refused, Throttled

# The person is unreachable. Errors of our token or app do not belong here.
GONE = frozenset(
    {
        "cannot_dm_bot",
        "is_bot",
        "user_disabled",
        "user_not_found",
        "user_not_in_team",
        "user_not_visible",
        "users_not_found",
    }
)

# Errors of our token, app or plan: all messages wait for an administrator.
_OURS = frozenset(
    {
        "access_denied",
        "accesslimited",
        "account_inactive",
        "app_missing_action_url",
        "app_not_found",
        "bot_not_found",
        "deprecated_endpoint",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "messages_tab_disabled",
        "method_deprecated",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "not_installed",
        "org_login_required",
        "team_access_not_granted",
        "team_added_to_org",
        "team_not_found",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
        "unknown_method",
    }
)

# Errors of this message, its place or its age: the next message may be sent.
_THIS_ONE = frozenset(
    {
        "as_user_not_supported",
        "attachment_payload_limit_exceeded",
        "cannot_reply_to_message",
        "cant_delete_message",
        "cant_update_message",
        "channel_not_found",
        "duplicate_channel_not_found",
        "duplicate_message_not_found",
        "edit_window_closed",
        "external_channel_migrating",
        "invalid_arguments",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_ts_latest",
        "is_archived",
        "is_inactive",
        "markdown_text_conflict",
        "message_not_found",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "not_in_channel",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "thread_not_found",
        "too_long",
        "too_many_attachments",
    }
)

# Slack warns that it may have done part of the call.
_UNCLEAR = frozenset({"fatal_error", "internal_error", "service_unavailable"})

# Not done, through no fault of the call: seconds until a retry is worthwhile.
_LATER = {
    "ratelimited": 30.0,
    "rate_limited": 30.0,
    "request_timeout": 5.0,
    "message_limit_exceeded": 60.0,
}
# Replies retry on these too; the longest wait is for a token that is being rotated.
_CREDENTIALS = frozenset(
    {
        "access_denied",
        "accesslimited",
        "invalid_auth",
        "org_login_required",
        "team_added_to_org",
        "token_expired",
    }
)
_TOO_MANY = 429
_REQUEST_TIMEOUT = 408


def understood(response: object) -> Refused | Throttled | None:
    """Classifies the SDK's response, or aiohttp's if there was no JSON.

    None means that the outcome is unknown.
    """
    status, error = status_of(response), error_of(response)
    if status == _TOO_MANY:
        return Throttled(_retry_after(response, 30.0))
    if error in _LATER:
        return Throttled(_retry_after(response, _LATER[error]))
    if error in _CREDENTIALS:
        return Held(error)
    if error in _UNCLEAR or status >= 500 or status == _REQUEST_TIMEOUT:
        return None
    if error:
        return Refused(error, gone=error in GONE)
    return Refused(f"http_{status}") if status >= 400 else None


def spent(refusal: Refused) -> Refused | Held:
    """The error for a delivery. An unknown code is Odd: retried, never counted against the recipient."""
    if refusal.reason in GONE:
        return Refused(refusal.reason, gone=True)
    if refusal.reason in _THIS_ONE or refusal.reason == "http_413":
        return Refused(refusal.reason)
    return Held(refusal.reason) if refusal.reason in _OURS else Odd(refusal.reason)


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
