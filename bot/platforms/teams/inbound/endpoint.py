"""The HTTP endpoint for Teams; refuses every other caller without giving a reason."""

import json
from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import web

from bot.platforms.teams.inbound.adapter import Adapter
from bot.platforms.teams.inbound.authentication import CallerCheck, Stranger

Json = dict[str, Any]
log = structlog.get_logger()

MESSAGES = "/api/messages"


class TeamsEndpoint:
    def __init__(self, caller_check: CallerCheck, adapter: Adapter) -> None:
        self._caller_check = caller_check
        self._adapter = adapter
        self._is_deaf = False

    def routes(self) -> list[web.RouteDef]:
        return [web.post(MESSAGES, self._take)]

    def stop_listening(self) -> None:
        """Refuses calls. Teams retries them with another replica, or with this one after the restart."""
        self._is_deaf = True

    async def _take(self, request: web.Request) -> web.Response:
        if self._is_deaf:
            raise web.HTTPServiceUnavailable
        try:
            activity = _activity(await request.read())
            await self._caller_check.check(request, activity)
        except Stranger as stranger:
            log.warning("teams_stranger", why=stranger.why)
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        answer = await self._adapter.take(activity)
        if answer.body is None:
            return web.Response(status=answer.status)
        return web.json_response(answer.body, status=answer.status)


def _activity(body: bytes) -> Json:
    try:
        activity = json.loads(body)
    except (ValueError, RecursionError):
        raise Stranger("no JSON") from None
    if not isinstance(activity, dict):
        raise Stranger("no activity")
    return activity
