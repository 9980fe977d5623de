"""Renders text as the Markdown of Teams' cards, so that typed text is never parsed as markup.

Phone clients use a different parser, which supports backslashes only before stars and underscores. All other
special sequences are broken up by an invisible character.
"""

import re
from collections.abc import Iterable

from bot.conversation.message import Span

_APART = "\u200b"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NEW_LINE = re.compile(r"(?<![ \t])[ \t]*(?:\r\n?|\n)[ \t\r\n]*")
# Backslashes only where they would escape the next character, and underscores only outside words.
_WITH_BACKSLASH = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|\Z)|[*`]|~(?=~)|(?<=~)~|(?<![^\W_])_|_(?![^\W_])",
)
# Links, tags and mentions, entities; date functions, which cards evaluate.
_BRACKET = re.compile(r"[][]")
_KEPT_APART = re.compile(r"\](?=[(\[:]|\Z)|<(?=[A-Za-z/!?]|\Z)|&(?=#?\w*(?:;|\Z))|\{(?=\{|\Z)")
# Lists, headings, quotes, rules and indented text.
_MEANINGFUL_FIRST = re.compile(r"^(?=[=#>| \t]|[-+](?![^\W_])|\d+[.)](?:\s|\Z))", re.MULTILINE)

_ADDRESS = re.compile(r"(https?://|mailto:)[^\s<>\[\]|\x00-\x1f]+", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?\d{2,15}")
# Percent-encodes characters in addresses that one of the parsers would treat as the end or as markup.
_IN_ADDRESS = {ord(c): f"%{ord(c):02X}" for c in "()*\\;`"}


def words(text: str) -> str:
    """For labels and buttons, which are parsed for date functions only.

    Replaces empty text, which Teams omits.
    """
    return _CONTROL.sub("", text).replace("{{", f"{{{_APART}{{") if is_seen(text) else "…"


def paragraphs(spans: Iterable[Span]) -> str:
    """Each line becomes a paragraph, because Teams shows a single line break as a space."""
    return _MEANINGFUL_FIRST.sub(_APART, _joined(spans)).strip("\n")


def line(spans: Iterable[Span]) -> str:
    """On one line, as lists and facts need it."""
    return paragraphs(Span(_NEW_LINE.sub(" ", s.text), s.bold, s.italic, s.href) for s in spans)


def has_words(spans: Iterable[Span]) -> bool:
    """Whether it has visible characters."""
    return any(is_seen(s.text) for s in spans)


def is_seen(text: str) -> bool:
    return bool(_CONTROL.sub("", text).strip())


def leads_somewhere(href: str) -> bool:
    """Whether it is an address that a person can follow."""
    return _ADDRESS.fullmatch(href) is not None


def dials(href: str) -> bool:
    """Whether it is a telephone link. For text only: on a desktop, a button with it would do nothing."""
    return _PHONE.fullmatch(href) is not None


def _joined(spans: Iterable[Span]) -> str:
    joined = ""
    for span in spans:
        piece = _piece(span)
        # Adjacent stars would be counted together, and "!" before a link would make it an image.
        joined += (_APART if joined[-1:] in ("*", "!") and piece[:1] in ("*", "[") else "") + piece
    return joined


def _piece(span: Span) -> str:
    is_link = span.href is not None and (leads_somewhere(span.href) or dials(span.href))
    if span.href is None or not is_link or not is_seen(span.text):
        parts = _NEW_LINE.sub("\n", span.text).split("\n")
        return "\n\n".join(_styled(part, span) for part in parts)
    inside = _BRACKET.sub(r"\\\g<0>", _styled(_NEW_LINE.sub(" ", span.text), span))
    return f"[{inside}]({span.href.translate(_IN_ADDRESS)})"


def _styled(text: str, span: Span) -> str:
    """Places the stars directly around words, because they need a neighbour that isn't punctuation."""
    core = text.strip()
    stars = "*" * (2 * span.bold + span.italic)
    if not core or not stars:
        return _escaped(text)
    before, after = ("" if edge.isalnum() else _APART for edge in (core[0], core[-1]))
    start = text.index(core)
    lead, trail = text[:start], text[start + len(core) :]
    return f"{_escaped(lead)}{stars}{before}{_escaped(core)}{after}{stars}{_escaped(trail)}"


def _escaped(text: str) -> str:
    text = _WITH_BACKSLASH.sub(r"\\\g<0>", _CONTROL.sub("", text))
    return _KEPT_APART.sub(rf"\g<0>{_APART}", text)
