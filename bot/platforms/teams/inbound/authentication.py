"""Authenticates incoming calls: from Teams, for this bot, from an allowed tenant. All others get 401.

It replaces the SDK's check, which accepts tokens without expiry, answers invalid ones with its own error, and
blocks while it fetches keys.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

import jwt
from aiohttp import web

from bot.platforms.teams.inbound.signing_keys import SigningKeys

Json = dict[str, Any]

CHANNEL = "msteams"
ISSUER = "https://api.botframework.com"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

# Seconds of clock difference to tolerate: five minutes, as Microsoft requires.
_SKEW = 300
_REQUIRED = ["exp", "iss", "aud"]


class Stranger(Exception):
    """Raised for an unauthenticated call, which gets 401.

    `why` is for tests and the log, never in the response.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class CallerCheck(Protocol):
    async def check(self, request: web.Request, activity: Json) -> None:
        """Raises Stranger."""
        ...


@dataclass(frozen=True, slots=True)
class TokenCheck:
    """Checks tokens. `hosts` may receive our token; `tenants` are the allowed ones."""

    app_id: str
    keys: SigningKeys
    hosts: Collection[str]
    tenants: Collection[str]

    async def check(self, request: web.Request, activity: Json) -> None:
        claims = await self._claims(request.headers.get("Authorization", ""))
        service = activity.get("serviceUrl")
        if not isinstance(service, str) or claims.get("serviceurl") != service:
            raise Stranger("service address differs")
        if not is_allowed(service, self.hosts):
            raise Stranger("service host not allowed")
        if activity.get("channelId") != CHANNEL:
            raise Stranger("not from Teams")
        if tenant_named(activity) not in self.tenants:
            raise Stranger("tenant not allowed")

    async def _claims(self, authorization: str) -> Json:
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer" or not token:
            raise Stranger("no token")
        try:
            key = await self.keys.find(jwt.get_unverified_header(token).get("kid") or "")
            if key is None:
                raise Stranger("unknown key")
            if CHANNEL not in key.endorsements:
                raise Stranger("key not endorsed")
            claims: Json = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self.app_id,
                issuer=ISSUER,
                leeway=_SKEW,
                options={"require": _REQUIRED},
            )
        except jwt.PyJWTError as error:
            raise Stranger(type(error).__name__) from None
        return claims


@dataclass(frozen=True, slots=True)
class LocalCallerCheck:
    """For a client on this machine, such as Microsoft's playground: no tokens, and local connections only.

    Refuses web pages in a local browser, by requiring a content type that they cannot send without
    permission.
    """

    async def check(self, request: web.Request, activity: Json) -> None:
        if request.remote not in LOOPBACK or _host(f"//{request.host}") not in LOOPBACK:
            raise Stranger("not from this machine")
        if request.content_type != "application/json":
            raise Stranger("a page may have sent it")
        service = activity.get("serviceUrl")
        if not isinstance(service, str) or not is_allowed(service, LOOPBACK):
            raise Stranger("service host not allowed")
        if not tenant_named(activity):
            raise Stranger("tenant not allowed")


def is_allowed(service: str, hosts: Collection[str]) -> bool:
    """Whether it is https on the default port of one of these hosts, or this machine, if that is listed."""
    try:
        parts = urlsplit(service)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    if host in LOOPBACK:
        return host in hosts
    return host in hosts and parts.scheme == "https" and port in (None, 443)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def tenant_named(activity: Json) -> str:
    """The conversation's tenant.

    In a shared channel, the channel's data may name the sender's tenant instead.

    Empty if there is none or, outside a channel, if the two differ.
    """
    data, conversation = activity.get("channelData"), activity.get("conversation")
    tenant = data.get("tenant") if isinstance(data, dict) else None
    named = tenant.get("id") if isinstance(tenant, dict) else None
    details = conversation if isinstance(conversation, dict) else {}
    hosted = details.get("tenantId")
    if not isinstance(named, str) or hosted in (None, named):
        return named if isinstance(named, str) else ""
    return hosted if isinstance(hosted, str) and details.get("conversationType") == "channel" else ""
