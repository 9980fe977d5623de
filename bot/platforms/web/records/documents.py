"""Serves a page that takes a document and lists stigmatising words in it. Stores nothing."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Protocol, TypeVar

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.core.errors import UserFacingError
from bot.features.word_check.check import LanguageFinding
from bot.features.word_check.documents import LARGEST
from bot.features.word_check.views import also_in, by_words, places, source
from bot.people.records.one_time_links import LASTS
from bot.platforms.malformed import MALFORMED
from bot.platforms.request_limits import RouteLimits
from bot.platforms.web.records.report_downloads import Csrf
from bot.platforms.web.rendering.standalone import SEALED, SEALED_WITH_SCRIPT, WORDS_SCRIPT, fill

_OVER = (
    "This link doesn't open anything any more",
    f"It works for {LASTS.seconds // 60} minutes. Ask for a new one in chat: say “check my words”.",
)


_NO_FILE = "Choose a file first."

# Seconds until a document of somebody who left is let go.
_LOOKS_EVERY = 0.3
_NOBODY_WAITS = 499

T = TypeVar("T")

DOCUMENT = RouteLimits(streams=True, seconds=60)


class CheckedDocuments(Protocol):
    @property
    def sources(self) -> Mapping[str, str]: ...

    async def may_open(self, token: str) -> bool: ...

    async def check(self, name: str, body: bytes) -> list[LanguageFinding]: ...


class DocumentPages:
    """`csrf` is for applications whose forms must carry a token; here the address carries it."""

    def __init__(self, documents: CheckedDocuments, csrf: Csrf = lambda _: "") -> None:
        self._documents = documents
        self._csrf = csrf

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/words/{token}", self.offer), web.post("/words/{token}", self.check)]

    async def offer(self, request: web.Request) -> web.Response:
        if not await self._documents.may_open(request.match_info["token"]):
            return _over()
        return self._page(request)

    async def check(self, request: web.Request) -> web.Response:
        if not await self._documents.may_open(request.match_info["token"]):
            return _over()
        try:
            name, body = await _sent(request)
            findings = await _while_somebody_waits(request, self._documents.check(name, body))
        except UserFacingError as error:
            return self._page(request, fault=str(error), status=422)
        except ConnectionAbortedError:
            return web.Response(status=_NOBODY_WAITS)
        return self._page(request, name=name, findings=findings)

    def _page(
        self,
        request: web.Request,
        *,
        name: str = "",
        findings: list[LanguageFinding] | None = None,
        fault: str = "",
        status: int = 200,
    ) -> web.Response:
        groups = by_words(findings or ())
        shown = [(same[0], source(same[0], self._documents.sources), also_in(same)) for same in groups]
        csrf = self._csrf(request)
        address = request.match_info["token"] + (f"?csrf={csrf}" if csrf else "")
        given = {"address": address, "name": name, "is_checked": findings is not None, "places": shown}
        counted = places(len(findings or ()))
        html = fill("words.html", **given, fault=fault, said=counted, script=WORDS_SCRIPT)
        return web.Response(text=html, status=status, content_type="text/html", headers=SEALED_WITH_SCRIPT)


async def _while_somebody_waits(request: web.Request, work: Coroutine[None, None, T]) -> T:
    """Ends the work when they cancel or close the page, because few documents are read at once.

    ConnectionAbortedError then; aiohttp itself lets a handler go on.
    """
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=_LOOKS_EVERY)
            if request.transport is None or request.transport.is_closing():
                raise ConnectionAbortedError
        return task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _sent(request: web.Request) -> tuple[str, bytes]:
    """As `_file`. UserFacingError also for a body whose parts can't be told apart, which no browser sends."""
    try:
        return await _file(request)
    except (*MALFORMED, HttpProcessingError, web.RequestPayloadError):
        raise UserFacingError(_NO_FILE) from None


async def _file(request: web.Request) -> tuple[str, bytes]:
    """The uploaded file's name and content, up to the maximum size."""
    if request.content_type != "multipart/form-data":
        raise UserFacingError(_NO_FILE)
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.filename:
            body = bytearray()
            while len(body) <= LARGEST and (chunk := await part.read_chunk(65_536)):
                body += chunk
            return part.filename, bytes(body)
    raise UserFacingError(_NO_FILE)


def _over() -> web.Response:
    title, explanation = _OVER
    html = fill("refused.html", title=title, explanation=explanation)
    return web.Response(text=html, status=410, content_type="text/html", headers=SEALED)
