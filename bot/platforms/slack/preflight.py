"""Checks Slack's settings before a start. No network access."""

from collections.abc import Iterable

from bot.core.diagnostics import Finding, fault, ok
from bot.core.settings import Settings


def check(settings: Settings) -> Iterable[Finding]:
    """All faults at once."""
    yield from list(_faults(settings)) or [ok("Slack settings", f"Complete, for {settings.slack_mode} mode.")]


def _faults(settings: Settings) -> Iterable[Finding]:
    has_one, has_several = bool(settings.slack_bot_token.get_secret_value()), bool(settings.slack_client_id)
    needs = {
        "SLACK_SIGNING_SECRET": (settings.slack_mode == "http", settings.slack_signing_secret),
        "SLACK_APP_TOKEN": (settings.slack_mode == "socket", settings.slack_app_token),
        "SLACK_CLIENT_SECRET": (has_several, settings.slack_client_secret),
    }
    for name, (is_needed, secret) in needs.items():
        if is_needed and not secret.get_secret_value():
            yield fault("Slack settings", f"ALONGSIDE_{name} is not set.", _WHERE[name])
    if has_one and has_several:
        problem = "Both a bot token and a client id are set, and only one can say whose tokens count."
        yield fault("Slack settings", problem, "Keep ALONGSIDE_SLACK_BOT_TOKEN for one workspace.")
    if has_several and settings.slack_mode == "socket":
        problem = "A socket serves one workspace, and a client id is for several."
        yield fault("Slack settings", problem, "Set ALONGSIDE_SLACK_MODE=http, or use a bot token.")
    if has_several and not settings.public_url:
        problem = "ALONGSIDE_PUBLIC_URL is not set, so nobody could come back from Slack."
        yield fault("Slack settings", problem, "Set it to how browsers reach us: https://…")
    if has_several and not settings.slack_allowed():
        problem = "ALONGSIDE_SLACK_WORKSPACES names no workspace, so nobody may install."
        yield fault("Slack settings", problem, "Set it to your workspaces' ids, which begin with T.")


_WHERE = {
    "SLACK_SIGNING_SECRET": "Copy the Signing Secret from the app's page Basic Information.",
    "SLACK_APP_TOKEN": "Make an app-level token with connections:write on the page Basic Information.",
    "SLACK_CLIENT_SECRET": "Copy the Client Secret from the app's page Basic Information.",
}
