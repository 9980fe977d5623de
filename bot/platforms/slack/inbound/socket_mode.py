"""Receives Slack events over a WebSocket that the bot opens, for bots without a public address."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog
from aiohttp import ClientError, web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.in_flight import InFlight
from bot.platforms.slack.inbound.listeners import SILENT

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """In seconds: between connection checks, timeout of connecting, and maximum delay between attempts."""

    check: float = 1.0
    connect: float = 10.0
    longest: float = 60.0


class SocketMode:
    """One connection, renewed whenever it is lost.

    The SDK would retry forever with an address that is valid only once, so we reconnect ourselves.
    """

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        api: str,
        rhythm: Rhythm,
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._api = api
        self._rhythm = rhythm
        self._handler: AsyncSocketModeHandler | None = None
        self._failures = 0
        self._work = InFlight()
        self._watching: asyncio.Task[None] | None = None
        self._is_deaf = False

    def routes(self) -> list[web.RouteDef]:
        return []

    async def start(self) -> None:
        """Does not wait for the connection: if Slack is unreachable, the bot starts anyway and reports it."""
        self._watching = self._work.start(self._watch())

    def stop_listening(self) -> None:
        """Stops acknowledging.

        Slack sends new events to another connection, or to this bot after its restart.
        """
        self._is_deaf = True

    async def stop(self) -> None:
        if self._watching:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching
        await self._close()

    async def faults(self) -> Sequence[str]:
        """Faults for the health check; empty while connected."""
        if await self._is_connected():
            return ()
        return (f"Slack's socket is not connected; {self._failures} tries failed since it was.",)

    async def _watch(self) -> None:
        while True:
            if await self._is_connected():
                await asyncio.sleep(self._rhythm.check)
            elif await self._connect():
                log.info("slack_socket_connected", failures=self._failures)
                self._failures = 0
            else:
                self._failures += 1
                wait = min(self._rhythm.check * 2 ** min(self._failures, 16), self._rhythm.longest)
                log.warning("slack_socket_waits", failures=self._failures, seconds=wait)
                await asyncio.sleep(wait)

    async def _is_connected(self) -> bool:
        return self._handler is not None and await self._handler.client.is_connected()

    async def _connect(self) -> bool:
        await self._close()
        self._handler = _Handler(self._app, self._app_token, self._api, lambda: self._is_deaf)
        try:
            async with asyncio.timeout(self._rhythm.connect):
                await self._handler.connect()
        except (SlackClientError, ClientError, TimeoutError, OSError) as error:
            # Logs only the error's type, because its text may contain the secret address.
            log.warning("slack_socket_failed", error=type(error).__name__)
            return False
        return await self._is_connected()

    async def _close(self) -> None:
        if self._handler:
            await self._handler.close_async()  # type: ignore[no-untyped-call]
            self._handler = None


class _Handler(AsyncSocketModeHandler):
    """Must be created inside the running event loop, because it starts tasks at once."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        api: str,
        is_deaf: Callable[[], bool],
    ) -> None:
        client = AsyncWebClient(base_url=api, logger=SILENT)
        super().__init__(app, app_token, logger=SILENT, web_client=client)
        self.client.default_auto_reconnect_enabled = self.client.auto_reconnect_enabled = False
        self._is_deaf = is_deaf

    async def connect(self) -> None:
        """Requests the address itself, because the SDK treats a refusal as a temporary error."""
        self.client.wss_uri = await self.client.issue_new_wss_url()
        await self.connect_async()  # type: ignore[no-untyped-call]

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        if not self._is_deaf():
            await super().handle(client, req)
