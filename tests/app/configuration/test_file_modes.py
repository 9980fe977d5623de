"""What we keep can be read by nobody else on the machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app.file_modes import file_modes
from bot.core.diagnostics import State
from bot.core.settings import Settings


def settings(place: Path) -> Settings:
    return Settings(_env_file=None, var=place)


def test_what_a_command_makes_is_for_its_owner_alone(tmp_path: Path) -> None:
    """`code` makes the database; the shell it was typed in lets everybody read."""
    place = tmp_path / "var"
    environment = os.environ | {"ALONGSIDE_VAR": str(place)}
    command = [sys.executable, "-m", "bot", "code"]
    subprocess.run(command, env=environment, umask=0o022, check=True, capture_output=True)
    made = [place, *place.rglob("*")]
    assert place / "alongside.sqlite" in made
    assert {oct(file.stat().st_mode & 0o077) for file in made} == {"0o0"}
    assert file_modes(settings(place)).state is State.OK


def test_doctor_names_what_others_may_read(tmp_path: Path) -> None:
    place = tmp_path / "var"
    place.mkdir(mode=0o755)
    place.chmod(0o755)
    (place / "alongside.sqlite").touch()
    (place / "alongside.sqlite").chmod(0o644)
    found = file_modes(settings(place))
    assert (found.state, "2 of our files" in found.what, "chmod -R go=" in found.do) == (
        State.WARNING,
        True,
        True,
    )


def test_doctor_names_keys_and_tokens_that_others_may_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (".env", "key"):
        (tmp_path / name).touch(mode=0o600)
    monkeypatch.setenv("ALONGSIDE_MASTER_KEY_FILE", str(tmp_path / "key"))
    assert file_modes(settings(tmp_path / "var")).state is State.OK
    for name in (".env", "key"):
        (tmp_path / name).chmod(0o640)
        found = file_modes(settings(tmp_path / "var"))
        assert (
            found.state,
            f"chmod go= {'' if name == '.env' else tmp_path / ''}{name}"[:9] in found.do,
        ) == (
            State.WARNING,
            True,
        )
        assert name in found.what
        (tmp_path / name).chmod(0o600)


def test_a_closed_directory_closes_what_is_in_it(tmp_path: Path) -> None:
    place = tmp_path / "var"
    place.mkdir(mode=0o700)
    (place / "alongside.sqlite").touch()
    (place / "alongside.sqlite").chmod(0o644)
    assert file_modes(settings(place)).state is State.OK
