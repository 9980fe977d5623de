"""Slack's side of HTTP: signed requests at our app."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession

from tests import real_time
from tests.fake_slack.payloads import payload
from tests.fake_slack.workspace import Json

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    status: int
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Pushes:
    """`url` is the app's one address for events, interactions and commands. `age`: how old a timestamp says it is.

    A wrong `secret` or an `age` of more than 300 s must be refused.
    """

    session: ClientSession
    url: str
    secret: str
    age: int = 0

    async def event(self, body: Json, *, retry: int = 0) -> Answer:
        """`retry`: the same again, as after an acknowledgement that came too late."""
        headers = {"x-slack-retry-num": f"{retry}", "x-slack-retry-reason": "http_timeout"} if retry else {}
        return await self._post(json.dumps(body), "application/json", headers)

    async def verify(self) -> Answer:
        """Slack's check of the address when it is set up."""
        return await self.event(payload("url_verification"))

    async def interact(self, body: Json) -> Answer:
        return await self._post(urlencode({"payload": json.dumps(body)}), _FORM)

    async def command(self, body: Json) -> Answer:
        return await self._post(urlencode(body), _FORM)

    async def _post(self, body: str, kind: str, headers: dict[str, str] | None = None) -> Answer:
        stamp = f"{real_time.seconds() - self.age}"
        signed = {"x-slack-request-timestamp": stamp, "x-slack-signature": sign(self.secret, stamp, body)}
        sent = {"content-type": kind, "user-agent": "Slackbot 1.0"} | signed | (headers or {})
        async with self.session.post(self.url, data=body.encode(), headers=sent) as answer:
            return Answer(answer.status, await answer.text())


def sign(secret: str, stamp: str, body: str) -> str:
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return f"v0={digest}"
