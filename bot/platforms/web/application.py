"""Builds the browser workspace as an aiohttp application, and serves it."""

import asyncio
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from secrets import token_hex
from typing import Protocol

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.platforms.request_limits import RequestLimits, RouteLimits, runner_for
from bot.platforms.web.inbound.receive import MoveClock, WebReceiver
from bot.platforms.web.inbound.safety import Doorkeeper, dress
from bot.platforms.web.outbound.workspace import Workspace
from bot.platforms.web.records.documents import DOCUMENT
from bot.platforms.web.records.report_downloads import Csrf
from bot.platforms.web.rendering.pages import Pages, Panels
from bot.platforms.web.stories import Stories

log = structlog.get_logger()

_LARGEST_POST = 256 * 1024


class LinkPages(Protocol):
    """A handler of one-time links."""

    def routes(self) -> list[web.RouteDef]: ...


def application(
    workspace: Workspace,
    *,
    host: str = "127.0.0.1",
    examples: Sequence[str] = (),
    panels: Panels | None = None,
    move_clock: MoveClock | None = None,
    links: Sequence[Callable[[Csrf], LinkPages]] = (),
    stories: Stories | None = None,
) -> web.Application:
    """`host` is the address to listen on: on loopback it accepts loopback host names only.

    `panels` are the side panels by title, rendered again after every event. `move_clock` adds its buttons to
    the top bar. `links` are the pages for one-time links.
    """
    listed = stories.listed() if stories else ()
    pages = Pages(workspace, examples, panels or {}, clock_moves=move_clock is not None, stories=listed)
    door = Doorkeeper(host)
    request_limits = RequestLimits(
        {"/": RouteLimits(largest=_LARGEST_POST), "/words": DOCUMENT}, answers_failures=False
    )
    app = web.Application(middlewares=[_problems_as_pages(pages), request_limits.middleware, door.guard])
    app.add_routes(WebReceiver(workspace, pages, door, move_clock, stories).routes())
    for pages_of in links:
        app.add_routes(pages_of(door.token).routes())
    app.router.add_static("/static", Path(__file__).parent / "static")
    app.on_response_prepare.append(dress)

    async def let_pages_go(_: web.Application) -> None:
        workspace.close()

    app.on_shutdown.append(let_pages_go)
    return app


async def serve(app: web.Application, host: str, port: int) -> None:
    """Serves until cancelled. Call `check_address` first."""
    runner = runner_for(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def _problems_as_pages(pages: Pages) -> Middleware:
    @web.middleware
    async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as problem:
            if problem.status < 400:
                raise
            return _answer(request, pages, problem.status, _explained(problem))
        except Exception as error:  # noqa: BLE001 - the browser's own last resort, beyond what dispatch sees
            reference = token_hex(4)
            # Logs where an error occurred but not its text, which may quote what a person sent.
            trace = traceback.format_tb(error.__traceback__)
            log.error("web_request_failed", reference=reference, error=type(error).__name__, where=trace)
            return _answer(
                request, pages, 500, f"Please try again. The log has more under the reference {reference}."
            )

    return problems


_EXPLAINED = {
    404: "The address may be mistyped, or it belongs to an earlier version of the workspace.",
    405: "That address takes something else.",
    413: "Please send less at once. Nothing was done.",
}


def _explained(problem: web.HTTPException) -> str:
    """The error's text, if we raised it; a plain one for aiohttp's errors."""
    explanation = "" if problem.status == 413 else problem.text or ""
    return (
        _EXPLAINED.get(problem.status, "")
        if explanation.startswith(f"{problem.status}:") or not explanation
        else explanation
    )


def _answer(request: web.Request, pages: Pages, status: int, explanation: str) -> web.Response:
    if "X-Live" in request.headers:
        return web.json_response({"notice": explanation}, status=status)
    return web.Response(text=pages.problem(status, explanation), status=status, content_type="text/html")
