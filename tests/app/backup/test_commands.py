"""`backup` and `restore` on the command line."""

import asyncio
from pathlib import Path

from typer.testing import CliRunner

from bot.app.assembly import open_database
from bot.commands.cli import app
from bot.core.settings import Settings
from tests.delivery.people import some_people


def settings(place: Path) -> Settings:
    return Settings(_env_file=None, var=place)


def do(place: Path, *command: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, command, obj=settings(place))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, " ".join(result.output.split())


async def _make(place: Path) -> None:
    database = await open_database(settings(place))
    await some_people(database, 3)
    await database.close()


def test_a_backup_is_restored_elsewhere_and_says_what_is_lost(tmp_path: Path) -> None:
    asyncio.run(_make(tmp_path / "here"))
    file = str(tmp_path / "backup")
    assert do(tmp_path / "here", "backup", file)[0] == 0
    code, said = do(tmp_path / "there", "restore", file)
    assert (code, "7 rows are back" in said, "Lost: what people wrote" in said) == (0, True, True)
    code, said = do(tmp_path / "there", "restore", file)
    assert (code, "not empty" in said, "Nothing was changed" in said) == (2, True, True)


def test_what_cannot_be_done_ends_in_a_sentence(tmp_path: Path) -> None:
    assert do(tmp_path / "nothing", "backup", str(tmp_path / "backup"))[0] == 2
    assert do(tmp_path / "nothing", "restore", str(tmp_path / "missing"))[0] == 2
    asyncio.run(_make(tmp_path / "here"))
    assert do(tmp_path / "here", "backup", str(tmp_path / "no" / "such" / "place"))[0] == 2
