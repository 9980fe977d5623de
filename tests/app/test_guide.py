"""The guide says nothing that isn't so."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.commands.cli import app
from bot.core.settings import Settings

GUIDE = Path("deploy/slack/README.md")
SETTINGS = set(re.findall(r"ALONGSIDE_([A-Z_]+)", GUIDE.read_text()))
COMMANDS = set(re.findall(r"python -m bot ([a-z-]+)", GUIDE.read_text()))


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_every_setting_in_the_guide_exists(name: str) -> None:
    assert name.lower() in Settings.model_fields


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_in_the_guide_exists(name: str) -> None:
    assert name in getattr(get_command(app), "commands")  # noqa: B009 - typer's own Click


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, one in Settings.model_fields.items() if not one.description] == []


@pytest.mark.parametrize("link", re.findall(r"\]\((?!https?:|#)([^)]+)\)", GUIDE.read_text()))
def test_every_link_leads_somewhere(link: str) -> None:
    assert (GUIDE.parent / link).exists()
