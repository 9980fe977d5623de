"""Receives Slack events over HTTP, and verifies their signatures."""

from collections.abc import Mapping, Sequence

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from bot.platforms.malformed import MALFORMED

EVENTS = "/slack/events"
_LONGEST_STAMP = 12
_STAMP, _SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"


class HttpMode:
    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        """Raises ValueError without a signing secret."""
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)
        self._is_deaf = False

    def routes(self) -> list[web.RouteDef]:
        return [web.post(EVENTS, self._take)]

    async def start(self) -> None:
        """Does nothing, because the web server that serves the routes starts to listen."""

    def stop_listening(self) -> None:
        """Refuses requests. Slack retries them with another replica, or with this one after the restart."""
        self._is_deaf = True

    async def stop(self) -> None:
        """Does nothing, because no connection is open."""

    async def faults(self) -> Sequence[str]:
        return ()

    async def _take(self, request: web.Request) -> web.Response:
        if self._is_deaf:
            raise web.HTTPServiceUnavailable
        if not self._is_from_slack(await request.read(), request.headers):
            raise web.HTTPUnauthorized
        try:
            # Bolt parses in both. It hands errors of our listeners to its error handler, so these are the request's.
            answer = await self._app.async_dispatch(await to_bolt_request(request))
        except MALFORMED:
            raise web.HTTPBadRequest from None
        return await to_aiohttp_response(answer)

    def _is_from_slack(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Verifies the signature and that the request is at most five minutes old.

        Runs before Bolt, which fails on malformed headers.
        """
        stamp, signature = headers.get(_STAMP, ""), headers.get(_SIGNATURE, "")
        is_one = (
            stamp.isascii() and stamp.isdecimal() and len(stamp) <= _LONGEST_STAMP and signature.isascii()
        )
        try:
            return is_one and self._verifier.is_valid(body, stamp, signature)
        except ValueError:
            # Invalid UTF-8 cannot come from Slack.
            return False
