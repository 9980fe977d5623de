"""Serves the workspace's HTTP routes: pages, live updates, and a persona's actions."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from aiohttp import web
from aiohttp_sse import sse_response

from bot.platforms.web.inbound.safety import POSTED, Doorkeeper
from bot.platforms.web.outbound.workspace import ActionImpossible, Workspace
from bot.platforms.web.rendering.pages import STEPS, Pages, View
from bot.platforms.web.stories import Stories, StoryStep

MoveClock = Callable[[timedelta | None], Awaitable[None]]
"""None means the next event."""

# Seconds between updates: often enough for a correct clock, and to detect closed pages.
_LOOK_AGAIN_SECONDS = 15.0
_TOGETHER_SECONDS = 0.05


class WebReceiver:
    """One method for each request that a browser can make."""

    def __init__(
        self,
        workspace: Workspace,
        pages: Pages,
        door: Doorkeeper,
        move_clock: MoveClock | None,
        stories: Stories | None = None,
    ) -> None:
        self._workspace = workspace
        self._pages = pages
        self._door = door
        self._move_clock = move_clock
        self._stories = stories

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.welcome),
            web.get("/as/{user}", self.conversation, name="conversation"),
            web.get("/as/{user}/live", self.live),
            web.post("/as/{user}/say", self.say),
            web.post("/as/{user}/press/{entry}", self.press),
            web.post("/as/{user}/home", self.press_home),
            web.post("/as/{user}/submit", self.submit),
            web.post("/as/{user}/cancel", self.cancel),
            web.post("/clock", self.clock),
            web.get("/story/{story}/{step}", self.story),
            web.post("/story/{story}/{step}", self.story_on),
        ]

    async def welcome(self, request: web.Request) -> web.Response:
        return _page(self._pages.welcome(self._door.token(request)))

    async def conversation(self, request: web.Request) -> web.Response:
        view = self._view(request)
        first_new = self._workspace.mark_seen(view.persona.user)
        return _page(await self._pages.conversation(view, first_new=first_new))

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Streams changes. A reconnecting page names its last version and gets what it missed."""
        view = self._view(request)
        seen = request.headers.get("Last-Event-ID") or request.query.get("since", "")
        async with sse_response(request, ping_interval=5) as stream:
            with self._workspace.watching(view.persona.user), suppress(ConnectionError):
                while stream.is_connected() and not self._workspace.is_closing:
                    changed = self._workspace.changed
                    changes = await self._pages.changes(view, seen)
                    seen = changes["version"]
                    await stream.send(json.dumps(changes), id=seen)
                    # Collects events for a moment, so that a page gets them together.
                    await asyncio.sleep(_TOGETHER_SECONDS)
                    with suppress(TimeoutError):
                        async with asyncio.timeout(_LOOK_AGAIN_SECONDS):
                            await changed.wait()
        return stream

    async def say(self, request: web.Request) -> web.Response:
        view, posted = self._view(request), request[POSTED]
        words = posted.get("text", "")
        try:
            await self._workspace.say(view.persona.user, words, posted.get("event", "")[:64])
        except ActionImpossible as refused:
            return await self._refuse(request, view, fault=str(refused), draft=words)
        return await self._done(request, view)

    async def press(self, request: web.Request) -> web.Response:
        view, posted = self._view(request), request[POSTED]
        number = _number(posted)
        event = posted.get("event", "")[:64]
        try:
            await self._workspace.press(view.persona.user, request.match_info["entry"], number, posted, event)
        except ActionImpossible as refused:
            return await self._refuse(request, view, notice=str(refused))
        return await self._done(request, view)

    async def press_home(self, request: web.Request) -> web.Response:
        view, posted = self._view(request), request[POSTED]
        number, event = _number(posted), posted.get("event", "")[:64]
        try:
            await self._workspace.press_home(view.persona.user, posted.get("shown", ""), number, event)
        except ActionImpossible as refused:
            return await self._refuse(request, view, notice=str(refused))
        return await self._done(request, view)

    async def submit(self, request: web.Request) -> web.Response:
        view, posted = self._view(request), request[POSTED]
        event = posted.get("event", "")[:64]
        try:
            await self._workspace.submit(view.persona.user, posted.get("form", ""), posted, event)
        except ActionImpossible as refused:
            return await self._refuse(request, view, notice=str(refused))
        return await self._done(request, view)

    async def cancel(self, request: web.Request) -> web.Response:
        view = self._view(request)
        self._workspace.cancel(view.persona.user)
        return await self._done(request, view)

    async def clock(self, request: web.Request) -> web.Response:
        posted = request[POSTED]
        if self._move_clock is None or posted.get("step") not in STEPS:
            raise web.HTTPBadRequest(
                text="The clock can be moved to the next event, or by an hour, a day or a week."
            )
        before = self._workspace.version
        await self._move_clock(STEPS[posted["step"]])
        self._workspace.touch()
        if not posted.get("user"):
            raise web.HTTPSeeOther("/")
        view = self._view_of(request, posted["user"])
        return await self._done(request, view, self._moved(view, before))

    async def story(self, request: web.Request) -> web.Response:
        """The conversation of the step's persona, with the step's instructions above it."""
        step = self._step(request)
        view = replace(self._view_of(request, step.user), guide=self._pages.guide(step, self._token(request)))
        first_new = self._workspace.mark_seen(step.user)
        return _page(await self._pages.conversation(view, first_new=first_new))

    async def story_on(self, request: web.Request) -> web.Response:
        step = self._step(request)
        if self._stories and not step.is_done:
            try:
                await self._stories.do(step.id, step.number)
            except ActionImpossible as refused:
                raise web.HTTPConflict(text=str(refused)) from None
        raise web.HTTPSeeOther(f"/story/{step.id}/{step.number}")

    def _step(self, request: web.Request) -> StoryStep:
        number = request.match_info["step"]
        step = None
        if self._stories and number.isdecimal() and len(number) < 3:
            step = self._stories.step(request.match_info["story"], int(number))
        if step is None:
            raise web.HTTPNotFound(text="There is no such story. Pick one on the first page.")
        return step

    def _moved(self, view: View, before: int) -> str:
        """The events during a move of the clock, in numbers."""
        talks = self._workspace.log.talks
        new = {user: sum(e.version > before and not e.mine for e in t.entries) for user, t in talks.items()}
        mine = new.pop(view.persona.user, 0)
        others = sum(new.values())
        here = f"{mine} new for you" if mine else "nothing new for you"
        there = f", {others} for other people here" if others else ""
        return f"It is {self._workspace.now():%A, %H:%M}: {here}{there}."

    def _token(self, request: web.Request) -> str:
        return self._door.token(request)

    def _view(self, request: web.Request) -> View:
        return self._view_of(request, request.match_info["user"])

    def _view_of(self, request: web.Request, user: str) -> View:
        persona = next((p for p in self._workspace.personas if p.user == user), None)
        if persona is None:
            raise web.HTTPNotFound(
                text="Nobody of that name is in this workspace. Choose somebody else to be."
            )
        return View(persona, self._door.token(request))

    async def _done(self, request: web.Request, view: View, notice: str = "") -> web.Response:
        """The changes for a page with script; a redirect to the conversation without it."""
        if _is_live(request):
            changes = await self._pages.changes(view, request[POSTED].get("since", ""))
            return _json(changes | ({"notice": notice} if notice else {}))
        talk = self._workspace.transcript(view.persona.user)
        conversation = request.app.router["conversation"].url_for(user=view.persona.user)
        # Not for an open form: its first error or field should get the focus.
        latest = talk.entries[-1].id if talk.entries and not talk.form else ""
        raise web.HTTPSeeOther(conversation.with_fragment(latest or None))

    async def _refuse(
        self, request: web.Request, view: View, notice: str = "", fault: str = "", draft: str = ""
    ) -> web.Response:
        if _is_live(request):
            changes = await self._pages.changes(view, request[POSTED].get("since", ""))
            return _json(changes | {"notice": notice, "fault": fault}, 422)
        page = await self._pages.conversation(view, notice=notice, fault=fault, draft=draft)
        return _page(page, 422)


def _number(posted: Mapping[str, str]) -> int:
    index = posted.get("button", "")
    return int(index) if index.isdecimal() and len(index) < 4 else -1


def _is_live(request: web.Request) -> bool:
    return "X-Live" in request.headers


def _page(html: str, status: int = 200) -> web.Response:
    return web.Response(text=html, status=status, content_type="text/html")


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.json_response(body, status=status)
