"""Serves the page behind a link to figures: three formats, on the first device that opens it.

The address contains the key, so servers of these pages must not log addresses.
"""

import re
from collections.abc import Callable
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Protocol

from aiohttp import web

from bot.features.asking.cards.library import Library
from bot.features.pulse.reports.report import Report
from bot.features.pulse.reports.report_links import Taken
from bot.features.pulse.views.export import as_csv
from bot.people.records.one_time_links import FIGURES, LASTS, OPEN_FOR, FileFormat, Holder, Refusal
from bot.platforms.web.records.report import report_page
from bot.platforms.web.rendering.standalone import SEALED, fill

Csrf = Callable[[web.Request], str]

_MINUTES = LASTS.seconds // 60, OPEN_FOR.seconds // 60
_DEVICE = "device"

_CHOICES = (
    (FileFormat.REPORT, "Open the report", "A page with all charts, to read, print or save."),
    (
        FileFormat.XLSX,
        "Download the spreadsheet",
        "An Excel file (XLSX), with a sheet that says what its columns mean.",
    ),
    (FileFormat.CSV, "Download the figures", "A plain table (CSV), for other programs."),
)
_TYPES = {
    FileFormat.REPORT: "text/html",
    FileFormat.CSV: "text/csv",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OVER = (
    "This link doesn't open anything any more",
    f"A link opens within {_MINUTES[0]} minutes, and for {_MINUTES[1]} more on the device that opened it first. Ask for a new one in "
    "chat: say “figures”.",
)
_NOT_YOURS = (
    "These figures are with somebody else now",
    "Only the leader of this group gets them, and you don't lead it any more. Nothing was opened. If that is "
    "a mistake, ask an administrator. Everyone who was asked gets the results in chat.",
)


class ReportDownloads(Protocol):
    async def offer(self, token: str, device: str) -> str | Refusal:
        """The group's name. Does not consume the link."""
        ...

    async def open(self, token: str, format_: FileFormat, device: str) -> Holder | Refusal: ...

    async def take(self, token: str, format_: FileFormat, device: str) -> Taken | Refusal: ...


class RecordPages:
    """`csrf` is for applications whose forms must carry a token; otherwise the secret address suffices.

    A cookie identifies the device. It is set when a button opens the link, not when the page is only viewed.
    """

    def __init__(self, records: ReportDownloads, library: Library, csrf: Csrf = lambda _: "") -> None:
        self._records = records
        self._library = library
        self._csrf = csrf

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/records/{token}", self.offer),
            web.get("/records/{token}/{format}", self.take),
            web.post("/records/{token}/{format}", self.open),
        ]

    async def offer(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        name = await self._records.offer(token, _device(request))
        if isinstance(name, Refusal):
            return _refused(name)
        given = {"name": name, "choices": _CHOICES, "token": token, "minutes": _MINUTES}
        return _page(fill("records.html", **given, csrf=self._csrf(request)))

    async def open(self, request: web.Request) -> web.Response:
        """Redirects to the file, so that reloading the page does not post again."""
        token, wanted = request.match_info["token"], request.match_info["format"]
        if wanted not in FIGURES:
            return _refused(Refusal.UNKNOWN)
        device = _device(request) or token_urlsafe()
        opened = await self._records.open(token, FileFormat(wanted), device)
        if isinstance(opened, Refusal):
            return _refused(opened)
        response = web.Response(status=HTTPStatus.SEE_OTHER, headers=SEALED | {"Location": wanted})
        is_secure = request.secure or request.headers.get("X-Forwarded-Proto") == "https"
        response.set_cookie(
            _DEVICE,
            device,
            path=f"/records/{token}",
            max_age=OPEN_FOR.seconds,
            httponly=True,
            samesite="Lax",
            secure=is_secure,
        )
        return response

    async def take(self, request: web.Request) -> web.Response:
        """Serves the file to the device that opened the link. Redirects others to the choice, which consumes
        nothing.
        """
        token, wanted, device = *(request.match_info[name] for name in ("token", "format")), _device(request)
        if wanted not in FIGURES or not device:
            raise web.HTTPSeeOther(f"../{token}", headers=SEALED)
        taken = await self._records.take(token, FileFormat(wanted), device)
        return _refused(taken) if isinstance(taken, Refusal) else self._given(taken, FileFormat(wanted))

    def _given(self, taken: Taken, format_: FileFormat) -> web.Response:
        made = {
            FileFormat.REPORT: lambda: report_page(taken.report, self._library, taken.on).encode(),
            FileFormat.CSV: lambda: as_csv(taken.report),
            FileFormat.XLSX: lambda: _as_xlsx(taken.report),
        }
        shown = "inline" if format_ is FileFormat.REPORT else "attachment"
        disposition = f'{shown}; filename="{_file_name(taken, format_)}"'
        charset = None if format_ is FileFormat.XLSX else "utf-8"
        return web.Response(
            body=made[format_](),
            content_type=_TYPES[format_],
            charset=charset,
            headers=SEALED | {"Content-Disposition": disposition},
        )


def _device(request: web.Request) -> str:
    return request.cookies.get(_DEVICE, "")


def _file_name(taken: Taken, format_: FileFormat) -> str:
    """The group's name in plain letters."""
    group = re.sub(r"[^a-z0-9]+", "-", taken.report.name.lower()).strip("-")
    ending = "html" if format_ is FileFormat.REPORT else format_
    parts = ("alongside", group, str(taken.report.closed_on or taken.on))
    return f"{'-'.join(part for part in parts if part)}.{ending}"


def _as_xlsx(report: Report) -> bytes:
    # Imported here because it takes 12 MB, and few processes ever write one.
    from bot.features.pulse.views.workbook import as_xlsx

    return as_xlsx(report)


def _refused(why: Refusal) -> web.Response:
    """The same page for expired links and for links that never existed."""
    title, explanation = _NOT_YOURS if why is Refusal.NOT_LEADING else _OVER
    return _page(
        fill("refused.html", title=title, explanation=explanation), 403 if why is Refusal.NOT_LEADING else 410
    )


def _page(html: str, status: int = 200) -> web.Response:
    return web.Response(text=html, status=status, content_type="text/html", headers=SEALED)
