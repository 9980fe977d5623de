"""Gets and caches the bot's own token for Teams' connector."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any, Protocol

import msal
import structlog

from bot.core.settings import Settings
from bot.delivery.sending.gateway import Throttled

log = structlog.get_logger()

AUTHORITY = "https://login.microsoftonline.com/"
_SCOPE = "https://api.botframework.com/.default"

# Seconds: renewal before expiry; timeout of a request; minimum delay after a failure.
_EARLY, _PATIENCE, _LATER = 300.0, 5.0, 60.0


class Token(Protocol):
    async def get(self) -> str:
        """The token; empty if none is needed. Raises Throttled if none is available now."""
        ...

    def drop(self, token: str) -> None:
        """Discards the token after it was rejected; the next call requests a new one."""
        ...


class NoToken:
    """For a client on this machine, which needs no token."""

    async def get(self) -> str:
        return ""

    def drop(self, token: str) -> None:
        """Does nothing."""


class AppToken:
    """One token for all calls. For tests: `http` is MSAL's transport, `now` is in monotonic seconds."""

    def __init__(
        self,
        app_id: str,
        password: str,
        tenant: str,
        http: Any = None,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._app_id = app_id
        self._password = password
        self._tenant = tenant
        self._http = http
        self._now = now
        self._app: msal.ConfidentialClientApplication | None = None
        self._token = ""
        self._ends = self._not_before = 0.0
        self._asking = asyncio.Lock()

    async def get(self) -> str:
        if self._is_good():
            return self._token
        async with self._asking:
            if not self._is_good():
                await self._renew()
            return self._token

    def drop(self, token: str) -> None:
        if token == self._token:
            self._token = ""
            # Bypasses MSAL's cache, which would return the rejected token.
            self._app = None

    def _is_good(self) -> bool:
        return bool(self._token) and self._now() < self._ends - _EARLY

    async def _renew(self) -> None:
        """Requests a token in a thread, because MSAL blocks on the network."""
        if self._now() >= self._not_before and await self._has_asked():
            return
        # The current token expires soon but is still valid.
        if not self._token or self._now() >= self._ends:
            raise Throttled(max(1.0, self._not_before - self._now()))

    async def _has_asked(self) -> bool:
        try:
            answer = await asyncio.to_thread(self._ask)
        except (OSError, ValueError, KeyError) as error:
            answer = {"error": type(error).__name__}
        if "access_token" not in answer:
            self._not_before = self._now() + _LATER
            log.error("teams_token_refused", error=str(answer.get("error", "")))
            return False
        self._token, self._ends = str(answer["access_token"]), self._now() + float(answer["expires_in"])
        return True

    def _ask(self) -> dict[str, Any]:
        if self._app is None:
            self._app = msal.ConfidentialClientApplication(
                self._app_id,
                client_credential=self._password,
                authority=f"{AUTHORITY}{self._tenant}",
                http_client=self._http,
                timeout=_PATIENCE,
                instance_discovery=False,
            )
        answer: dict[str, Any] = self._app.acquire_token_for_client(scopes=[_SCOPE]) or {}
        return answer


def token_of(settings: Settings) -> Token:
    if settings.teams_local:
        return NoToken()
    secret = settings.teams_app_password.get_secret_value()
    return AppToken(settings.teams_app_id, secret, settings.teams_tenant)
