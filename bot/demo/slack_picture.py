"""Draws a message as HTML, about as Slack would show it, from the blocks sent there."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from bot.conversation.message import Message
from bot.platforms.slack.rendering.render import render

Json = dict[str, Any]


def slack_picture(message: Message) -> Markup:
    blocks = _joined(_block(block) for block in render(message)["blocks"])
    who = Markup('<p class="by"><strong>Alongside</strong> <span class="badge">APP</span></p>')
    return Markup('<div class="slack">{}{}</div>').format(who, blocks)


def _block(block: Json) -> Markup:
    match block["type"]:
        case "rich_text":
            return _joined(_rich(part) for part in block["elements"])
        case "header":
            return Markup("<p><strong>{}</strong></p>").format(block["text"]["text"])
        case "section":
            return Markup("<p>{}</p>").format(block["text"]["text"])
        case "context":
            return Markup('<p class="hint">{}</p>').format(
                " ".join(e.get("text", "") for e in block["elements"])
            )
        case "actions":
            labels = (Markup("<span>{}</span>").format(e["text"]["text"]) for e in block["elements"])
            return Markup('<p class="slack-buttons">{}</p>').format(_joined(labels))
        case "input":
            options = block["element"].get("options", ())
            shown = "".join(f"\n○ {option['text']['text']}" for option in options)
            return Markup("<p><strong>{}</strong>{}</p>").format(block["label"]["text"], shown)
        case "divider":
            return Markup("<hr>")
        case _:
            return Markup("<p class=hint>{}</p>").format(block.get("alt_text") or block.get("title") or "")


def _rich(part: Json) -> Markup:
    match part["type"]:
        case "rich_text_list":
            items = (Markup("<li>{}</li>").format(_spans(element)) for element in part["elements"])
            return Markup("<ul>{}</ul>").format(_joined(items))
        case "rich_text_quote":
            return Markup("<blockquote><p>{}</p></blockquote>").format(_spans(part))
        case _:
            return Markup("<p>{}</p>").format(_spans(part))


def _spans(part: Json) -> Markup:
    return Markup().join(_span(element) for element in part["elements"])


def _span(span: Json) -> Markup:
    words = Markup("{}").format(span["text"])
    style = span.get("style", {})
    if style.get("bold"):
        words = Markup("<strong>{}</strong>").format(words)
    if style.get("italic"):
        words = Markup("<em>{}</em>").format(words)
    return Markup("<u>{}</u>").format(words) if span["type"] == "link" else words


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(parts)
