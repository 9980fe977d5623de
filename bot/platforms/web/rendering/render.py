"""Renders Messages as HTML. Joins only Markup, so all text is escaped. Pure."""

from collections.abc import Iterable
from typing import assert_never
from urllib.parse import urlsplit

from markupsafe import Markup

from bot.conversation.message import (
    Block,
    Bullets,
    Buttons,
    Chart,
    Choice,
    Divider,
    Facts,
    Heading,
    Image,
    Message,
    Paragraph,
    Progress,
    Quote,
    Scale,
    Span,
    TextInput,
    text,
)
from bot.platforms.web.rendering import fields
from bot.platforms.web.rendering.buttons import button, scale
from bot.platforms.web.rendering.chart import draw
from bot.platforms.web.rendering.place import MessagePosition

_SENTENCE = 40


def render(message: Message, place: MessagePosition) -> Markup:
    """One button at most is highlighted, the first of the first row of several; beside a scale, none."""
    parts = []
    before = 0
    is_quiet = any(isinstance(block, Scale) for block in message.blocks)
    for block in message.blocks or (text(message.summary),):
        if isinstance(block, Buttons):
            parts.append(_row(block, before, place, has_main=not is_quiet))
            is_quiet |= len(block.buttons) > 1
        else:
            parts.append(_block(block, place, before))
        before += len(block.buttons) if isinstance(block, Buttons | Scale) else 0
    return _joined(parts)


def render_fields(blocks: Iterable[Paragraph | Choice | TextInput], place: MessagePosition) -> Markup:
    return _joined(_block(block, place, 0) for block in blocks)


def _block(block: Block, place: MessagePosition, before: int) -> Markup:
    match block:
        case Heading(words):
            return Markup("<h{0}>{1}</h{0}>").format(place.level, words)
        case Paragraph(spans, quiet):
            return Markup("<p{}>{}</p>").format(_class("quiet" if quiet else ""), _spans(spans))
        case Bullets(items):
            return Markup("<ul>{}</ul>").format(_joined(_item(i) for i in items))
        case Quote(spans):
            return Markup("<blockquote><p>{}</p></blockquote>").format(_spans(spans))
        case Facts(rows):
            return Markup('<dl class="facts">{}</dl>').format(_joined(_fact(*row) for row in rows))
        case Image(url, alt):
            return _image(url, alt)
        case Chart():
            return draw(block)
        case Choice():
            return fields.choice(block, place)
        case TextInput():
            return fields.box(block, place)
        case Buttons():
            return _row(block, before, place, has_main=True)
        case Scale():
            return scale(block, fields.control_id(place.name, block.name), before, place.inert)
        case Progress(label, done, total):
            return _progress(label, done, total)
        case Divider():
            return Markup("<hr>")
        case _:
            assert_never(block)


def _row(block: Buttons, before: int, place: MessagePosition, *, has_main: bool = False) -> Markup:
    """A button that stands alone needs no highlight, and often undoes what was just done."""
    has_main = has_main and len(block.buttons) > 1
    row = (button(b, before + i, has_main and i == 0, place.inert) for i, b in enumerate(block.buttons))
    return Markup('<div class="buttons">{}</div>').format(_joined(row))


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(parts)


def _class(name: str) -> Markup:
    return Markup(' class="{}"').format(name) if name else Markup()


def _spans(spans: tuple[Span, ...]) -> Markup:
    return Markup().join(_span(s) for s in spans)


def _span(span: Span) -> Markup:
    words = Markup("{}").format(span.text)
    if span.italic:
        words = Markup("<em>{}</em>").format(words)
    if span.bold:
        words = Markup("<strong>{}</strong>").format(words)
    if span.href and _leads_somewhere_safe(span.href):
        words = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
            span.href, words
        )
    return words


def _leads_somewhere_safe(href: str) -> bool:
    return href.partition(":")[0].lower() in ("https", "http", "mailto", "tel")


def _item(item: Paragraph) -> Markup:
    return Markup("<li{}>{}</li>").format(_class("quiet" if item.quiet else ""), _spans(item.spans))


def _fact(label: str, value: str) -> Markup:
    """A long value is a sentence: it gets the whole width and the weight of one."""
    long = _class("long" if len(value) > _SENTENCE else "")
    return Markup("<div{}><dt>{}</dt><dd>{}</dd></div>").format(long, label, value)


def shows_picture(url: str) -> bool:
    """Images that the content security policy would block become a description."""
    return urlsplit(url).scheme == "https" or (url.startswith("/") and not url.startswith("//"))


def _image(url: str, alt: str) -> Markup:
    if not shows_picture(url):
        return Markup('<p class="quiet">Picture: {}</p>').format(alt)
    return Markup('<p class="picture"><img src="{}" alt="{}"></p>').format(url, alt)


def _progress(label: str, done: int, total: int) -> Markup:
    return Markup(
        '<div class="progress"><p class="quiet">{0} <span class="figure">{1} of {2}</span></p>'
        '<progress aria-label="{0}" value="{1}" max="{2}">{1} of {2}</progress></div>'
    ).format(label, max(0, min(done, total)), max(total, 1))
