"""A Word file is read as it reads with its tracked changes accepted, with its tables, text boxes, notes and headers."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

from bot.features.word_check.documents import text_of

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RUN = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
_GONE = "<w:del w:id='1' w:author='A'><w:r><w:delText xml:space='preserve'>{}</w:delText></w:r></w:del>"
_NEW = "<w:ins w:id='2' w:author='A'>{}</w:ins>"
_MOVED = "<w:moveFrom w:id='3' w:author='A'>{}</w:moveFrom>"
_BOX = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Choice Requires='wps'><w:txbxContent><w:p>{0}</w:p></w:txbxContent></mc:Choice>"
    "<mc:Fallback><w:txbxContent><w:p>{0}</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>"
)
_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def word_file(paragraph: str = "", footnote: str = "") -> bytes:
    """A document with this paragraph of runs, a table with merged cells, a header, and this footnote."""
    document, whole, changed = Document(), BytesIO(), BytesIO()
    document.add_paragraph("HERE")
    table = document.add_table(1, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "In merged cells"
    table.cell(0, 0).add_table(1, 1).cell(0, 0).text = "In a table within"
    document.sections[0].header.paragraphs[0].text = "In the header"
    document.save(whole)
    note = f"<w:footnotes {_NS}><w:footnote w:id='1'><w:p>{_RUN.format(footnote)}</w:p></w:footnote></w:footnotes>"
    with ZipFile(whole) as parts, ZipFile(changed, "w", ZIP_DEFLATED) as out:
        for name in parts.namelist():
            body = parts.read(name).decode("utf-8") if name.endswith((".xml", ".rels")) else ""
            body = body.replace("<w:r><w:t>HERE</w:t></w:r>", paragraph)
            body = body.replace(
                "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{_NOTES}"/></Types>'
            )
            if name == "word/_rels/document.xml.rels":
                told = f'<Relationship Id="rId99" Type="{_KIND}" Target="footnotes.xml"/></Relationships>'
                body = body.replace("</Relationships>", told)
            out.writestr(name, body or parts.read(name))
        out.writestr("word/footnotes.xml", note)
    return changed.getvalue()


def test_tables_notes_and_headers_are_read_once() -> None:
    read = text_of("policy.docx", word_file(_RUN.format("In the text"), "In a footnote"))
    lines = ["In the text", "In merged cells", "In a table within", "In a footnote", "In the header"]
    assert read.splitlines() == lines


def test_what_was_inserted_is_read_and_what_was_deleted_or_moved_away_is_not() -> None:
    changed = _RUN.format("People ") + _GONE.format("suffer from") + _NEW.format(_RUN.format("live with"))
    read = text_of(
        "policy.docx", word_file(changed + _MOVED.format(_RUN.format("junkies")) + _RUN.format(" voices."))
    )
    assert read.splitlines()[0] == "People live with voices."


def test_a_text_box_is_read_once_and_apart_from_what_stands_around_it() -> None:
    read = text_of("policy.docx", word_file(_RUN.format("Around") + _BOX.format(_RUN.format("In a box"))))
    assert read.splitlines()[:2] == ["Around", "In a box"]
    assert read.count("In a box") == 1
