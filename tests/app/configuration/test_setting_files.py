from pathlib import Path

import pytest

from bot.core.setting_files import UnreadableSetting
from bot.core.settings import Settings


def test_a_secret_comes_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("xkeyx\n")
    monkeypatch.setenv("ALONGSIDE_MASTER_KEY_FILE", str(tmp_path / "key"))
    assert Settings(_env_file=None).master_keys() == ["xkeyx"]


def test_the_environment_counts_more_than_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "name").write_text("Harbour")
    monkeypatch.setenv("ALONGSIDE_ORGANISATION_FILE", str(tmp_path / "name"))
    assert Settings(_env_file=None).organisation == "Harbour"
    monkeypatch.setenv("ALONGSIDE_ORGANISATION", "Quay")
    assert Settings(_env_file=None).organisation == "Quay"


def test_a_file_may_hold_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lines").write_text('[{"name": "Staff", "contact": "Ring 1", "hours": "always"}]')
    monkeypatch.setenv("ALONGSIDE_STAFF_SUPPORT_FILE", str(tmp_path / "lines"))
    assert Settings(_env_file=None).staff_support[0]["name"] == "Staff"


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_MASTER_KEY_FILE", "nowhere/at/all")
    with pytest.raises(UnreadableSetting, match="ALONGSIDE_MASTER_KEY_FILE names a file that can't be read"):
        Settings(_env_file=None)
