"""Checks Slack's setup: the token, its scopes, and whether Slack would accept a socket connection."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.core.diagnostics import Finding, fault, ok, warning
from bot.platforms.slack.install.installations import client
from bot.platforms.slack.install.scopes import OPTIONAL_SCOPES, SCOPES

_TOKEN, _SCOPES, _SOCKET = "Slack token", "Slack scopes", "Slack socket"
_CLOCK_OFF = timedelta(minutes=2)
_APP = "Make another one with connections:write on the app's page Basic Information."
_OUT = "Check that this machine may call https://slack.com, through the firewall and any proxy."


async def check_token(token: str, api: str, known: Collection[str] = ()) -> list[Finding]:
    """Checks a workspace's token: whether Slack accepts it, and whether its scopes equal our manifest's.

    `known`: the workspaces of the people that we know, if any.
    """
    try:
        response = await client(api, token).auth_test()
    except SlackApiError as error:
        what = f"Slack does not accept the bot token ({error.response['error']})."
        return [fault(_TOKEN, what, "Install the app again and copy its Bot User OAuth Token.")]
    except (ClientError, TimeoutError) as error:
        return [_away(_TOKEN, error)]
    if not response.get("bot_id"):
        return [fault(_TOKEN, "That token is a person's.", "Use the Bot User OAuth Token: xoxb-…")]
    return [
        _workspace(response, known),
        *clock(response.headers, datetime.now(UTC)),
        *_scopes(response.headers),
    ]


def _workspace(response: AsyncSlackResponse, known: Collection[str]) -> Finding:
    """Ids of accounts hold in their workspace alone: with another's token nobody would be reached."""
    ours = response["team_id"]
    if known and ours not in known:
        what = f"The token is of workspace {ours}, and the people that we know are in {', '.join(sorted(known))}."
        return fault(_TOKEN, what, "Use the bot token of their workspace.")
    return ok(_TOKEN, f"We are {response['user_id']} in {ours}.")


def clock(headers: Mapping[str, Any], now: datetime) -> Iterable[Finding]:
    """Slack's answers carry its time. Calls with a time five minutes off ours are refused as forged."""
    given = next((value for name, value in headers.items() if name.lower() == "date"), "")
    try:
        off = abs(now - parsedate_to_datetime(str(given)))
    except (ValueError, TypeError):
        return
    if off > _CLOCK_OFF:
        what = f"This machine's clock is {off.total_seconds() / 60:.0f} minutes off Slack's."
        yield fault(
            "Clock", what, "Set it by NTP (`timedatectl`): else calls are refused, and times are wrong."
        )


def _scopes(headers: Mapping[str, Any]) -> Iterable[Finding]:
    given = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    held = {scope.strip() for scope in str(given).split(",") if scope.strip()}
    if missing := sorted(set(SCOPES) - held):
        do = "Put deploy/slack/manifest.yaml in place of the app's manifest, then install it again."
        yield fault(_SCOPES, f"Missing: {', '.join(missing)}.", do)
    if extra := sorted(held - set(SCOPES) - set(OPTIONAL_SCOPES)):
        do = "Take them out of the app's manifest, then install it again."
        yield warning(_SCOPES, f"More than we need: {', '.join(extra)}.", do)
    if not missing and not extra:
        yield ok(_SCOPES, f"All {len(SCOPES)}, and no more.")


async def check_socket(app_token: str, api: str) -> Finding:
    """Only requests an address. A connection would take events from a running bot."""
    try:
        await client(api).apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        return fault(_SOCKET, f"Slack does not accept the app token ({error.response['error']}).", _APP)
    except (ClientError, TimeoutError) as error:
        return _away(_SOCKET, error)
    return ok(_SOCKET, "Slack would let a socket in.")


def _away(about: str, error: Exception) -> Finding:
    return fault(about, f"Slack can't be reached ({type(error).__name__}).", _OUT)
