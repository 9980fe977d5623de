"""Calls Slack's Web API, as the only module: one session, no retries, a rate limit per method."""

import json
import logging
from collections.abc import Awaitable, Mapping
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urlsplit

import structlog
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    ConnectionTimeoutError,
)
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.sending.gateway import Throttled
from bot.delivery.sending.pacing import Bucket
from bot.platforms.slack.outbound import refusals

Json = dict[str, Any]
log = structlog.get_logger()

SLACK = "https://slack.com/api/"

# Calls per minute for each method and workspace, after Slack's tiers. Omits methods that delivery paces
# itself and methods with other kinds of limits.
TIERS: Mapping[str, int] = (
    dict.fromkeys(
        (
            "conversations.create",
            "usergroups.list",
            "usergroups.users.list",
            "users.conversations",
            "users.list",
        ),
        20,
    )
    | dict.fromkeys(
        (
            "assistant.threads.setSuggestedPrompts",
            "conversations.history",
            "conversations.info",
            "conversations.invite",
            "conversations.kick",
            "conversations.open",
            "team.info",
        ),
        50,
    )
    | dict.fromkeys(
        (
            "chat.postEphemeral",
            "conversations.members",
            "files.completeUploadExternal",
            "files.getUploadURLExternal",
            "files.info",
            "users.info",
            "views.open",
            "views.publish",
            "views.push",
            "views.update",
        ),
        100,
    )
)

# Timeouts in seconds: for calls that a person waits for, and for background calls.
_HURRIED, _UNHURRIED = 1.5, 600.0
_REFUSED_CONNECTION = 5.0
# The SDK's debug log contains its requests, with texts and secrets.
_quiet = logging.getLogger("alongside.slack")
_quiet.setLevel(logging.WARNING)


class SlackUnclear(Exception):
    """The outcome of a call is unknown. Names the method and the kind of error, never the content."""


class Tokens(Protocol):
    async def token(self, workspace: str) -> str:
        """The workspace's token. Raises Refused for a workspace without an installation."""
        ...


class SlackCalls:
    """`api` is Slack's address.

    Raises Refused, Throttled (also if our own rate limit would delay too long) and SlackUnclear.

    Workspace "" stands for calls that need no token.
    """

    def __init__(
        self, session: ClientSession, tokens: Tokens, api: str = SLACK, tiers: Mapping[str, int] = TIERS
    ) -> None:
        self._client = AsyncWebClient(base_url=api, session=session, retry_handlers=[], logger=_quiet)
        if urlsplit(api).hostname in {"127.0.0.1", "::1", "localhost"}:
            # The SDK reads proxies from the environment and ignores NO_PROXY.
            self._client.proxy = None
        self._tokens = tokens
        self._tiers = tiers
        self._buckets: dict[tuple[str, str], Bucket] = {}

    async def __call__(self, workspace: str, method: str, **arguments: Any) -> Json:
        """Slack's response, for a waiting person: raises Throttled if our rate limit would delay it long."""
        return await self._call(workspace, method, arguments, _HURRIED)

    async def unhurried(self, workspace: str, method: str, **arguments: Any) -> Json:
        """The same for background calls: waits as long as the rate limit requires."""
        return await self._call(workspace, method, arguments, _UNHURRIED)

    async def upload(self, workspace: str, name: str, content: bytes) -> str:
        """Uploads a file that is invisible until it is shown. Returns its id."""
        method = "files.getUploadURLExternal"
        await self._wait(workspace, method, _HURRIED)
        token = await self._tokens.token(workspace)
        # Without alt_txt, because Slack does not share a file that has one.
        upload = self._client.files_upload_v2(content=content, filename=name, title=name, token=token)
        answer = await self._understood(workspace, method, upload)
        return str(answer["files"][0]["id"])

    async def _call(self, workspace: str, method: str, arguments: Json, patience: float) -> Json:
        await self._wait(workspace, method, patience)
        token = await self._tokens.token(workspace) if workspace else ""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # Every method accepts a form with JSON values; other encodings work only for some.
        call = self._client.api_call(method, data=_form(arguments), headers=headers)
        return await self._understood(workspace, method, call)

    async def _wait(self, workspace: str, method: str, patience: float) -> None:
        bucket = self._bucket(workspace, method)
        if bucket and not await bucket.take(until=monotonic() + patience):
            raise Throttled(max(bucket.frozen_for(), 60 / self._tiers[method]))

    def _bucket(self, workspace: str, method: str) -> Bucket | None:
        if method not in self._tiers:
            return None
        key = (workspace, method)
        if key not in self._buckets:
            # Starts full, because people wait after a start; small, because starts may be frequent.
            size = self._tiers[method] // 4
            self._buckets[key] = Bucket(self._tiers[method] / 60, size)
            self._buckets[key].give_back(size)
        return self._buckets[key]

    async def _understood(self, workspace: str, method: str, call: Awaitable[Any]) -> Json:
        """The SDK's errors contain texts and tokens, so ours are raised without them as cause."""
        trouble: Exception
        try:
            answer: Json = (await call).data
            return answer
        except SlackApiError as error:
            trouble = self._refusal(workspace, method, error.response)
        except (ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError) as error:
            log.warning("slack_unreachable", method=method, error=type(error).__name__)
            trouble = Throttled(_REFUSED_CONNECTION)
        except (SlackClientError, ClientError, TimeoutError, OSError, ValueError, AttributeError) as error:
            # The SDK raises AttributeError for a page that is neither JSON nor an error.
            trouble = SlackUnclear(f"{method}: {type(error).__name__}")
        raise trouble

    def _refusal(self, workspace: str, method: str, response: object) -> Exception:
        refusal = refusals.understood(response)
        if refusal is None:
            return SlackUnclear(f"{method}: {refusals.status_of(response)}")
        if isinstance(refusal, Throttled):
            if bucket := self._bucket(workspace, method):
                bucket.freeze(refusal.retry_after)
            error = refusals.error_of(response)
            log.warning("slack_throttled", workspace=workspace, method=method, error=error)
        return refusal


def _form(arguments: Json) -> dict[str, str]:
    return {key: _field(value) for key, value in arguments.items() if value is not None}


def _field(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
