"""Figures as files: what was told and nothing else, and no text that a program could run."""

import csv
import unicodedata
from dataclasses import astuple, replace
from datetime import date, datetime
from io import BytesIO, StringIO

from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.core.spreadsheet import escape_formula
from bot.features.pulse.reports.report import Report
from bot.features.pulse.verdict import NoClearChange
from bot.features.pulse.views.export import as_csv, rows
from bot.features.pulse.views.workbook import as_xlsx
from tests.features.pulse.reports import FEW, figures, history, sixteen_waves, wave_result
from tests.features.pulse.town import HEADLINE

REPORT = sixteen_waves()


def table(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(as_csv(report).decode("utf-8-sig"), newline="")))


def sheet(report: Report, name: str = "Figures") -> Worksheet:
    return load_workbook(BytesIO(as_xlsx(report)))[name]


def named(name: str) -> Report:
    return replace(REPORT, name=name, divisions=((name, NoClearChange()),))


def short(name: str) -> Report:
    """With these words in every place that anybody can edit."""
    one = history(HEADLINE, wave_result(1, FEW))
    one = replace(one, item=one.item.model_copy(update={"text": name, "reference": name}))
    return replace(named(name), headline=one, others=())


def test_there_is_a_line_for_each_item_and_wave_the_oldest_first() -> None:
    lines = table(REPORT)
    assert len(lines) == sum(len(h.wave_results) for h in REPORT.histories) == 24
    assert [int(line["Round"]) for line in lines] == sorted(int(line["Round"]) for line in lines)
    last = next(line for line in reversed(lines) if line["Question"].startswith("I understand"))
    assert last == {
        "Group": "Harbour Mental Health",
        "Round": "16",
        "Closed on": "2026-11-22",
        "Question": "I understand what the job of a peer worker here covers.",
        "Theme": "Education",
        "Reference": "Reeves et al. 2024, theme 1",
        "Asked of": "everyone",
        "Answers": "48",
        "Asked": "64",
        "Response %": "75",
        "Agree %": "77",
        "Agree % low": "67",
        "Agree % high": "87",
        "Likely %": "",
        "Likely % low": "",
        "Likely % high": "",
        "Not sure % low": "5",
        "Not sure % high": "20",
        "Instead of figures": "",
        "Caution": "",
        "Change": "up by about 14 in 100 since the first 6 rounds",
    }


def test_of_a_group_with_too_few_answers_there_is_no_number() -> None:
    one = wave_result(3, FEW)
    (row,) = rows(replace(REPORT, headline=history(HEADLINE, one), others=()))
    numbers = [value for value in astuple(row) if isinstance(value, int | float)]
    assert numbers == [3]
    assert row.instead == "Too few people answered."


def test_near_an_end_there_are_words_and_a_range_and_no_share() -> None:
    ends = [row for row in rows(REPORT) if row.instead in ("nearly all", "nearly none")]
    assert len(ends) == 2
    for row in ends:
        assert row.agree is None
        assert row.agree_low is not None
        assert row.answers


def test_a_likely_range_stands_beside_the_teams_own() -> None:
    pooled = [row for row in rows(REPORT) if row.likely_low is not None]
    assert [(row.likely_low, row.likely_high) for row in pooled] == [(30, 70)]
    assert pooled[0].agree_low == 17


def test_few_answers_are_marked_and_a_rate_of_fewer_than_eight_is_left_out() -> None:
    shown = history(
        HEADLINE,
        wave_result(1, figures(40, 10, 64)),
        wave_result(2, figures(57, 7, 7)),
    )
    low, small = rows(replace(REPORT, headline=shown, others=()))
    assert (low.response, low.caution[:17]) == (16, "Read with caution")
    assert (small.response, small.caution) == (None, "")


def test_excel_reads_the_csv_because_of_its_mark_and_line_ends() -> None:
    raw = as_csv(named("Équipe d’été"))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 25
    assert table(named("Équipe d’été"))[0]["Group"] == "Équipe d’été"


