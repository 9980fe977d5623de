"""Parses curated Markdown into message blocks. No other module parses Markdown."""

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.conversation.addresses import is_plain_https, seems_to_lead_elsewhere
from bot.conversation.message import Block, Bullets, Heading, Paragraph, Span

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# The parser would leave these links as text. We reject them here, so that the author learns of it.
_PARSER.validateLink = lambda url: True  # type: ignore[method-assign]

_ALLOWED = {"heading_open", "paragraph_open", "bullet_list_open", "list_item_open"}

# The names that authors use for elements that at least one platform cannot show.
_NAMES = {
    "ordered_list_open": "a numbered list",
    "blockquote_open": "a quotation",
    "table_open": "a table",
    "fence": "a code block",
    "code_block": "a code block (or an indented line)",
    "code_inline": "code in backticks",
    "html_block": "HTML",
    "html_inline": "HTML",
    "hr": "a horizontal line",
    "image": "a picture",
    "s_open": "strikethrough",
    "hardbreak": "a forced line break",
}


class UnsupportedMarkdown(ValueError):
    """Raised for an element that at least one platform cannot show. `line` counts from 0."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(f"{what} cannot be shown on every platform")
        self.line = line


def blocks(source: str, *, keeps_lines: bool = False) -> tuple[Block, ...]:
    """Headings, paragraphs and one level of bullets, in order.

    `keeps_lines`: a line break within a paragraph stays one, as in what people type. Else it is a space.

    Raises UnsupportedMarkdown for all other elements.
    """
    parsed: list[Block] = []
    items: list[Paragraph] = []
    inside: list[str] = []
    line = 0
    for token in _PARSER.parse(source):
        line = token.map[0] if token.map else line
        if token.nesting == 1:
            _refuse_unless_allowed(token, inside, line)
            inside.append(token.type)
        elif token.nesting == -1:
            inside.pop()
            if token.type == "bullet_list_close":
                parsed.append(Bullets(tuple(items)))
                items = []
        elif token.type != "inline":
            raise UnsupportedMarkdown(_NAMES.get(token.type, token.type), line)
        elif inside[-1] == "heading_open":
            parsed.append(Heading(token.content))
        elif "bullet_list_open" in inside:
            items.append(Paragraph(_spans(token, line, keeps_lines)))
        else:
            parsed.append(Paragraph(_spans(token, line, keeps_lines)))
    return tuple(parsed)


def _refuse_unless_allowed(token: Token, inside: list[str], line: int) -> None:
    if token.type not in _ALLOWED:
        raise UnsupportedMarkdown(_NAMES.get(token.type, token.type), line)
    if token.type == "bullet_list_open" and "bullet_list_open" in inside:
        raise UnsupportedMarkdown("a list inside a list", line)


def _spans(inline: Token, line: int, keeps_lines: bool) -> tuple[Span, ...]:
    bold = italic = False
    href: str | None = None
    label, break_ = "", "\n" if keeps_lines else " "
    spans: list[Span] = []
    for token in inline.children or []:
        match token.type:
            case "strong_open" | "strong_close":
                bold = token.nesting == 1
            case "em_open" | "em_close":
                italic = token.nesting == 1
            case "link_open":
                href, label = _safe_link(str(token.attrs["href"]), line), ""
            case "link_close":
                _refuse_another_address(label, href or "", line)
                href = None
            case "text" | "softbreak" | "hardbreak" if keeps_lines or token.type != "hardbreak":
                words = token.content if token.type == "text" else break_
                label += words
                if words:
                    spans.append(Span(words, bold, italic, href))
            case other:
                raise UnsupportedMarkdown(_NAMES.get(other, other), line)
    return tuple(spans)


def _refuse_another_address(label: str, href: str, line: int) -> None:
    if seems_to_lead_elsewhere(label, href):
        raise UnsupportedMarkdown(f"a link to {href} whose words are another address", line)


def _safe_link(href: str, line: int) -> str:
    if not is_plain_https(href):
        problem = f"a link to {href} (only https:// links work, to a host in plain letters)"
        raise UnsupportedMarkdown(problem, line)
    return href
