"""Between our code and the emulator: what each expects of Slack, and the other doesn't do.

The emulator reads arguments in bodies of POST only, where Slack takes them in the address too. Its events lack the kind
of channel, and it tells of no mentions.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web
from slack_sdk.signature import SignatureVerifier

from tests import real_time
from tests.fake_slack.pushes import sign

Json = dict[str, Any]

_FORM = "application/x-www-form-urlencoded"
_STAMP, _SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"
_KEPT = ("Content-Type", "Location")
_KINDS = {"C": "channel", "D": "im"}


@dataclass(frozen=True)
class Signed:
    """An event as the emulator sent it."""

    body: bytes
    headers: Mapping[str, str]

    @property
    def event(self) -> Json:
        event: Json = json.loads(self.body)["event"]
        return event


@dataclass
class Proxy:
    """`emulator` and `bot` are their addresses, the latter the one for events; without it they are only kept.

    `answers` are those that the emulator gave, by method, in their order.
    """

    secret: str
    session: ClientSession
    emulator: str = ""
    bot: str = ""
    bot_user: str = ""
    url: str = ""
    answers: list[tuple[str, Json]] = field(default_factory=list)
    events: list[Signed] = field(default_factory=list)
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application(client_max_size=20_000_000)
        app.router.add_post("/events", self._forward_event)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_route("*", "/{rest:.*}", self._pass)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    def answered(self, method: str) -> Json:
        """The last answer; empty where there is none yet."""
        return next((answer for name, answer in reversed(self.answers) if name == method), {})

    async def _call(self, request: web.Request) -> web.Response:
        """POST with arguments in the body, wherever they were."""
        body, kind = await request.read(), request.headers.get("Content-Type", _FORM)
        if request.query_string:
            body, kind = request.query_string.encode(), _FORM
        response = await self._forward(request, "POST", request.path, body, kind)
        if response.content_type == "application/json" and isinstance(response.body, bytes):
            self.answers.append((request.match_info["method"], json.loads(response.body)))
        return response

    async def _pass(self, request: web.Request) -> web.Response:
        kind = request.headers.get("Content-Type", _FORM)
        return await self._forward(request, request.method, request.path_qs, await request.read(), kind)

    async def _forward(
        self, request: web.Request, method: str, path: str, body: bytes, kind: str
    ) -> web.Response:
        headers = {"Content-Type": kind, "Authorization": request.headers.get("Authorization", "")}
        sending = self.session.request(
            method, self.emulator + path, data=body, headers=headers, allow_redirects=False
        )
        async with sending as answer:
            passed_on = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
            return web.Response(status=answer.status, body=await answer.read(), headers=passed_on)

    async def _forward_event(self, request: web.Request) -> web.Response:
        """With the emulator's signature checked, and one of the same secret below what is added."""
        signed = Signed(await request.read(), dict(request.headers))
        if not SignatureVerifier(self.secret).is_valid_request(signed.body, dict(signed.headers)):
            raise web.HTTPUnauthorized
        self.events.append(signed)
        if self.bot:
            for body in self._as_slack(json.loads(signed.body)):
                await self._send(json.dumps(body))
        return web.Response()

    def _as_slack(self, body: Json) -> list[Json]:
        event, channel = body["event"], body["event"].get("channel")
        if event["type"] != "message" or not isinstance(channel, str):
            return [body]
        bodies = [body | {"event": event | {"channel_type": _KINDS[channel[0]]}}]
        if channel[0] == "C" and f"<@{self.bot_user}>" in event.get("text", ""):
            bodies.append(
                body | {"event_id": f"{body['event_id']}M", "event": event | {"type": "app_mention"}}
            )
        return bodies

    async def _send(self, body: str) -> None:
        stamp = f"{real_time.seconds()}"
        headers = {
            _STAMP: stamp,
            _SIGNATURE: sign(self.secret, stamp, body),
            "Content-Type": "application/json",
        }
        async with self.session.post(self.bot, data=body.encode(), headers=headers) as answer:
            if answer.status != 200:
                raise web.HTTPBadGateway
