"""Only what answers or declares imports a view: services return facts, and never words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.architecture.imports import imported, modules

# Below the handlers. All that stands above may choose a view.
_BELOW = (
    "bot.core",
    "bot.store",
    "bot.conversation",
    "bot.publishing",
    "bot.people",
    "bot.delivery",
    "bot.features",
)
# What a feature declares, and its content check, which builds each message. Only the declaration imports the check.
_DECLARING = ("feature", "content")


def test_no_service_imports_a_view() -> None:
    files = modules()
    views = {name for name in files if _is_view(name)}
    assert len(views) > 60
    assert list(_faults({name: imported(path) for name, path in files.items()})) == []


def test_only_a_features_declaration_imports_its_content_check() -> None:
    checks = {name for name in modules() if name.startswith("bot.features.") and name.endswith(".content")}
    assert len(checks) > 2
    importers = {
        name for name, path in modules().items() if name.startswith(_BELOW) and checks & set(imported(path))
    }
    assert {name for name in importers if not name.endswith(".feature")} == set()


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("bot.features.pulse.reports.report", "bot.features.pulse.views.ranges"),
        ("bot.features.learning.progress", "bot.features.learning.views"),
        ("bot.people.access.roles", "bot.people.access.role_views"),
        ("bot.delivery.sending.tick", "bot.people.directory.trouble_views"),
    ],
)
def test_a_service_that_imports_a_view_is_found(name: str, target: str) -> None:
    assert list(_faults({name: (target,)})) == [f"{name} imports {target}"]


@pytest.mark.parametrize(
    "name",
    [
        "handlers.pulse.ask",
        "schedules.pulse.waves",
        "bot.app.doctor",
        "bot.features.pulse.views.points",
        "bot.features.learning.views",
        "bot.features.learning.content",
        "bot.people.access.role_views",
        "bot.people.access.guards.block_guard",
    ],
)
def test_what_answers_or_declares_may_import_a_view(name: str) -> None:
    assert list(_faults({name: ("bot.features.pulse.views.ranges",)})) == []


def _faults(imports: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, targets in imports.items():
        if not name.startswith(_BELOW) or _may(name):
            continue
        yield from (f"{name} imports {target}" for target in targets if _is_view(target))


def _may(name: str) -> bool:
    """A guard answers requests, as a handler does."""
    parts = name.split(".")
    return _is_view(name) or "guards" in parts or (parts[1] == "features" and parts[-1] in _DECLARING)


def _is_view(name: str) -> bool:
    parts = name.split(".")
    return parts[0] == "bot" and ("views" in parts or parts[-1].endswith("_views"))


# A month's name alone, and a chart's axis, which drops the year where it can.
_NO_WHOLE_DAY = {
    "bot/features/asking/views/card.py",
    "bot/features/digest/views/figures.py",
    "bot/features/digest/views/trend.py",
}
_NAME_OF_A_MONTH = re.compile(r":%[Bb]|%[aA] %-?d")


def test_one_module_says_how_a_day_is_written() -> None:
    files = (path for room in ("bot", "handlers", "schedules") for path in Path(room).rglob("*.py"))
    writing = {path.as_posix() for path in files if _NAME_OF_A_MONTH.search(path.read_text("utf-8"))}
    assert writing == {"bot/conversation/dates.py"} | _NO_WHOLE_DAY
