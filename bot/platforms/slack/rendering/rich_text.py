"""Renders text as Slack rich_text and plain_text, so that typed text is never parsed as markup."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from bot.conversation.message import Span
from bot.platforms.slack.rendering.limits import ADDRESS, CONTEXT, length

Json = dict[str, Any]

_ADDRESS = re.compile(r"(https?://|mailto:)[^\s<>|\x00-\x1f]+", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?\d{2,15}")


def plain(words: str) -> Json:
    """For labels and titles. Replaces empty text, which Slack refuses."""
    return {"type": "plain_text", "text": words if words.strip() else "…", "emoji": False}


def paragraph(spans: Iterable[Span]) -> list[Json]:
    """A paragraph; none for empty text, because Slack refuses an empty block."""
    return _rich_text("rich_text_section", spans)


def quote(spans: Iterable[Span]) -> list[Json]:
    return _rich_text("rich_text_quote", spans)


def quiet(spans: Sequence[Span]) -> list[Json]:
    """Small print for plain text; italics if it has links or styles, which small print can't show."""
    words = "".join(s.text for s in spans)
    is_only_words = not any(s.href or s.bold or s.italic for s in spans)
    if not words.strip():
        return []
    if is_only_words and length(words) <= CONTEXT:
        return [{"type": "context", "elements": [plain(words)]}]
    return paragraph(italic(spans))


def italic(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(Span(s.text, s.bold, True, s.href) for s in spans)


def bullets(items: Iterable[Iterable[Span]]) -> list[Json]:
    sections = [_part("rich_text_section", item) for item in items if _has_words(item)]
    if not sections:
        return []
    points = {"type": "rich_text_list", "style": "bullet", "elements": sections}
    return [{"type": "rich_text", "elements": [points]}]


def facts(rows: Iterable[tuple[str, str]]) -> list[Json]:
    """One line per fact, so that screen readers read each label with its value."""
    spans: list[Span] = []
    for label, value in rows:
        spans += [Span("\n")] if spans else []
        spans += [Span(label, bold=True), Span(": " if label[-1:].isalnum() else " "), Span(value)]
    return paragraph(spans)


def leads_somewhere(href: str) -> bool:
    """Whether it is an address that a person can follow and that Slack accepts."""
    return length(href) <= ADDRESS and _ADDRESS.fullmatch(href) is not None


def dials(href: str) -> bool:
    """Whether it is a telephone link. For text only: Slack's buttons accept no such address."""
    return _PHONE.fullmatch(href) is not None


def _rich_text(kind: str, spans: Iterable[Span]) -> list[Json]:
    spans = tuple(spans)
    return [{"type": "rich_text", "elements": [_part(kind, spans)]}] if _has_words(spans) else []


def _has_words(spans: Iterable[Span]) -> bool:
    return any(s.text.strip() for s in spans)


def _part(kind: str, spans: Iterable[Span]) -> Json:
    return {"type": kind, "elements": [_span(s) for s in spans if s.text]}


def _span(span: Span) -> Json:
    is_link = span.href is not None and (leads_somewhere(span.href) or dials(span.href))
    kind: Json = {"type": "link", "url": span.href} if is_link else {"type": "text"}
    style = {name: True for name in ("bold", "italic") if getattr(span, name)}
    return kind | {"text": span.text} | ({"style": style} if style else {})
