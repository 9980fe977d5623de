"""Writes a group's exported table as XLSX. Import it where it is needed: its library takes 12 MB."""

from collections.abc import Sequence
from dataclasses import astuple
from io import BytesIO
from textwrap import wrap

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.core.spreadsheet import clean
from bot.features.pulse.reports.report import Report
from bot.features.pulse.views.export import COLUMNS, ExportRow, Value, rows
from bot.features.pulse.views.figures_text import blurred_later_in_words, too_few_in_words, what_to_know
from bot.features.pulse.views.verdict_text import verdict_in_words

# Points, the unit of row heights.
_LINE = 15
_TEXT = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
_NUMBER = Alignment(vertical="top")


def as_xlsx(report: Report) -> bytes:
    """XLSX with the figures on the first sheet and explanations on the second."""
    book = Workbook()
    book.properties.creator = "Alongside"
    book.properties.title = clean(f"{report.name}, {report.closed_on or 'no figures yet'}")
    _fill_figures(book.active, rows(report))
    _fill_about(book.create_sheet("About"), report)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _fill_figures(sheet: Worksheet, rows: Sequence[ExportRow]) -> None:
    sheet.title = "Figures"
    _write_heading(sheet, [(heading, width) for heading, width, *_ in COLUMNS])
    looks = [number_format for _, _, number_format, _ in COLUMNS]
    for number, each in enumerate(rows, 2):
        _write_line(sheet, number, astuple(each), looks)
    sheet.auto_filter.ref = sheet.dimensions


def _fill_about(sheet: Worksheet, report: Report) -> None:
    _write_heading(sheet, [("About these figures", 24), ("", 100)])
    columns = [(heading, meaning) for heading, _, _, meaning in COLUMNS if meaning]
    divisions = [(name, f"Change: {verdict_in_words(judged)}") for name, judged in report.divisions]
    later = [("Earlier figures", sentence)] if (sentence := blurred_later_in_words(report)) else []
    few = [("Not shown", sentence)] if (sentence := too_few_in_words(report)) else []
    notes = [
        ("Group", report.name),
        *what_to_know(report.floor, report.epsilon),
        *later,
        *divisions,
        *few,
        *columns,
    ]
    for number, pair in enumerate(notes, 2):
        _write_line(sheet, number, pair, ("@", "@"))


def _write_heading(sheet: Worksheet, headings: Sequence[tuple[str, int]]) -> None:
    for column, (_, width) in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _write_line(sheet, 1, [heading for heading, _ in headings], ["@"] * len(headings))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def _write_line(sheet: Worksheet, number: int, values: Sequence[Value], looks: Sequence[str]) -> None:
    """Sets the row height to fit the longest text, because not every program computes it."""
    for column, (value, number_format) in enumerate(zip(values, looks, strict=True), 1):
        _write(sheet.cell(number, column), value, number_format)
    widths = [sheet.column_dimensions[get_column_letter(c)].width for c in range(1, len(values) + 1)]
    texts = [(value, width) for value, width in zip(values, widths, strict=True) if isinstance(value, str)]
    lines = max(len(wrap(text, int(width) - 3)) for text, width in texts)
    sheet.row_dimensions[number].height = _LINE * max(lines, 1)


def _write(cell: Cell, value: Value, looks: str) -> None:
    """Writes text as text, so that no leading character makes it a formula."""
    is_text = isinstance(value, str)
    cell.value = clean(value) if isinstance(value, str) else value
    cell.number_format = looks
    cell.alignment = _TEXT if is_text else _NUMBER
    if is_text:
        cell.data_type = "s"
        cell.quotePrefix = True
