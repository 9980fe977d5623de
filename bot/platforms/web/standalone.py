"""Pages that stand alone: their style inside, no script, nothing from elsewhere, and out of every store."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup

from bot.platforms.web.environment import templates
from bot.platforms.web.safety import HEADERS

_STATIC = Path(__file__).parent / "static"
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
"""The headers of what only one person should see, once."""

_TEMPLATES = templates()


def fill(template: str, **values: Any) -> str:
    style = Markup(_STYLE)  # noqa: S704 - our own files
    return _TEMPLATES.get_template(template).render(style=style, **values)
