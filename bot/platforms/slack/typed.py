"""What somebody typed in Slack, as the plain text they meant. Pure."""

import re
from html import unescape

_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_ESCAPED = re.compile("&(?:amp|lt|gt);")


def plain(text: str) -> str:
    """Without Slack's escapes. Colleagues are not named: what is asked may be shown to editors later."""
    return _ESCAPED.sub(lambda escape: unescape(escape[0]), _REFERENCE.sub(_meant, text)).strip()


def without_mention(text: str, user: str) -> str:
    """Still escaped; the mentions of this user are taken out, with what sets them apart from the rest."""
    return re.sub(rf"\s*<@{re.escape(user)}(?:\|[^<>]*)?>[\s,:]*", " ", text).strip() if user else text


def _meant(reference: re.Match[str]) -> str:
    sign, what, label = reference[1], reference[2], reference[3] or ""
    match sign:
        case "@":
            return "a colleague"
        case "#":
            return f"#{label}" if label else "a channel"
        case "!":
            return label or _group(what)
        case _:
            return label or what.removeprefix("mailto:").removeprefix("tel:")


def _group(what: str) -> str:
    return "a group" if what.startswith("subteam^") else f"@{what.partition('^')[0]}"
