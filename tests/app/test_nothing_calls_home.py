"""A library that reports to its maker would tell it where the bot runs, and write an id of the machine."""

import os
import subprocess
import sys
from pathlib import Path


def test_the_encoder_writes_no_report_for_its_maker(tmp_path: Path) -> None:
    given = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    given |= {"HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd()), "PYTHONDONTWRITEBYTECODE": "1"}
    given.pop("XDG_CACHE_HOME", None)
    loads = "from bot.features.asking.encoder.embedding import Encoder; Encoder()"
    subprocess.run([sys.executable, "-c", loads], env=given, check=True)
    assert [str(file) for file in tmp_path.rglob("*")] == []
