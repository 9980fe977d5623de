"""Renders words as the Markdown of Teams' cards, so that typed text is never read as markup.

Telephones read it with a parser of their own, which takes a backslash only before a star or an underscore. Whatever
else could mean something is kept apart by a character that nobody sees.
"""

import re
from collections.abc import Iterable

from bot.conversation.message import Span

_APART = "\u200b"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NEW_LINE = re.compile(r"(?<![ \t])[ \t]*(?:\r\n?|\n)[ \t\r\n]*")
# A backslash only where it would hide what follows, and an underscore only where it isn't inside a word.
_WITH_BACKSLASH = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|\Z)|[*`]|~(?=~)|(?<=~)~|(?<![^\W_])_|_(?![^\W_])",
)
# Links, tags and mentions, entities; dates that cards work out by themselves.
_BRACKET = re.compile(r"[][]")
_KEPT_APART = re.compile(r"\](?=[(\[:]|\Z)|<(?=[A-Za-z/!?]|\Z)|&(?=#?\w*(?:;|\Z))|\{(?=\{|\Z)")
# Lists, headings, quotes, lines, and what is indented.
_MEANINGFUL_FIRST = re.compile(r"^(?=[=#>| \t]|[-+](?![^\W_])|\d+[.)](?:\s|\Z))", re.MULTILINE)

_ADDRESS = re.compile(r"(https?://|mailto:)[^\s<>\[\]|\x00-\x1f]+", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?\d{2,15}")
# In an address these mean the same, and would end it, or be read as something else, for one of the readers.
_IN_ADDRESS = {ord(c): f"%{ord(c):02X}" for c in "()*\\;`"}


def words(text: str) -> str:
    """For labels and buttons, which aren't read for Markdown, only for dates. Empty ones would be left out."""
    return _CONTROL.sub("", text).replace("{{", f"{{{_APART}{{") if is_seen(text) else "…"


def paragraphs(spans: Iterable[Span]) -> str:
    """Each new line begins a paragraph: a single one is shown as a space."""
    return _MEANINGFUL_FIRST.sub(_APART, _joined(spans)).strip("\n")


def line(spans: Iterable[Span]) -> str:
    """On one line, as in a list or a fact."""
    return paragraphs(Span(_NEW_LINE.sub(" ", s.text), s.bold, s.italic, s.href) for s in spans)


def has_words(spans: Iterable[Span]) -> bool:
    """Of control characters nothing is shown."""
    return any(is_seen(s.text) for s in spans)


def is_seen(text: str) -> bool:
    return bool(_CONTROL.sub("", text).strip())


def leads_somewhere(href: str) -> bool:
    """Whether it is an address that a person may follow."""
    return _ADDRESS.fullmatch(href) is not None


def dials(href: str) -> bool:
    """Whether a phone rings it. Only in text: on a desktop a button that dials would do nothing."""
    return _PHONE.fullmatch(href) is not None


def _joined(spans: Iterable[Span]) -> str:
    joined = ""
    for span in spans:
        piece = _piece(span)
        # Stars beside stars are counted together, and "!" before a link makes a picture of it.
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
    """Stars belong close around words, and are read as such only beside something that isn't punctuation."""
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
