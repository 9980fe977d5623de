"""A crisis line is shipped only with the page where its number stood."""

from pathlib import Path

import pytest

from bot.features.asking.distress.signpost_check import check

FILE = """country: US
emergency: {number: '911', note: Call 911.}
lines:
- name: Night Line
  contact: Call 1
  hours: always
  source: https://example.org/numbers
safeguarding: Follow your policy.
owner: to be named by the organisation
last_checked: null
"""


def faults(root: Path, old: str = "", new: str = "") -> list[str]:
    (root / "signposts").mkdir()
    path = root / "signposts" / "us.yaml"
    path.write_text(FILE.replace(old, new))
    return [str(fault).removeprefix(f"{path}:") for fault in check(root)]


def test_a_line_with_its_page_is_fine(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


@pytest.mark.parametrize("source", ["not seen yet", "from memory", "''"])
def test_a_line_that_names_no_page_is_refused(tmp_path: Path, source: str) -> None:
    (fault,) = faults(tmp_path, "https://example.org/numbers", source)
    assert fault.startswith("7: Night Line: no page shows this number.")


def test_what_the_organisation_confirmed_needs_no_page(tmp_path: Path) -> None:
    confirmed = "ours\n  confirmed: true"
    assert faults(tmp_path, "https://example.org/numbers", confirmed) == []


def test_a_faulty_file_is_told_with_its_line(tmp_path: Path) -> None:
    assert faults(tmp_path, "hours: always", "hours: often")[0].startswith("6: lines.0.hours")
