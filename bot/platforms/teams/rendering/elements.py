"""Builds the elements of Adaptive Cards: text blocks, lists, quotes, images, buttons."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.conversation.message import Paragraph, Span
from bot.platforms.teams.rendering import markdown

Json = dict[str, Any]


def block(text: str, **looks: str | bool) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True, **looks}


def paragraph(spans: Sequence[Span], **looks: str | bool) -> list[Json]:
    """A paragraph; none for empty text."""
    return [block(markdown.paragraphs(spans), **looks)] if markdown.has_words(spans) else []


def quiet(spans: Sequence[Span]) -> list[Json]:
    return paragraph(spans, isSubtle=True, size="Small")


def heading(words: str) -> list[Json]:
    looks: dict[str, str | bool] = {"style": "heading", "size": "Medium", "weight": "Bolder"}
    return [block(markdown.line((Span(words),)), **looks)] if markdown.is_seen(words) else []


def bullets(items: Iterable[Paragraph]) -> list[Json]:
    """A list in the only notation that all Teams clients support."""
    shown = [f"- {markdown.line(item.spans)}" for item in items if markdown.has_words(item.spans)]
    return [block("\r".join(shown))] if shown else []


def quote(spans: Sequence[Span]) -> list[Json]:
    """Teams has no quotations, so a subtle background and quotation marks show one."""
    items = paragraph((Span("“"), *spans, Span("”"))) if markdown.has_words(spans) else []
    return [{"type": "Container", "style": "emphasis", "items": items}] if items else []


def facts(rows: Iterable[tuple[str, str]]) -> list[Json]:
    shown = [{"title": _line(label), "value": _line(value)} for label, value in rows]
    return [{"type": "FactSet", "facts": shown}] if shown else []


def shows_picture(url: str) -> bool:
    """Teams fetches the image from its address. Images that it cannot fetch become a description."""
    return url.lower().startswith("https://") and markdown.leads_somewhere(url)


def image(url: str, alt: str) -> list[Json]:
    if not shows_picture(url):
        return quiet((Span("Picture: "), Span(alt)))
    return [{"type": "Image", "url": url, "altText": alt if markdown.is_seen(alt) else "Picture"}]


def long_button(pressed: Json) -> Json:
    """A container that acts as a button, so that its label may have several lines."""
    items = [block(_line(pressed["title"]), color="Accent")]
    return {
        "type": "Container",
        "style": "emphasis",
        "spacing": "Small",
        "selectAction": pressed,
        "items": items,
    }


def progress(label: str, done: int, total: int) -> list[Json]:
    """The text states the progress in full; the bar below it is decoration."""
    reached = max(0, min(done, total))
    sentence = (Span(label), Span(" " if label else ""), Span(f"{reached} of {total}", bold=True))
    parts = [("accent", reached), ("emphasis", max(total, 1) - reached)]
    columns = [
        {"type": "Column", "width": width, "style": style, "spacing": "None", "minHeight": "6px", "items": []}
        for style, width in parts
        if width
    ]
    return [*paragraph(sentence), {"type": "ColumnSet", "spacing": "Small", "columns": columns}]


def _line(words: str) -> str:
    return markdown.line((Span(words),)) if markdown.is_seen(words) else "–"


def folded(title: str, parts: list[Json], is_open: bool) -> list[Json]:
    """Elements behind a button that shows and hides them."""
    toggle = {"type": "Action.ToggleVisibility", "title": title, "targetElements": [FOLDED]}
    container = {"type": "Container", "id": FOLDED, "isVisible": is_open, "items": parts}
    return [{"type": "ActionSet", "actions": [toggle]}, container]


FOLDED = "more-fields"
