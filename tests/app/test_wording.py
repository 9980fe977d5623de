"""A language model that IT sets up: its settings, what doctor says of it, and trying it on the command line."""

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.app import preflight
from bot.app.content import Content
from bot.app.doctor import examine
from bot.app.language_model import rephraser_of
from bot.commands.ask import as_text
from bot.core.diagnostics import Finding, State
from bot.core.settings import Settings
from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.cards.library import Library
from bot.features.asking.distress import detector
from bot.features.asking.retrieval.search import Finder
from tests.fake_model import KEY, MODEL, FakeModel, fake_model

GUIDE = Path("deploy/WORDING.md").read_text()
QUESTION = "what does a peer worker do?"


@pytest.fixture
async def model() -> AsyncIterator[FakeModel]:
    async with fake_model() as model:
        yield model


def settings_for(place: Path, url: str, **changes: Any) -> Settings:
    given: dict[str, Any] = {"wording_url": url, "wording_model": MODEL, "wording_key": KEY, "var": place}
    return Settings(_env_file=None, **(given | changes))


async def looked(settings: Settings) -> list[Finding]:
    return [finding async for finding in examine(settings) if finding.about == "Wording"]


async def test_doctor_asks_the_model_something_of_our_own(tmp_path: Path, model: FakeModel) -> None:
    (finding,) = await looked(settings_for(tmp_path, model.url))
    assert finding.state is State.OK
    assert model.url.split("/")[2] in finding.what
    assert len(model.sent[0]["cards"]) == 1


@pytest.mark.parametrize(
    ("changes", "what", "do"),
    [
        ({"status": 401}, "refused by the endpoint", "ALONGSIDE_WORDING_KEY"),
        ({"body": "hello"}, "malformed", "JSON schema"),
        ({"writes": lambda sent: []}, "wrong length", "another model"),
    ],
)
async def test_doctor_says_what_to_do_where_it_does_not_work(
    tmp_path: Path, model: FakeModel, changes: dict[str, Any], what: str, do: str
) -> None:
    for name, value in changes.items():
        setattr(model, name, value)
    (finding,) = await looked(settings_for(tmp_path, model.url))
    assert finding.state is State.WARNING, "everything works without"
    assert what in finding.what
    assert do in finding.do
    assert KEY not in str(finding)


async def test_where_none_is_set_up_doctor_says_nothing_of_it(tmp_path: Path) -> None:
    assert await looked(settings_for(tmp_path, "", wording_model="")) == []


@pytest.mark.parametrize(("given", "missing"), [("wording_url", "MODEL"), ("wording_model", "URL")])
def test_half_a_model_is_told_before_anything_starts(tmp_path: Path, given: str, missing: str) -> None:
    half = {"wording_url": "", "wording_model": "", given: "https://model.example/v1"}
    settings = settings_for(tmp_path, "", **half)
    (finding,) = [f for f in preflight.check(settings, None, date(2026, 11, 24)) if f.about == "Wording"]
    assert finding.state is State.FAULT
    assert f"ALONGSIDE_WORDING_{missing} is not set" in finding.what


@pytest.mark.parametrize(
    "url",
    [
        "https://model.example/v1",
        "http://127.0.0.1:8000/v1/",
        "http://localhost:8000/v1",
        "http://model:8000/v1",
    ],
)
def test_questions_go_over_https_or_to_a_machine_of_ones_own(tmp_path: Path, url: str) -> None:
    assert settings_for(tmp_path, url).wording_url == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://model.example/v1",
        "https://me:secret@model.example/v1",
        "model.example",
        "https:///v1",
        "ftp://m",
    ],
)
def test_and_nowhere_else(tmp_path: Path, url: str) -> None:
    with pytest.raises(ValidationError) as caught:
        settings_for(tmp_path, url)
    assert "secret" not in str(caught.value)


def test_the_key_is_never_shown(tmp_path: Path) -> None:
    assert KEY not in repr(settings_for(tmp_path, "https://model.example/v1"))


async def test_on_the_command_line_it_is_as_in_chat(
    tmp_path: Path, model: FakeModel, library: Library, finder: Finder, content: Content
) -> None:
    talk = content.conversation
    distress_detector, snapshot = detector.load(Path("content")), CardSnapshot(library, finder)
    rephraser = rephraser_of(settings_for(tmp_path, model.url), distress_detector)
    assert rephraser
    worded = await as_text(QUESTION, snapshot, talk, distress_detector, rephraser, why=True)
    assert "A language model worded this from the card" in worded
    assert "Yes, and checked" in worded
    model.status = 500
    failed = await as_text(QUESTION, snapshot, talk, distress_detector, rephraser, why=True)
    assert "No: the endpoint refused" in failed
    assert failed.startswith(await as_text(QUESTION, snapshot, talk, distress_detector, None, why=False))
    await as_text(
        "what's the maximum dose of olanzapine", snapshot, talk, distress_detector, rephraser, why=True
    )
    assert len(model.received) == 2
    await rephraser.close()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"ALONGSIDE_([A-Z_]+)", GUIDE))))
def test_every_setting_in_the_guide_exists(name: str) -> None:
    assert name.lower() in Settings.model_fields
