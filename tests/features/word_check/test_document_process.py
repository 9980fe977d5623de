"""A file that was made to keep its reader busy costs seconds of a process of its own, and nothing else."""

import asyncio
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from bot.core.errors import UserFacingError
from bot.features.word_check.document_process import text_apart

WORDS = "The junkies use the side door."


def docx(change: Callable[[bytes], bytes]) -> bytes:
    document, whole, changed = Document(), BytesIO(), BytesIO()
    document.add_paragraph(WORDS)
    document.add_table(1, 1).cell(0, 0).text = "In a table"
    document.save(whole)
    with ZipFile(whole) as parts, ZipFile(changed, "w", ZIP_DEFLATED) as out:
        for name in parts.namelist():
            body = parts.read(name)
            out.writestr(name, change(body) if name == "word/document.xml" else body)
    return changed.getvalue()


def _spanning(columns: int) -> Callable[[bytes], bytes]:
    return lambda body: body.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="%d"/>' % columns)


def _nested(body: bytes) -> bytes:
    return body.replace(b"<w:body>", b"<w:body>" + b"<w:tbl>" * 5000 + b"</w:tbl>" * 5000)


def _entities(body: bytes) -> bytes:
    told = b"".join(
        b'<!ENTITY x%d "%s">' % (n, b"&x%d;" % (n - 1) * 10 if n else b"a" * 1000) for n in range(9)
    )
    return re.sub(rb"\?>", b"?><!DOCTYPE a [" + told + b"]>", body, count=1).replace(WORDS.encode(), b"&x8;")


async def test_a_document_is_read() -> None:
    assert await text_apart("My policy.docx", docx(bytes)) == f"{WORDS}\nIn a table"
    assert await text_apart("p\0\ud800äper.T\0X\ud800T", WORDS.encode()) == WORDS


@pytest.mark.parametrize("change", [_nested, _entities])
async def test_what_its_reader_chokes_on_is_a_file_that_could_not_be_read(
    change: Callable[[bytes], bytes],
) -> None:
    with pytest.raises(UserFacingError, match=r"couldn't read that file|more than 20 pages|took too long"):
        await text_apart("policy.docx", docx(change), seconds=5)


async def test_a_cell_that_spans_a_thousand_million_columns_is_read_once() -> None:
    assert await text_apart("policy.docx", docx(_spanning(1_000_000_000)), 5) == f"{WORDS}\nIn a table"


async def test_a_document_brings_no_file_of_ours_with_it(tmp_path: Path) -> None:
    ours = tmp_path / "key"
    ours.write_text("a secret")
    told = f'?><!DOCTYPE a [<!ENTITY x SYSTEM "file://{ours}">]>'.encode()
    body = docx(lambda body: body.replace(b"?>", told, 1).replace(WORDS.encode(), b"a&x;b"))
    assert "secret" not in await text_apart("policy.docx", body)


async def test_what_takes_too_long_says_so_and_its_process_is_ended() -> None:
    before = asyncio.all_tasks()
    with pytest.raises(UserFacingError, match="took too long"):
        await text_apart("policy.txt", WORDS.encode(), seconds=0)
    assert asyncio.all_tasks() == before


async def test_why_it_refuses_a_file_comes_through() -> None:
    with pytest.raises(UserFacingError, match="more than 20 pages"):
        await text_apart("policy.txt", b"word " * 20_000)
