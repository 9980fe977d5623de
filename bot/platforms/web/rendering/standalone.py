"""Renders standalone pages: inline styles, no external resources, not cached. One has a script, of which it knows the hash."""

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
WORDS_SCRIPT = Markup((_STATIC / "words.js").read_text(encoding="utf-8"))  # noqa: S704 - our own file


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


SEALED = HEADERS | {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src {_hash(_STYLE)}; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
}
"""Headers of a private page that is shown once."""

SEALED_WITH_SCRIPT = SEALED | {
    "Content-Security-Policy": (
        f"{SEALED['Content-Security-Policy']}; script-src {_hash(WORDS_SCRIPT)}; connect-src 'self'"
    )
}
"""The same for the page that sends a document: it runs that one script, and reaches nobody else."""

_TEMPLATES = templates()


def fill(template: str, **values: Any) -> str:
    style = Markup(_STYLE)  # noqa: S704 - our own files
    return _TEMPLATES.get_template(template).render(style=style, **values)
