"""Extracts the text of a document in memory, for the check of its words. Never writes it anywhere.

The libraries are imported where they are needed: they take 17 MB, and few processes read a document.
"""

from collections.abc import Callable
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from bot.core.errors import UserFacingError

LARGEST = 5_000_000
PAGES = 20
WORDS_ON_A_PAGE = 600
# With what stands between them. What has no blanks is no word, and as long as it is.
_LETTERS_IN_A_WORD = 12

# A small file can unpack to something huge.
_LARGEST_UNPACKED = 50_000_000

TOO_LONG = f"That is more than {PAGES} pages. Please check it in parts."
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
    if len(words) > most * _LETTERS_IN_A_WORD or len(words.split()) > most:
        raise UserFacingError(TOO_LONG)
    if not words.strip():
        raise UserFacingError(NOT_READ)
    return words


def _reader(name: str) -> Callable[[bytes], str]:
    ending = name.lower().rpartition(".")[2]
    return {"docx": _docx, "pdf": _pdf, "txt": _plain, "md": _plain}.get(ending, _refused)


def _refused(_: bytes) -> str:
    raise UserFacingError(NOT_READ)


def _plain(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _docx(body: bytes) -> str:
    """Paragraphs and the cells of tables."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with ZipFile(BytesIO(body)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                raise UserFacingError(TOO_LONG)
        document = Document(BytesIO(body))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise UserFacingError(NOT_READ) from error
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(paragraph.text for paragraph in document.paragraphs), *cells))


def _pdf(body: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(body))
        if len(reader.pages) > PAGES:
            raise UserFacingError(TOO_LONG)
        return _without_line_ends("\n".join(page.extract_text() for page in reader.pages))
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise UserFacingError(NOT_READ) from error


def _without_line_ends(words: str) -> str:
    """A line of a page ends where the paper does, not where the sentence does."""
    paragraphs = words.replace("-\n", "-").split("\n\n")
    return "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
