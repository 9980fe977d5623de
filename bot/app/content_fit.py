"""Checks all curated content: faults in the files, and messages that exceed a platform's limits."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from pathlib import Path

from bot.core.content_files import Fault
from bot.features import FEATURES
from bot.features.content_report import ContentReport, Shown
from bot.platforms import PLUGS


def check_content(root: Path, today: date) -> tuple[str, list[Fault]]:
    """The number of content items, and all faults in the order of the files.

    Checks limits only if there are warnings at most.
    """
    reports = _reports(root, today)
    counts = ", ".join(report.counts for report in reports)
    faults = sorted(fault for report in reports for fault in report.faults)
    if is_usable(faults):
        faults += too_long(message for report in reports for message in report.shown())
    return counts, faults


def check_all(root: Path, today: date, searched: Callable[[], list[Fault]]) -> tuple[str, list[Fault]]:
    """The counts and faults of `check_content`, with the faults of a search if the content can be used."""
    counts, faults = check_content(root, today)
    return counts, faults + searched() if is_usable(faults) else faults


def is_usable(faults: Iterable[Fault]) -> bool:
    return all(fault.is_warning for fault in faults)


def too_long(shown: Iterable[Shown]) -> list[Fault]:
    """Faults for messages that exceed a platform's limits."""
    return sorted(
        {
            Fault(str(path), 1, f"{what}.", "Say it in fewer words.")
            for path, message in shown
            for plug in PLUGS
            for what in plug.rendering_problems(message)
        }
    )


def _reports(root: Path, today: date) -> list[ContentReport]:
    known, reports = dict[str, Collection[str]](), list[ContentReport]()
    for feature in FEATURES:
        if feature.content:
            report = feature.content(root, today, known)
            known |= report.references
            reports.append(report)
    return reports
