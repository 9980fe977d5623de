"""Documents of three kinds, and what is no document."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pypdf import PdfWriter

from bot.core.errors import UserFacingError
from bot.features.word_check.documents import (
    LARGEST,
    PAGES,
    WORDS_ON_A_PAGE,
    _without_line_ends,
    text_of,
)

WORDS = "The junkies use the side door."


def docx(*paragraphs: str) -> bytes:
    document, out = Document(), BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.add_table(1, 1).cell(0, 0).text = "In a table"
    document.save(out)
    return out.getvalue()


def pdf(pages: int = 1) -> bytes:
    out = BytesIO()
    with PdfPages(out) as book:
        for _ in range(pages):
            sheet = Figure()
            sheet.text(0.1, 0.5, WORDS)
            book.savefig(sheet)
    return out.getvalue()


def test_words_paragraphs_and_tables_are_read() -> None:
    assert text_of("policy.docx", docx(WORDS)).splitlines() == [WORDS, "In a table"]


def test_a_pdfs_text_is_read() -> None:
    assert WORDS in text_of("Policy.PDF", pdf())


@pytest.mark.parametrize("body", [WORDS.encode(), b"\xef\xbb\xbf" + WORDS.encode(), WORDS.encode("cp1252")])
def test_plain_text_is_read(body: bytes) -> None:
    assert text_of("policy.txt", body) == WORDS


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("policy.docx", b"no zip"),
        ("policy.pdf", b"no pdf"),
        ("policy.pdf", b"%PDF-1.7 broken"),
        ("policy.exe", b"MZ"),
        ("policy", b"x"),
        ("policy.txt", b"  "),
    ],
)
def test_what_cannot_be_read_says_what_can(name: str, body: bytes) -> None:
    with pytest.raises(UserFacingError, match="Try a Word document"):
        text_of(name, body)


def test_a_scanned_page_has_no_words() -> None:
    out = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(out)
    with pytest.raises(UserFacingError, match="PDF with text in it"):
        text_of("scan.pdf", out.getvalue())


def test_more_than_twenty_pages_are_too_many() -> None:
    with pytest.raises(UserFacingError, match="more than 20 pages"):
        text_of("policy.pdf", pdf(PAGES + 1))
    with pytest.raises(UserFacingError, match="more than 20 pages"):
        text_of("policy.txt", b"word " * (PAGES * WORDS_ON_A_PAGE + 1))
    with pytest.raises(UserFacingError, match="larger than"):
        text_of("policy.txt", b"x" * (LARGEST + 1))


def test_a_small_file_that_unpacks_to_something_huge_is_refused() -> None:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * 60_000_000)
    with pytest.raises(UserFacingError, match="more than 20 pages"):
        text_of("policy.docx", out.getvalue())


def _refused(name: str, body: bytes) -> str:
    with pytest.raises(UserFacingError) as refused:
        text_of(name, body)
    return str(refused.value)


@pytest.mark.parametrize("algorithm", ["AES-256", "RC4-128"])
def test_a_file_behind_a_password_says_so(algorithm: str) -> None:
    locked, opened = BytesIO(), BytesIO()
    for out, password in ((locked, "secret"), (opened, "")):
        writer = PdfWriter(BytesIO(pdf()))
        writer.encrypt(password, "the owner's", algorithm=algorithm)
        writer.write(out)
    assert "locked with a password" in _refused("policy.pdf", locked.getvalue())
    assert WORDS in text_of("policy.pdf", opened.getvalue()), "anybody may read it, and nobody change it"
    assert "locked with a password" in _refused("policy.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 900)


def test_what_is_too_long_says_by_how_much() -> None:
    assert "it has 21." in _refused("policy.pdf", pdf(21))
    most = PAGES * WORDS_ON_A_PAGE
    assert f"{most + 1:,} words, and I check {most:,}" in _refused("policy.txt", b"word " * (most + 1))


def test_a_document_of_which_most_pages_are_pictures_is_not_said_to_be_fine() -> None:
    writer, out = PdfWriter(BytesIO(pdf())), BytesIO()
    for _ in range(2):
        writer.add_blank_page(200, 200)
    writer.write(out)
    assert "Most pages of that PDF are pictures" in _refused("policy.pdf", out.getvalue())


def test_each_item_of_a_list_is_read_by_itself() -> None:
    """What stands in one must not excuse another: an item about the Act is about the Act."""
    lines = "Staff may\n• use section 136\n\uf0b7 call the\njunkies\no wait\n2.1 Visits\n(a) at noon"
    assert _without_line_ends(lines).splitlines() == [
        "Staff may",
        "• use section 136",
        "\uf0b7 call the junkies",
        "o wait",
        "2.1 Visits",
        "(a) at noon",
    ]
