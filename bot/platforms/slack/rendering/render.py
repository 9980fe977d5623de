"""Renders Messages and forms as Slack Block Kit. Pure: no network, no SDK."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, assert_never

from bot.conversation.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Chart,
    Choice,
    Divider,
    Facts,
    Fields,
    Form,
    Heading,
    Image,
    Message,
    Paragraph,
    Progress,
    Quote,
    Scale,
    Span,
    TextInput,
)
from bot.platforms.slack.rendering import chart as charts
from bot.platforms.slack.rendering import details, fields, limits, names, rich_text
from bot.platforms.slack.rendering.rich_text import plain

Json = dict[str, Any]

_BAR_LENGTH = 10

# Maps a chart's number in the message to the id of an uploaded picture, or to "" if Slack draws it.
_Drawn = Mapping[int, str]


def render(
    message: Message, *, delivery: str = "", pictures: Mapping[int, str] | None = None, native: bool = True
) -> Json:
    """The arguments of chat.postMessage except the channel. Raises TooLongForSlack.

    `pictures` maps a chart's number in the message to the id of an uploaded file. Slack draws other charts if
    it can; if it can't, or without `native`, they become figures.
    """
    drawn = (_native(message) if native else {}) | dict(pictures or {})
    return limits.fit("message", _message(message, drawn, delivery))


def render_form(form: Form, *, private_metadata: str = "") -> Json:
    """A modal view; `names.unpack` parses its metadata. Raises TooLongForSlack."""
    return limits.fit("modal", _modal(form, private_metadata))


def render_home(message: Message) -> Json:
    """A home tab, with charts as figures. Raises TooLongForSlack."""
    return limits.fit("home", {"type": "home", "blocks": _blocks(message, {})})


def charts_to_draw(message: Message) -> dict[int, Chart]:
    """The charts that Slack can't draw and that need a picture, by their number in the message."""
    native = _native(message)
    return {n: c for n, c in enumerate(_charts(message)) if c.points and n not in native}


def rendering_problems(content: Message | Form) -> list[str]:
    """The parts that exceed Slack's limits, for the author to fix.

    Shortening is only for text unknown in advance.
    """
    return [str(excess) for excess in _measured(content)]


def overfull(content: Message | Form) -> list[str]:
    """The parts that Slack would refuse even after shortening."""
    return [str(excess) for excess in _measured(content) if not excess.shortens]


def _measured(content: Message | Form) -> Iterator[limits.Excess]:
    if isinstance(content, Form):
        return limits.excesses("modal", _modal(content, _CARRIED))
    return limits.excesses("message", _message(content, _native(content), ""))


# Maximum length of the data about a form's place that is stored with it.
_CARRIED = "x" * 400


def _message(message: Message, drawn: _Drawn, delivery: str) -> Json:
    rendered: Json = {
        # The text of notifications. Slack parses it for markup, unlike blocks, so it is escaped and parsing
        # is turned off.
        "text": escape(limits.shortened(message.summary, limits.SUMMARY), quote=False),
        "mrkdwn": False,
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
        "blocks": _blocks(message, drawn),
    }
    return rendered | ({"metadata": names.metadata(delivery)} if delivery else {})


def _modal(form: Form, private_metadata: str) -> Json:
    title = limits.shortened(form.title, limits.TITLE)
    whole_title = () if title == form.title else (Paragraph((Span(form.title, bold=True),)),)
    return {
        "type": "modal",
        "callback_id": form.action,
        "title": plain(title),
        "submit": plain(form.submit),
        "close": plain("Cancel"),
        "private_metadata": names.pack(form.value, private_metadata),
        "blocks": _blocks(Message(form.title, (*whole_title, *form.fields)), {}) + _more(form),
    }


def _more(form: Form) -> list[Json]:
    return details.folded(form.more) or shown_fields(form.more)


def shown_fields(shown: Fields) -> list[Json]:
    return [part for field in shown for part in _block(field, 0, {})]


def _charts(message: Message) -> Sequence[Chart]:
    return [block for block in message.blocks if isinstance(block, Chart)]


def _native(message: Message) -> dict[int, str]:
    possible = [number for number, chart in enumerate(_charts(message)) if charts.is_native(chart)]
    return dict.fromkeys(possible[: charts.MOST_IN_MESSAGE], "")