def test_the_spreadsheet_has_numbers_and_dates_and_keeps_its_heading_in_sight() -> None:
    found = sheet(REPORT)
    assert found.freeze_panes == "A2"
    heading, first, *_ = found.iter_rows(values_only=True)
    line = dict(zip(heading, first, strict=True))
    assert (line["Closed on"], line["Agree %"], line["Answers"]) == (datetime(2026, 4, 26), 46, 48)  # noqa: DTZ001
    assert len(list(found.iter_rows())) == 25


def test_both_files_say_the_same() -> None:
    plain = [[_number(value) for value in line.values()] for line in table(REPORT)]
    rich = [
        [_plain(value) for value in line] for line in sheet(REPORT).iter_rows(min_row=2, values_only=True)
    ]
    assert rich == plain


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return str(value.date())
    return "" if value is None else value


def _number(text: str) -> object:
    return float(text) if text.replace(".", "").isdecimal() else text


def test_the_second_sheet_says_what_the_figures_are_and_what_is_not_shown() -> None:
    about = "\n".join(f"{a}: {b}" for a, b in sheet(REPORT, "About").iter_rows(values_only=True))
    for said in (
        "nobody has validated",
        "fewer than 8 people",
        "In 2 groups fewer than 8 people answered",
        "Blurred on purpose",
        "Agree %: agree or",
    ):
        assert said in about


def test_a_teams_file_says_nothing_of_other_groups() -> None:
    team = replace(REPORT, group="willow", divisions=())
    about = "\n".join(str(line) for line in sheet(team, "About").iter_rows(values_only=True))
    assert "In 2 groups" not in about


def test_before_the_first_wave_the_files_have_their_heading_only() -> None:
    empty = Report("organisation", "Harbour")
    assert table(empty) == []
    assert len(list(sheet(empty).iter_rows())) == 1


SIGNS = "=+-@＝＋－＠"
NAMES = st.one_of(
    st.text(max_size=30),
    st.builds(
        "".join,
        st.tuples(
            st.text(" \t\r\n\u00a0\u200b\u3000\ufeff;|,\"'", max_size=4),
            st.sampled_from(SIGNS),
            st.text(max_size=20),
        ),
    ),
)


def begins_like_a_formula(text: str) -> bool:
    seen = (c for c in text if not (c.isspace() or unicodedata.category(c) in ("Cc", "Cf")))
    return unicodedata.normalize("NFKC", next(seen, "x"))[0] in "=+-@" or text.startswith(("\t", "\r", "\n"))


@settings(max_examples=150)
@given(NAMES)
@example('=HYPERLINK("http://x")')
@example("\t=1+1")
@example("\r\n@SUM(1)")
@example("  ＝1+1")
@example("\ufeff-2+3")
@example('Willow";=1+1')
@example(';"=')
@example("\x80=")
@example("\U000e0001=1")
def test_no_name_is_a_formula_whatever_separates_the_cells(name: str) -> None:
    raw = as_csv(short(name)).decode("utf-8-sig")
    for delimiter in ",;|\t":
        cells = [cell for line in csv.reader(StringIO(raw, newline=""), delimiter=delimiter) for cell in line]
        assert not any(begins_like_a_formula(cell) for cell in cells)


@settings(max_examples=25)
@given(NAMES)
@example('=HYPERLINK("http://x")')
@example("#N/A")
def test_in_the_spreadsheet_every_name_is_text(name: str) -> None:
    book = load_workbook(BytesIO(as_xlsx(short(name))))
    cells = [cell for tab in book for line in tab.iter_rows() for cell in line]
    assert not any(cell.data_type in ("f", "e") for cell in cells)
    assert not any(cell.hyperlink for cell in cells)


def test_a_plain_name_stays_as_it_is() -> None:
    for name in ("Willow ward", "O'Brien", "Team 7-9", "A = B", "R&D; north", "naïve, really"):
        assert escape_formula(name) == name


def test_a_date_is_a_date() -> None:
    assert isinstance(rows(REPORT)[0].closed_on, date)
