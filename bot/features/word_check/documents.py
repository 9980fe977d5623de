"""Extracts the text of a document in memory, for the check of its words. Never writes it anywhere.

The libraries are imported where they are needed: they take 17 MB, and few processes read a document.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from bot.core.errors import UserFacingError

if TYPE_CHECKING:
    from docx.opc.part import Part

LARGEST = 5_000_000
PAGES = 20
WORDS_ON_A_PAGE = 750
# With what stands between them. What has no blanks is no word, and as long as it is.
_LETTERS_IN_A_WORD = 12

# A small file can unpack to something huge.
_LARGEST_UNPACKED = 50_000_000

TOO_LONG = f"That is more than {PAGES} pages. Please check it in parts."
TOO_MANY_PAGES = f"That is more than {PAGES} pages: it has {{:,}}. Please check it in parts."
TOO_MANY_WORDS = f"That is more than {PAGES} pages can hold: {{:,}} words, and I check {PAGES * WORDS_ON_A_PAGE:,} at most. Please check it in parts."
LOCKED = "That file is locked with a password. Save it without one, and check that."
LOCKED_OR_OLD = "That file is locked with a password, or comes from an old Word. Save it as docx without a password, and check that."
SCANNED = (
    "Most pages of that PDF are pictures, with no text that I can read. Check the document that it was made from, or a "
    "PDF with text in it."
)
TOO_SLOW = "Reading that took too long, so I stopped. Try again in a few minutes, or check it in parts."
NOT_READ = "I couldn't read that file. Try a Word document (docx), a PDF with text in it, or plain text."


def text_of(name: str, body: bytes) -> str:
    """The document's text. UserFacingError if it is too long or unreadable."""
    if len(body) > LARGEST:
        raise UserFacingError(
            f"That file is larger than {LARGEST // 1_000_000} MB. Please check it in parts."
        )
    words = _reader(name)(body)
    most = PAGES * WORDS_ON_A_PAGE
    if (count := len(words.split())) > most:
        raise UserFacingError(TOO_MANY_WORDS.format(count))
    if len(words) > most * _LETTERS_IN_A_WORD:
        raise UserFacingError(TOO_LONG)
    if not words.strip():
        raise UserFacingError(NOT_READ)
    return words


def _reader(name: str) -> Callable[[bytes], str]:
    ending = name.lower().rpartition(".")[2]
    return {"docx": _docx, "doc": _docx, "pdf": _pdf, "txt": _plain, "md": _plain}.get(ending, _refused)


def _refused(_: bytes) -> str:
    raise UserFacingError(NOT_READ)


def _plain(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _docx(body: bytes) -> str:
    """As it reads with all tracked changes accepted: paragraphs, cells, text boxes, notes, headers and footers."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    if body.startswith(_OLD_OR_LOCKED):
        raise UserFacingError(LOCKED_OR_OLD)
    try:
        with ZipFile(BytesIO(body)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                raise UserFacingError(TOO_LONG)
        package = Document(BytesIO(body)).part.package
        parts = sorted(package.iter_parts(), key=lambda part: _rank(part.content_type))
        return "\n".join(
            line for part in parts if _rank(part.content_type) < _NOT_READ_PART for line in _paragraphs(part)
        )
    except (BadZipFile, PackageNotFoundError, SyntaxError, KeyError, ValueError) as error:
        raise UserFacingError(NOT_READ) from error


_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
_READ_PARTS = ("document.main", "footnotes", "endnotes", "header", "footer")
_NOT_READ_PART = len(_READ_PARTS)


def _rank(content_type: str) -> int:
    names = (n for n, name in enumerate(_READ_PARTS) if content_type.endswith(f"wordprocessingml.{name}+xml"))
    return next(names, _NOT_READ_PART)


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH = f"{_WORD}p"
_STANDS_FOR = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}
# What was deleted or moved elsewhere, and a text box's second copy for old Words.
_NOT_THERE = (f"{_WORD}del", f"{_WORD}moveFrom", _FALLBACK)


def _paragraphs(part: "Part") -> Iterator[str]:
    from docx.opc.part import XmlPart
    from docx.oxml.parser import parse_xml

    lines = dict[object, list[str]]()
    root = part.element if isinstance(part, XmlPart) else parse_xml(part.blob)
    for piece in root.iter(_PARAGRAPH, f"{_WORD}t", *_STANDS_FOR):
        if piece.tag == _PARAGRAPH:
            lines[piece] = []
        elif next(piece.iterancestors(*_NOT_THERE), None) is None:
            paragraph = next(piece.iterancestors(_PARAGRAPH), None)
            if paragraph in lines:
                lines[paragraph].append(_STANDS_FOR.get(piece.tag, piece.text or ""))
    return (line for pieces in lines.values() if (line := "".join(pieces)).strip())


def _pdf(body: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UserFacingError(LOCKED)
        if (count := len(reader.pages)) > PAGES:
            raise UserFacingError(TOO_MANY_PAGES.format(count))
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, DependencyError, ValueError, KeyError, RecursionError) as error:
        raise UserFacingError(NOT_READ) from error
    if 2 * sum(not page.strip() for page in pages) > len(pages):
        raise UserFacingError(SCANNED)
    return _without_line_ends("\n".join(pages))


# A bullet is whatever sign its font has in that place ("•", "o", a character for private use), a number or a letter.
_BEGINS_ANEW = re.compile(
    r"\n(?=[ \t]*(?:[^\w\s“‘\"'(\[&/%]{1,2}\s|o\s|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]\s|\d{1,2}(?:\.\d{1,2})+\.?\s))"
)


def _without_line_ends(words: str) -> str:
    """A line of a page ends where the paper does, not where the sentence does; an item of a list begins anew."""
    paragraphs = _BEGINS_ANEW.sub("\n\n", words.replace("-\n", "-")).split("\n\n")
    return "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
