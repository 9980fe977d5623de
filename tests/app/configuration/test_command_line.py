"""`python -m bot` itself: what it reads before any command, and where its lines go."""

import os
import subprocess
import sys
from pathlib import Path

from bot.app.unknown_settings import unknown_settings

# Logs, as a command does that writes to the audit.
_LOGS = """
import sys
import structlog
from bot.__main__ import main
sys.argv = ["bot", "version"]
try:
    main()
except SystemExit:
    structlog.get_logger().info("audit", number=1)
"""


def bot(at: Path, *command: str) -> subprocess.CompletedProcess[str]:
    given = os.environ | {"PYTHONPATH": str(Path.cwd())}
    return subprocess.run(
        [sys.executable, *command], cwd=at, env=given, capture_output=True, text=True, check=False
    )


def test_settings_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """As where `init` ran as root in the folder of the service, which runs as another user."""
    (tmp_path / ".env").write_bytes("ALONGSIDE_CONTACT=Müller".encode("latin-1"))
    result = bot(tmp_path, "-m", "bot", "version")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert f"{tmp_path / '.env'} can't be read" in result.stderr


def test_what_is_logged_is_no_part_of_what_a_command_prints(tmp_path: Path) -> None:
    result = bot(tmp_path, "-c", _LOGS)
    assert "audit" in result.stderr
    assert "audit" not in result.stdout


def test_a_setting_that_nobody_reads_is_named_with_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ALONGSIDE_ORGANIZATION=xsecretx\nALONGSIDE_MASTER_KEY_FILE=key\n")
    found = [*map(str, unknown_settings({"ALONGSIDE_PORT": "1", "PATH": ""}, tmp_path / ".env"))]
    assert len(found) == 2
    assert "counts in the environment" in found[0]
    assert "ALONGSIDE_ORGANIZATION is no setting" in found[1]
    assert "Did you mean ALONGSIDE_ORGANISATION?" in found[1]
    assert "xsecretx" not in " ".join(found)
