"""Checks the announcement templates in `content/broadcasts/`, and builds each as a message."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.features.announcements.models import Broadcast
from bot.features.announcements.templates import Templates, read
from bot.features.announcements.views.announcement import to_recipients
from bot.features.content_report import ContentReport, References, Shown


def check(root: Path, _: date, __: References) -> ContentReport:
    templates, faults = read(root)
    return ContentReport(f"{len(templates.by_id)} templates", faults, lambda: shown(root, templates))


def shown(root: Path, templates: Templates) -> Iterator[Shown]:
    for template in templates.by_id.values():
        announced = Broadcast(title=template.meta.title, words=template.words)
        yield root / "broadcasts" / f"{template.id}.md", to_recipients(announced, "")
