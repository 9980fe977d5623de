"""Messages as HTML. Pure, and escaped by construction: only Markup is ever joined."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
    Span,
    TextInput,
    text,
)
from bot.platforms.web.buttons import button
from bot.platforms.web.chart import draw

# Beyond this many, radio buttons stop being quicker than a list.
_MOST_RADIOS = 7


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands. `name` makes ids unique on the page, `level` is that of its headings.

    `inert` messages are only read: nothing in them can be pressed or filled in.
    """

    name: str
    level: int = 3
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    inert: bool = False


def render(message: Message, place: Place) -> Markup:
    parts = []
    before = 0
    for block in message.blocks or (text(message.summary),):
        parts.append(_block(block, place, before))
        before += len(block.buttons) if isinstance(block, Buttons) else 0
    return _joined(parts)


def render_fields(fields: Iterable[Paragraph | Choice | TextInput], place: Place) -> Markup:
    return _joined(_block(f, place, 0) for f in fields)


def control_id(place: str, name: str) -> str:
    """The id of the control for a field, and the start of those of its hint and fault."""
    return f"{place}-" + "".join(c if c.isalnum() else f"_{ord(c):x}_" for c in name)


def _block(block: Block, place: Place, before: int) -> Markup:
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
            return _radios(block, place) if len(block.options) <= _MOST_RADIOS else _select(block, place)
        case TextInput():
            return _box(block, place)
        case Buttons(buttons):
            row = (button(b, before + i, i == 0, place.inert) for i, b in enumerate(buttons))
            return Markup('<div class="buttons">{}</div>').format(_joined(row))
        case Progress(label, done, total):
            return _progress(label, done, total)
        case Divider():
            return Markup("<hr>")
        case _:
            assert_never(block)


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
    return Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, value)


def shows_picture(url: str) -> bool:
    """What the content policy would block is described instead of shown broken."""
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


def _radios(choice: Choice, place: Place) -> Markup:
    own = control_id(place.name, choice.name)
    chosen = place.values.get(choice.name, choice.initial)
    radios = (_radio(choice, i, o.value == chosen, own, place) for i, o in enumerate(choice.options))
    return Markup(
        '<fieldset class="field" role="radiogroup" id="{}"{}><legend>{}{}</legend>{}{}</fieldset>'
    ).format(
        own,
        _described(choice.name, "", place),
        choice.question,
        _optional(choice.optional),
        _fault(choice.name, place),
        _joined(radios),
    )


def _radio(choice: Choice, index: int, is_chosen: bool, own: str, place: Place) -> Markup:
    option = choice.options[index]
    return Markup(
        '<label class="radio"><input type="radio" id="{}-{}" name="value.{}" value="{}"{}{}><span>{}</span></label>'
    ).format(
        own,
        index,
        choice.name,
        option.value,
        _if(is_chosen, "checked"),
        _if(place.inert, "disabled"),
        option.label,
    )


def _select(choice: Choice, place: Place) -> Markup:
    chosen = place.values.get(choice.name, choice.initial)
    options = (
        Markup('<option value="{}"{}>{}</option>').format(
            o.value, _if(o.value == chosen, "selected"), o.label
        )
        for o in choice.options
    )
    control = Markup(
        '<select id="{}" name="value.{}"{}{}><option value="">Please choose</option>{}</select>'
    ).format(
        control_id(place.name, choice.name),
        choice.name,
        _described(choice.name, "", place),
        _if(place.inert, "disabled"),
        _joined(options),
    )
    return _labelled(choice.name, choice.question, choice.optional, "", control, place)


def _box(box: TextInput, place: Place) -> Markup:
    start = Markup('id="{}" name="value.{}" autocomplete="off"{}{}').format(
        control_id(place.name, box.name),
        box.name,
        _described(box.name, box.hint, place),
        _if(place.inert, "disabled"),
    )
    typed = place.values.get(box.name, box.initial)
    # HTML drops one line break after <textarea>, so it gets one to drop.
    area, line = Markup('<textarea rows="4" {}>\n{}</textarea>'), Markup('<input type="text" {} value="{}">')
    control = (area if box.multiline else line).format(start, typed)
    return _labelled(box.name, box.label, box.optional, box.hint, control, place)


def _labelled(name: str, label: str, optional: bool, hint: str, control: Markup, place: Place) -> Markup:
    own = control_id(place.name, name)
    said = Markup('<p class="hint" id="{}-hint">{}</p>').format(own, hint) if hint else Markup()
    return Markup('<div class="field"><label for="{}">{}{}</label>{}{}{}</div>').format(
        own, label, _optional(optional), said, _fault(name, place), control
    )


def _optional(is_optional: bool) -> Markup:
    return Markup(' <span class="optional">(optional)</span>') if is_optional else Markup()


def _if(holds: bool, attribute: str) -> Markup:
    return Markup(" {}").format(attribute) if holds else Markup()


def _described(name: str, hint: str, place: Place) -> Markup:
    """Ties the control to its hint and its fault."""
    own = control_id(place.name, name)
    ids = [f"{own}-hint"] * bool(hint) + [f"{own}-fault"] * (name in place.faults)
    described = Markup(' aria-describedby="{}"').format(" ".join(ids)) if ids else Markup()
    return described + _if(name in place.faults, "aria-invalid=true")


def _fault(name: str, place: Place) -> Markup:
    if name not in place.faults:
        return Markup()
    return Markup('<p class="fault" id="{}-fault">{}</p>').format(
        control_id(place.name, name), place.faults[name]
    )
