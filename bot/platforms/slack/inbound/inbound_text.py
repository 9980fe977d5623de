"""Converts text typed in Slack to plain text, without Slack's escapes and marks. Pure."""

import re
from html import unescape

from bot.conversation.inbound_text import LONGEST, inbound_text, without_marks

_REFERENCE = re.compile(r"<([@#!]?)([^<>|]{0,2000})(?:\|([^<>]{0,2000}))?>")
_ESCAPED = re.compile("&(?:amp|lt|gt);")


def plain(text: str) -> str:
    """Plain text. Drops colleagues' names, because editors may see questions later."""
    bare = without_marks(_REFERENCE.sub(_meant, text[:LONGEST]))
    return inbound_text(_ESCAPED.sub(lambda escape: unescape(escape[0]), bare))


def without_mention(text: str, user: str) -> str:
    """The text, still escaped, without mentions of this user and the separators around them."""
    if not user:
        return text
    # Limits the run of blanks. Otherwise a long run would take quadratic time.
    return re.sub(rf"\s{{0,9}}<@{re.escape(user)}(?:\|[^<>]{{0,200}})?>[\s,:]{{0,9}}", " ", text).strip()


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
