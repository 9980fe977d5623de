"""Socket Mode: what Slack would post, in envelopes over a WebSocket that we were asked to open."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from aiohttp import WSMsgType, web

from tests.fake_slack.workspace import Json

_PATIENCE = 60.0


@dataclass
class Sockets:
    """Envelopes go over the connection that was opened last, as after a refresh."""

    opened: int = 0
    acknowledged: list[Json] = field(default_factory=list)
    _tickets: set[str] = field(default_factory=set)
    _connections: list[tuple[web.Request, web.WebSocketResponse]] = field(default_factory=list)
    _waiting: dict[str, "asyncio.Future[Json]"] = field(default_factory=dict)

    def invite(self, url: str) -> Json:
        ticket = uuid4().hex
        self._tickets.add(ticket)
        return {"url": f"{url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id=A1"}

    @property
    def count(self) -> int:
        return len(self._connections)

    async def connected(self, count: int = 1) -> None:
        """Until so many have been opened in all."""
        await _until(lambda: self.opened >= count)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._connections.append((request, socket))
        hello = {"type": "hello", "num_connections": self.count, "connection_info": {"app_id": "A1"}}
        await socket.send_json(hello | {"debug_info": {"approximate_connection_time": 18060}})
        self.opened += 1
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._take(json.loads(frame.data))
        finally:
            self._connections.remove((request, socket))
        return socket

    def _take(self, acknowledgement: Json) -> None:
        self.acknowledged.append(acknowledgement)
        waiting = self._waiting.pop(acknowledgement.get("envelope_id", ""), None)
        if waiting and not waiting.done():
            waiting.set_result(acknowledgement.get("payload") or {})

    async def push(self, kind: str, payload: Json, *, retry: int = 0, envelope: str = "") -> Json:
        """What came back with the acknowledgement. `kind`: events_api, interactive or slash_commands.

        TimeoutError where nobody acknowledges. The same `envelope` again is a duplicate.
        """
        id_ = envelope or str(uuid4())
        sent = {"envelope_id": id_, "type": kind, "payload": payload, "accepts_response_payload": True}
        if kind == "events_api":
            # The first delivery carries a retry number too, zero.
            sent |= {"accepts_response_payload": False, "retry_attempt": retry, "retry_reason": ""}
        answer = self._waiting[id_] = asyncio.get_running_loop().create_future()
        await self._connections[-1][1].send_json(sent)
        return await asyncio.wait_for(answer, _PATIENCE)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the oldest connection to be replaced. Slack goes on to serve it for a moment."""
        info = {"debug_info": {"host": "applink.example"}}
        await self._connections[0][1].send_json({"type": "disconnect", "reason": reason} | info)

    def drop(self) -> None:
        """Every connection breaks without a word."""
        for request, _ in self._connections:
            if request.transport:
                request.transport.abort()

    async def close(self) -> None:
        for _, socket in list(self._connections):
            await socket.close()


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not is_so():  # noqa: ASYNC110 - it happens in the other end's tasks
            await asyncio.sleep(0.01)
