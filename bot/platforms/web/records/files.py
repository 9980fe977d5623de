"""Serves the page behind a one-time link to a file: a description, and a button to download it once.

The address contains the key, so servers of these pages must not log addresses.
"""

from collections.abc import Callable
from typing import Protocol

from aiohttp import web

from bot.people.records.downloads import File, Offer
from bot.people.records.one_time_links import Refusal
from bot.platforms.web.rendering.standalone import SEALED, fill

Csrf = Callable[[web.Request], str]

_OVER = (
    "This link doesn't open anything any more",
    "Each link gives its file once, within 15 minutes. Ask for a new one in chat.",
)
_NOT_YOURS = (
    "This is for somebody with another role now",
    "The link was made while you had the role that it takes, so nothing was opened. If that is a mistake, ask an "
    "administrator.",
)


class OfferedFiles(Protocol):
    async def offer(self, token: str) -> Offer | Refusal:
        """Describes the file. Does not consume the link."""
        ...

    async def take(self, token: str) -> File | Refusal: ...


class FilePages:
    """`csrf` is for applications whose forms must carry a token; otherwise the secret address suffices."""

    def __init__(self, files: OfferedFiles, csrf: Csrf = lambda _: "") -> None:
        self._files = files
        self._csrf = csrf

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/files/{token}", self.offer), web.post("/files/{token}", self.take)]

    async def offer(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        offered = await self._files.offer(token)
        if isinstance(offered, Refusal):
            return _refused(offered)
        return _page(fill("file.html", offered=offered, token=token, csrf=self._csrf(request)))

    async def take(self, request: web.Request) -> web.Response:
        taken = await self._files.take(request.match_info["token"])
        if isinstance(taken, Refusal):
            return _refused(taken)
        return web.Response(
            body=taken.body,
            content_type=taken.kind,
            charset="utf-8",
            headers=SEALED | {"Content-Disposition": f'attachment; filename="{taken.name}"'},
        )


def _refused(why: Refusal) -> web.Response:
    """The same page for expired links and for links that never existed."""
    title, explanation = _NOT_YOURS if why is Refusal.NOT_LEADING else _OVER
    status = 403 if why is Refusal.NOT_LEADING else 410
    return _page(fill("refused.html", title=title, explanation=explanation), status)


def _page(html: str, status: int = 200) -> web.Response:
    return web.Response(text=html, status=status, content_type="text/html", headers=SEALED)
