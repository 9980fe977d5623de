"""Renders standalone pages: inline styles, no scripts, no external resources, not cached."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup

from bot.platforms.web.inbound.safety import HEADERS
from bot.platforms.web.rendering.environment import templates

_STATIC = Path(__file__).parents[1] / "static"
_STYLE = "".join(
    (_STATIC / f"{name}.css").read_text(encoding="utf-8") for name in ("look", "blocks", "report")
)
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()

SEALED = HEADERS | {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
}
"""Headers of a private page that is shown once."""

_TEMPLATES = templates()


def fill(template: str, **values: Any) -> str:
    style = Markup(_STYLE)  # noqa: S704 - our own files
    return _TEMPLATES.get_template(template).render(style=style, **values)
