"""A report with everything in it: `python -m tests.e2e.report > report.html`."""

import sys
from dataclasses import replace
from pathlib import Path

from bot.features.asking.cards.library import Library, load
from bot.features.pulse.suggestions import Done
from bot.features.pulse.verdict import NoClearChange
from bot.platforms.web.records.report import report_page
from tests.features.pulse.reports import figures, history, sixteen_waves, wave_result
from tests.features.pulse.town import HEADLINE, ITEMS


def example(library: Library) -> str:
    report = sixteen_waves()
    assert report.closed_on
    return report_page(report, library, report.closed_on)


def longest(library: Library) -> str:
    """Two years of rounds, every question there is, and two things that were done."""
    report, numbers = sixteen_waves(), range(-36, 17)
    wave_results = [
        wave_result(number, figures(45 + number // 2, give=10), NoClearChange()) for number in numbers
    ]
    others = tuple(
        history(item, *(wave_result(number, figures(20 + place, 40)) for number in numbers[:: 6 + place % 2]))
        for place, item in enumerate(ITEMS)
        if item != HEADLINE
    )
    done = (Done(HEADLINE, wave_results[20].closed_on), Done(HEADLINE, wave_results[40].closed_on))
    full = replace(report, headline=history(HEADLINE, *wave_results), others=others, done=done)
    return report_page(full, library, wave_results[-1].closed_on)


if __name__ == "__main__":
    sys.stdout.write(example(load(Path("content"))))
