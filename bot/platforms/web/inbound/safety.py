"""Restricts the workspace, which has no login, to this machine and to posts from its own pages."""

import hmac
from ipaddress import ip_address
from secrets import token_bytes, token_urlsafe
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.core.errors import UserFacingError

SESSION = web.RequestKey("session", str)
POSTED = web.RequestKey("posted", dict[str, str])

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_COOKIE = "alongside_demo"
_MOST_FIELDS = 200

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class OpenToOthers(UserFacingError):
    """Raised when the workspace is configured to listen where other machines can reach it."""


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_address(host: str, anyway: bool) -> None:
    """Raises OpenToOthers for an address that other machines can reach, unless `anyway`."""
    if not anyway and not is_loopback(host):
        raise OpenToOthers(
            f"The browser workspace has no login: anybody who reaches {host} can be every persona and read every "
            "conversation. Use 127.0.0.1, or say explicitly that you want it open to others."
        )


class Doorkeeper:
    """Refuses foreign host names, cross-site requests, and posts without our form token."""

    def __init__(self, host: str) -> None:
        self._only_loopback = is_loopback(host)
        self._secret = token_bytes(32)

    def token(self, request: web.Request) -> str:
        """The token in every form of this session's pages."""
        return hmac.digest(self._secret, request[SESSION].encode(), "sha256").hex()

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._check_host(request)
        known = request.cookies.get(_COOKIE, "")
        request[SESSION] = known or token_urlsafe(32)
        if request.method not in ("GET", "HEAD"):
            _check_origin(request)
            request[POSTED] = await _posted(request)
            self._check_token(request)
        response = await handler(request)
        if not known and not response.prepared:
            response.set_cookie(_COOKIE, request[SESSION], httponly=True, samesite="Strict", path="/")
        return response

    def _check_host(self, request: web.Request) -> None:
        # Prevents DNS rebinding: a web page whose name resolves to 127.0.0.1 could otherwise read everything.
        if self._only_loopback and _name_of(request.host) not in _LOOPBACK:
            raise web.HTTPMisdirectedRequest(
                text="This workspace only answers to its own machine. Open it as http://127.0.0.1 or http://localhost."
            )

    def _check_token(self, request: web.Request) -> None:
        sent = request[POSTED].get("csrf", "")
        if not hmac.compare_digest(sent.encode(), self.token(request).encode()):
            raise web.HTTPForbidden(
                text="This page was out of date, and nothing was done. Reload it and try again."
            )


async def dress(request: web.Request, response: web.StreamResponse) -> None:
    """Default headers of every response. Conversations are not cached; style and script are revalidated."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault(
        "Cache-Control", "no-cache" if request.path.startswith("/static/") else "no-store"
    )


def _name_of(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _check_origin(request: web.Request) -> None:
    site = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    # Browsers send "null" for a plain form on a page with no-referrer, but then state the site truthfully.
    is_ours = origin in ("", f"{request.scheme}://{request.host}") or (
        origin == "null" and site == "same-origin"
    )
    if not is_ours or site not in ("", "same-origin", "none"):
        raise web.HTTPForbidden(text="Another site sent this request, so nothing was done.")


async def _posted(request: web.Request) -> dict[str, str]:
    """A form's fields, with line breaks as the person typed them."""
    if request.content_type == "multipart/form-data":
        # Files are read by their handler; the token of their form is in the address.
        return {"csrf": request.query.get("csrf", "")}
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType(text="This address takes forms only.")
    body = (await request.read()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise web.HTTPBadRequest(text="That form could not be read, and nothing was done.") from None
    return {name: value.replace("\r\n", "\n").replace("\0", "") for name, value in pairs}
