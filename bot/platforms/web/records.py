"""What a one-time link opens: a choice of three, and each of them once.

The address holds the key, so nobody who serves these pages may write addresses down.
"""

import re
from collections.abc import Callable
from typing import Protocol

from aiohttp import web

from bot.knowledge.library import Library
from bot.people.links import FIGURES, Format, Refusal
from bot.platforms.web.report import report_page
from bot.platforms.web.standalone import SEALED, fill
from bot.pulse.export import as_csv, as_xlsx
from bot.pulse.records import Offered, Taken

Csrf = Callable[[web.Request], str]

_CHOICES = (
    (Format.REPORT, "Open the report", "A page with all charts, to read, print or save."),
    (
        Format.XLSX,
        "Download the spreadsheet",
        "An Excel file (XLSX), with a sheet that says what its columns mean.",
    ),
    (Format.CSV, "Download the figures", "A plain table (CSV), for other programs."),
)
_TYPES = {
    Format.REPORT: "text/html",
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OVER = (
    "This link doesn't open anything any more",
    "Each link gives each of its files once, within 15 minutes. Ask for a new one in chat: say “figures”.",
)
_NOT_YOURS = (
    "These figures are with somebody else now",
    "They go to whoever leads this group, and you don't lead it any more, so nothing was opened. If that is "
    "a mistake, ask an administrator. Everyone who was asked gets the results in chat.",
)


class Records(Protocol):
    async def offer(self, token: str) -> Offered | Refusal:
        """Uses nothing up."""
        ...

    async def take(self, token: str, format_: Format) -> Taken | Refusal: ...


class RecordPages:
    """`csrf` is for applications whose forms must carry a token; the address is secret enough without."""

    def __init__(self, records: Records, library: Library, csrf: Csrf = lambda _: "") -> None:
        self._records = records
        self._library = library
        self._csrf = csrf

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/records/{token}", self.offer),
            web.get("/records/{token}/{format}", self.back),
            web.post("/records/{token}/{format}", self.take),
        ]

    async def offer(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        offered = await self._records.offer(token)
        if isinstance(offered, Refusal):
            return _refused(offered)
        csrf = self._csrf(request)
        return _page(fill("records.html", offered=offered, choices=_CHOICES, token=token, csrf=csrf))

    async def back(self, request: web.Request) -> web.Response:
        """Somebody kept the address of what they had."""
        raise web.HTTPSeeOther(f"../{request.match_info['token']}", headers=SEALED)

    async def take(self, request: web.Request) -> web.Response:
        wanted = request.match_info["format"]
        if wanted not in FIGURES:
            return _refused(Refusal.UNKNOWN)
        taken = await self._records.take(request.match_info["token"], Format(wanted))
        return _refused(taken) if isinstance(taken, Refusal) else self._given(taken, Format(wanted))

    def _given(self, taken: Taken, format_: Format) -> web.Response:
        made = {
            Format.REPORT: lambda: report_page(taken.report, self._library, taken.on).encode(),
            Format.CSV: lambda: as_csv(taken.report),
            Format.XLSX: lambda: as_xlsx(taken.report),
        }
        shown = "inline" if format_ is Format.REPORT else "attachment"
        disposition = f'{shown}; filename="{_file_name(taken, format_)}"'
        charset = None if format_ is Format.XLSX else "utf-8"
        return web.Response(
            body=made[format_](),
            content_type=_TYPES[format_],
            charset=charset,
            headers=SEALED | {"Content-Disposition": disposition},
        )


def _file_name(taken: Taken, format_: Format) -> str:
    """Plain letters only, whatever the group is called."""
    group = re.sub(r"[^a-z0-9]+", "-", taken.report.name.lower()).strip("-")
    ending = "html" if format_ is Format.REPORT else format_
    parts = ("alongside", group, str(taken.report.closed_on or taken.on))
    return f"{'-'.join(part for part in parts if part)}.{ending}"


def _refused(why: Refusal) -> web.Response:
    """The same for links that are over and links that never were."""
    title, explanation = _NOT_YOURS if why is Refusal.NOT_LEADING else _OVER
    return _page(
        fill("refused.html", title=title, explanation=explanation), 403 if why is Refusal.NOT_LEADING else 410
    )


def _page(html: str, status: int = 200) -> web.Response:
    return web.Response(text=html, status=status, content_type="text/html", headers=SEALED)
