"""A report with everything in it: `python -m tests.e2e.report > report.html`."""

import sys
from pathlib import Path

from bot.knowledge.library import Library, load
from bot.platforms.web.report import report_page
from tests.pulse.reports import sixteen_waves


def example(library: Library) -> str:
    report = sixteen_waves()
    assert report.closed_on
    return report_page(report, library, report.closed_on)


if __name__ == "__main__":
    sys.stdout.write(example(load(Path("content"))))