def _blocks(message: Message, drawn: _Drawn) -> list[Json]:
    rendered = [part for block, number in _numbered(message.blocks) for part in _block(block, number, drawn)]
    return rendered or rich_text.paragraph((Span(message.summary),))


def _numbered(blocks: Sequence[Block]) -> Iterator[tuple[Block, int]]:
    """Each block with the number of buttons, or charts, before it in the message."""
    buttons_before = charts_before = 0
    for block in blocks:
        yield block, charts_before if isinstance(block, Chart) else buttons_before
        buttons_before += len(block.buttons) if isinstance(block, Buttons | Scale) else 0
        charts_before += isinstance(block, Chart)


def _block(block: Block, number: int, drawn: _Drawn) -> list[Json]:
    match block:
        case Heading(words):
            return _heading(words)
        case Paragraph(spans, quiet):
            return rich_text.quiet(spans) if quiet else rich_text.paragraph(spans)
        case Bullets(items):
            return rich_text.bullets(rich_text.italic(i.spans) if i.quiet else i.spans for i in items)
        case Quote(spans):
            return rich_text.quote(spans)
        case Facts(rows):
            return rich_text.facts(rows)
        case Image(url, alt):
            return _image(url, alt)
        case Chart():
            return _chart(block, drawn.get(number))
        case Choice():
            return fields.choice(block)
        case TextInput():
            return [fields.box(block)]
        case Buttons(buttons):
            return _buttons(buttons, number)
        case Scale(_, question, points, besides):
            return _scale(question, points, besides, number)
        case Progress(label, done, total):
            return _progress(label, done, total)
        case Divider():
            return [{"type": "divider"}]
        case _:
            assert_never(block)


def _heading(words: str) -> list[Json]:
    if not words.strip() or limits.length(words) > limits.HEADER:
        return rich_text.paragraph((Span(words, bold=True),))
    return [{"type": "header", "text": plain(words)}]


def shows_picture(url: str) -> bool:
    """Slack fetches the image from its address. Images that it cannot fetch become a description."""
    return url.lower().startswith("http") and rich_text.leads_somewhere(url)


def _image(url: str, alt: str) -> list[Json]:
    if not shows_picture(url):
        return rich_text.quiet((Span("Picture: "), Span(alt)))
    return [{"type": "image", "image_url": url, "alt_text": alt if alt.strip() else "Picture"}]


def _chart(chart: Chart, drawn: str | None) -> list[Json]:
    if drawn is None:
        return charts.figures(chart)
    return charts.picture(chart, drawn) if drawn else charts.native(chart)


def _buttons(buttons: Sequence[Button], before: int) -> list[Json]:
    """The first of several buttons is highlighted, unless an earlier row has a highlighted one."""
    shown = [_button(button, before + i) for i, button in enumerate(buttons)]
    if len(shown) > 1 and not before:
        shown[0] |= {"style": "primary"}
    rows = [shown[start : start + limits.BUTTONS] for start in range(0, len(shown), limits.BUTTONS)]
    return [{"type": "actions", "elements": row} for row in rows]


def _scale(question: str, points: Sequence[Button], besides: Sequence[Button], before: int) -> list[Json]:
    """No point of a scale is highlighted, because that would suggest an answer."""
    shown = [_button(button, before + i) for i, button in enumerate((*points, *besides))]
    rows = (shown[: len(points)], shown[len(points) :])
    heading = rich_text.paragraph((Span(question, bold=True),))
    return [*heading, *({"type": "actions", "elements": row} for row in rows if row)]


def _button(button: Button, index: int) -> Json:
    action_id = names.action_id(button.action, index)
    shown: Json = {"type": "button", "text": plain(button.label), "action_id": action_id}
    if rich_text.leads_somewhere(button.href):
        shown |= {"url": button.href}
    return shown | ({"value": button.value} if button.value else {})


def _progress(label: str, done: int, total: int) -> list[Json]:
    """The text states the progress in full; the bar behind it is decoration."""
    reached = max(0, min(done, total))
    filled = round(_BAR_LENGTH * reached / max(total, 1))
    bar = "━" * filled + "─" * (_BAR_LENGTH - filled)
    words = (Span(label), Span(" " if label else ""), Span(f"{reached} of {total}", bold=True))
    return rich_text.paragraph((*words, Span(f"\n{bar}")))
