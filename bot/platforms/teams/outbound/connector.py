"""Calls Teams' connector, as the only module: one session and token, a rate limit per conversation."""

import json
from collections.abc import Collection
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientResponse,
    ClientSession,
    ConnectionTimeoutError,
)
from yarl import URL

from bot.delivery.sending.gateway import Refused, Throttled
from bot.platforms.teams.inbound.authentication import is_allowed
from bot.platforms.teams.outbound.pace import ConversationPace
from bot.platforms.teams.outbound.refusals import understood
from bot.platforms.teams.outbound.tokens import Token

Json = dict[str, Any]
log = structlog.get_logger()

_REFUSED_CONNECTION = 5.0
# Maximum seconds that the rate limit may delay a call that a person waits for.
_PATIENCE = 1.5


class TeamsUnclear(Exception):
    """The outcome of a call is unknown. Names the kind of error, never the content."""


class TeamsCalls:
    """Makes calls without retries.

    Raises Refused, Throttled (also if our own rate limit would delay too long) and TeamsUnclear.

    `service` is the address that Teams reported for a conversation. Only `hosts` receive our token.
    """

    def __init__(
        self,
        session: ClientSession,
        token: Token,
        hosts: Collection[str],
        pace: ConversationPace | None = None,
    ) -> None:
        self._session = session
        self._token = token
        self._hosts = hosts
        self._pace = pace

    async def post(self, service: str, conversation: str, activity: Json) -> str:
        """Posts a message. Returns its id."""
        await self._wait(conversation)
        answer = await self._call("POST", service, _activities(conversation), activity)
        return _id(answer)

    async def put(self, service: str, conversation: str, message: str, activity: Json) -> None:
        await self._wait(conversation)
        await self._call("PUT", service, _activities(conversation, message), activity | {"id": message})

    async def delete(self, service: str, conversation: str, message: str) -> None:
        await self._wait(conversation)
        await self._call("DELETE", service, _activities(conversation, message))

    async def open_chat(self, service: str, tenant: str, member: str) -> str:
        """Opens our chat with the person. Idempotent. Raises Refused if they cannot have one."""
        to = {"members": [{"id": member}], "isGroup": False}
        here = {"tenantId": tenant, "channelData": {"tenant": {"id": tenant}}}
        return _id(await self._call("POST", service, "v3/conversations", to | here))

    async def get(self, service: str, path: str, **query: str) -> Any:
        return await self._call("GET", service, path, query=query)

    async def _wait(self, conversation: str) -> None:
        if self._pace and (missing := await self._pace.take(conversation, _PATIENCE)):
            raise Throttled(missing)

    async def _call(
        self, method: str, service: str, path: str, body: Json | None = None, query: Json | None = None
    ) -> Any:
        if not is_allowed(service, self._hosts):
            raise Refused("service_host_not_allowed")
        url = URL(f"{service.rstrip('/')}/{path}", encoded=True)
        status, answer = await self._ask(method, url, body, query)
        if status == HTTPStatus.UNAUTHORIZED:
            # The token may have been revoked. Nothing was done, and the next call gets a new token.
            status, answer = await self._ask(method, url, body, query)
        if isinstance(answer, Throttled | Refused):
            log.warning("teams_says_no", method=method, status=status)
            raise answer
        return answer

    async def _ask(self, method: str, url: URL, body: Json | None, query: Json | None) -> tuple[int, Any]:
        """The status and the body, or the classified error. Raises Throttled, TeamsUnclear."""
        token = await self._token.get()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        options: Json = {"json": body, "params": query, "headers": headers, "allow_redirects": False}
        trouble: Exception
        try:
            async with self._session.request(method, url, **options) as answer:
                content = await _read(method, answer)
        except (ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError) as error:
            log.warning("teams_unreachable", method=method, error=type(error).__name__)
            trouble = Throttled(_REFUSED_CONNECTION)
        except (ClientError, TimeoutError, OSError) as error:
            trouble = TeamsUnclear(f"{method}: {type(error).__name__}")
        else:
            if answer.status == HTTPStatus.UNAUTHORIZED:
                self._token.drop(token)
            return answer.status, content
        raise trouble


async def _read(method: str, answer: ClientResponse) -> Any:
    """Reads the whole body first, because a partial response has no meaning."""
    body = await answer.read()
    try:
        content = json.loads(body) if body else {}
    except ValueError:
        content = None
    if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        content = understood(answer.status, answer.headers, content)
    if content is None:
        raise TeamsUnclear(f"{method}: {answer.status}")
    return content


def _activities(conversation: str, message: str = "") -> str:
    path = f"v3/conversations/{quote(conversation, safe='')}/activities"
    return f"{path}/{quote(message, safe='')}" if message else path


def _id(answer: Any) -> str:
    """The message's id. A response without an id may not come from the connector."""
    id_ = answer.get("id") if isinstance(answer, dict) else None
    if not isinstance(id_, str) or not id_:
        raise TeamsUnclear("no id")
    return id_
