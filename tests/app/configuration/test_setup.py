"""From nothing to a bot that may start: `init`, `crisis-lines`, and content outside the release."""

import asyncio
import stat
from pathlib import Path

import pytest
import yaml
from dotenv import dotenv_values
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.app import preflight
from bot.commands.cli import app
from bot.commands.setup_answers import default_overlay
from bot.core.diagnostics import State
from bot.core.overlay import OverlayUnusable, with_overlay
from bot.core.settings import Settings
from bot.features.asking.distress import signposts
from tests import real_time

FLAGS = (
    "init", "--organisation", 'Harbour "North" Trust', "--country", "GB", "--region", "ENG",
    "--time-zone", "Europe/London", "--contact", "Ring Priya on 4120.", "--platform", "slack-socket",
    "--no-ask", "--owner", "Priya Nair",
)  # fmt: skip
LINES = len(signposts.load(Path("content"), "GB").lines)


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the release somewhere else, and a place of its own for content."""
    monkeypatch.setattr("bot.commands.setup.default_overlay", lambda: tmp_path / "work" / "local")
    release = Path("content").absolute()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    Path("content").symlink_to(release)
    return tmp_path / "work"


def environment() -> Settings:
    """With tokens in the environment, and a Slack that nobody answers for."""
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-1"),
        slack_app_token=SecretStr("xapp-1"),
        slack_api="http://127.0.0.1:9/api/",
    )


async def do(*command: str, settings: Settings, answers: str = "") -> tuple[int, str]:
    result = await asyncio.to_thread(CliRunner().invoke, app, command, obj=settings, input=answers)
    return result.exit_code, result.output


def faults(settings: Settings) -> list[str]:
    return [f.what for f in preflight.check(settings, None, real_time.today()) if f.state is State.FAULT]


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


async def test_with_flags_it_writes_settings_with_which_the_bot_may_start(at: Path) -> None:
    _, said = await do(*FLAGS, "--lines-all-right", settings=environment())
    assert "Master key" in said
    settings = with_overlay(Settings(_env_file=at / ".env", slack_api="http://127.0.0.1:9/api/"))
    assert faults(settings) == []
    assert settings.organisation == 'Harbour "North" Trust'
    assert settings.slack_mode == "socket"
    assert mode(at / ".env") == 0o600
    assert "xoxb-1" not in said
    assert settings.master_key.get_secret_value() not in said


async def test_secrets_may_be_files_instead(at: Path) -> None:
    await do(*FLAGS, "--secrets", "secrets", settings=environment())
    written = dotenv_values(at / ".env")
    named = Path(written["ALONGSIDE_SLACK_BOT_TOKEN_FILE"] or "")
    assert named.read_text() == "xoxb-1"
    assert (mode(named), mode(named.parent)) == (0o600, 0o700)
    assert "xoxb-1" not in (at / ".env").read_text()


async def test_the_databases_address_comes_from_the_environment_and_is_a_secret(at: Path) -> None:
    address = "postgresql://alongside:pw@127.0.0.1:9/alongside"
    settings = environment().model_copy(update={"database_url": address})
    _, said = await do(*FLAGS, "--secrets", "secrets", settings=settings)
    assert (at / "secrets" / "database_url").read_text() == address
    assert address not in (at / ".env").read_text()
    assert "pw@" not in said


async def test_nothing_that_is_there_is_overwritten(at: Path) -> None:
    (at / ".env").write_text("ALONGSIDE_MASTER_KEY=old\n")
    code, said = await do(*FLAGS, settings=environment())
    assert (code, "is there already" in said) == (2, True)
    assert (at / ".env").read_text() == "ALONGSIDE_MASTER_KEY=old\n"


async def test_own_content_lies_outside_of_the_release_unless_somebody_says_so(
    at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "/home/priya/.config")
    for user, place in ((0, "/etc/alongside/local"), (1000, "/home/priya/.config/alongside/local")):
        monkeypatch.setattr("os.geteuid", lambda user=user: user)
        assert default_overlay() == Path(place)
    await do(*FLAGS, "--overlay", "elsewhere", settings=environment())
    assert dotenv_values(at / ".env")["ALONGSIDE_OVERLAY"] == str(at / "elsewhere")
    assert not (at / "local").exists()


async def test_a_folder_that_cannot_be_made_is_said_to_be_and_nothing_written(at: Path) -> None:
    (at / "file").write_text("")
    code, said = await do(*FLAGS, "--overlay", "file/local", settings=environment())
    assert (code, "--overlay" in said) == (2, True)
    assert not (at / ".env").exists()


def test_content_in_the_release_is_warned_of(at: Path) -> None:
    inside = Path(preflight.__file__).parents[2] / "local"
    for overlay, warned in ((inside, True), (at / "local", False), (None, False)):
        found = preflight.check(Settings(_env_file=None, overlay=overlay), None, real_time.today())
        assert any(f.about == "Your own content" for f in found) is warned


@pytest.mark.parametrize(
    ("flag", "value", "said"),
    [
        ("--country", "FR", "There are crisis lines for"),
        ("--region", "BY", "Known in GB"),
        ("--time-zone", "London", "Europe/London"),
        ("--contact", " ", "It has to be something"),
        ("--platform", "irc", "slack-socket"),
    ],
)
async def test_a_wrong_flag_is_named_and_nothing_written(at: Path, flag: str, value: str, said: str) -> None:
    code, told = await do(*FLAGS, flag, value, settings=environment())
    assert (code, said in told) == (2, True)
    assert not (at / ".env").exists()


async def test_on_a_terminal_it_asks_again_until_the_answer_will_do(at: Path) -> None:
    answers = ["Harbour", "XX", "GB", "ENG", "London", "Europe/London", "Ring Priya.", "slack-socket"]
    answers += ["xoxb-2", "xapp-2", "Priya Nair", *["y"] * (LINES - 1), "n"]
    typed = "".join(f"{answer}\n" for answer in answers)
    settings = Settings(_env_file=None, slack_api="http://127.0.0.1:9/api/")
    _, said = await do("init", "--ask", settings=settings, answers=typed)
    assert "Not confirmed: " in said
    assert "The region, whose public holidays count too (ENG, NIR, SCT, WLS)" in said
    assert "xoxb-2" not in said
    written = dotenv_values(at / ".env")
    assert (written["ALONGSIDE_COUNTRY"], written["ALONGSIDE_SLACK_BOT_TOKEN"]) == ("GB", "xoxb-2")
    told = yaml.safe_load((at / "local" / "signposts" / "gb.yaml").read_text())
    assert [line.get("confirmed", False) for line in told["lines"]] == [True] * (LINES - 1) + [False]


async def test_a_country_without_regions_is_not_asked_for_one_and_doctor_tells_where_none_was_given(
    at: Path,
) -> None:
    settings = Settings(_env_file=None, slack_api="http://127.0.0.1:9/api/")
    answers = ["Harbour", "IE", "Europe/Dublin", "Ring Priya.", "slack-socket", "xoxb-2", "xapp-2", ""]
    _, said = await do("init", "--ask", settings=settings, answers="".join(f"{one}\n" for one in answers))
    assert "The region" not in said
    assert dotenv_values(at / ".env")["ALONGSIDE_TIME_ZONE"] == "Europe/Dublin"
    (at / ".env").unlink()
    flags = [flag for flag in FLAGS if flag not in ("--region", "ENG")]
    _, said = await do(*flags, settings=environment())
    assert "Public holidays" in said


async def test_who_confirmed_the_crisis_lines_and_when_is_kept_outside_the_release(at: Path) -> None:
    before = Path("content/signposts/gb.yaml").read_text()
    settings = Settings(_env_file=None, country="GB", overlay=at / "local")
    (at / "local").mkdir()
    code, _ = await do(
        "crisis-lines", "--owner", "Priya Nair", "--all-right", settings=with_overlay(settings)
    )
    assert code == 0
    found = signposts.load(with_overlay(settings).content, "GB")
    assert (found.owner, found.last_checked) == ("Priya Nair", real_time.today())
    assert signposts.start_faults(found, real_time.today()) == []
    assert Path("content/signposts/gb.yaml").read_text() == before
    kept = signposts.load(Path("content"), "GB")
    assert [line.contact for line in found.lines] == [line.contact for line in kept.lines]


async def test_without_a_folder_of_ones_own_they_cant_be_confirmed(at: Path) -> None:
    code, said = await do("crisis-lines", "--all-right", settings=Settings(_env_file=None, country="GB"))
    assert (code, "ALONGSIDE_OVERLAY" in said) == (2, True)


def test_a_file_of_ones_own_counts_before_the_releases_and_others_stay(at: Path) -> None:
    (at / "local" / "signposts").mkdir(parents=True)
    (at / "local" / "signposts" / "gb.yaml").write_text("own")
    settings = with_overlay(Settings(_env_file=None, overlay=at / "local"))
    assert (settings.content / "signposts" / "gb.yaml").read_text() == "own"
    assert (settings.content / "sources.yaml").read_text() == Path("content/sources.yaml").read_text()
    again = with_overlay(Settings(_env_file=None, overlay=at / "local"))
    assert again.content == settings.content


async def test_the_folder_of_secrets_may_hold_others_already(at: Path) -> None:
    """Of the database, as the guide for containers has it. What `init` makes itself is never overwritten."""
    (at / "secrets").mkdir(mode=0o700)
    (at / "secrets" / "database_password").write_text("of the database")
    await do(*FLAGS, "--secrets", "secrets", settings=environment())
    key = (at / "secrets" / "master_key").read_text()
    assert (at / "secrets" / "database_password").read_text() == "of the database"
    code, said = await do(*FLAGS, "--secrets", "secrets", "--file", "other.env", settings=environment())
    assert (code, "master_key is there already" in " ".join(said.split())) == (2, True)
    assert (at / "secrets" / "master_key").read_text() == key


def test_an_overlay_that_cannot_be_read_is_said_to_be(at: Path) -> None:
    """Root may read all, so the name is one that no file can have."""
    with pytest.raises(OverlayUnusable, match="ALONGSIDE_OVERLAY"):
        with_overlay(Settings(_env_file=None, overlay=at / ("x" * 300)))


def test_a_folder_that_is_not_there_is_said_to_be(at: Path) -> None:
    with pytest.raises(OverlayUnusable, match="ALONGSIDE_OVERLAY"):
        with_overlay(Settings(_env_file=None, overlay=at / "nowhere"))


async def test_the_database_can_be_brought_up_to_date_before_a_roll_out(at: Path) -> None:
    settings = Settings(_env_file=None, var=at / "var")
    assert await do("migrate", settings=settings) == (0, "The database is up to date.\n")
    assert await do("migrate", settings=settings) == (0, "The database is up to date.\n")
