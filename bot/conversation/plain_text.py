"""Renders a Message as plain text, for terminals and files."""

from bot.conversation.message import Block, Bullets, Chart, Facts, Heading, Message, Paragraph, Point, Quote


def plain(message: Message) -> str:
    """The message's text without its controls."""
    lines = [line for block in message.blocks for line in _lines(block)]
    return "\n".join([*lines, ""] if lines else [message.summary, ""])


def _lines(block: Block) -> list[str]:
    match block:
        case Heading(text):
            return ["", text]
        case Paragraph(spans):
            return ["", "".join(s.text for s in spans)]
        case Quote(spans):
            return ["", "> " + "".join(s.text for s in spans)]
        case Bullets(items):
            return ["  - " + "".join(s.text for s in item.spans) for item in items]
        case Facts(rows):
            return ["", *(f"  {label}: {value}" for label, value in rows)]
        case Chart(title, points):
            return ["", f"  {title}", *(f"  {_figure(p):>6}  {p.label}" for p in points)]
        case _:
            return []


def _figure(point: Point) -> str:
    return point.words or ("-" if point.value is None else f"{point.value:.2f}")
