"""A language model behind a compatible endpoint on this machine, that answers as a test wants."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Json = dict[str, Any]

MODEL, KEY = "a-model", "sk-for-tests"


@dataclass
class FakeModel:
    """`writes` makes sentences from the JSON it was sent; `status`, `body` and `pause` go wrong in other ways."""

    url: str = ""
    received: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    writes: Callable[[Json], list[Json]] = field(default_factory=lambda: faithful)
    status: int = 200
    body: str | None = None
    refusal: str | None = None
    pause: float = 0.0
    leads_to: str = ""

    @property
    def sent(self) -> list[Json]:
        """What it was told as data, each time."""
        return [json.loads(request["messages"][-1]["content"]) for request in self.received]

    async def answer(self, request: web.Request) -> web.Response:
        self.headers.append(dict(request.headers))
        self.received.append(await request.json())
        if self.leads_to:
            raise web.HTTPTemporaryRedirect(self.leads_to)
        await asyncio.sleep(self.pause)
        body = self.body if self.body is not None else json.dumps(self._completion())
        return web.Response(text=body, status=self.status, content_type="application/json")

    def _completion(self) -> Json:
        content = json.dumps({"sentences": self.writes(self.sent[-1])})
        message = {"role": "assistant", "content": content, "refusal": self.refusal}
        return {"id": "1", "object": "chat.completion", "created": 1, "model": MODEL} | {
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}]
        }


def faithful(sent: Json) -> list[Json]:
    """The first sentence of the first card, as it stands there."""
    card = sent["cards"][0]
    return [sentence(card["id"], first_sentence(card["text"]))]


def first_sentence(text: str) -> str:
    opening: str = text.split("\n")[1]
    return opening.split(". ")[0].rstrip(".") + "."


def sentence(card: str, text: str, quote: str = "") -> Json:
    return {"text": text, "card": card, "quote": quote or text.rstrip(".")}


@asynccontextmanager
async def fake_model() -> AsyncIterator[FakeModel]:
    model = FakeModel()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", model.answer)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    model.url = str(server.make_url("/v1"))
    yield model
    await server.close()
