import json
import subprocess
import sys

import pytest

# In a process of its own: how logs are kept is one thing for all of it.
PROGRAM = """
import structlog
from bot.core.logging import keep_logs
from bot.core.settings import Settings

keep_logs(Settings(_env_file=None, log_format="{format}"))

def fails(typed):
    raise LookupError("no such thing")

try:
    fails("what-somebody-typed")
except LookupError as error:
    structlog.get_logger().error("request failed", reference="ab12", exc_info=error)
"""


@pytest.mark.parametrize("kind", ["console", "json"])
def test_an_error_is_logged_with_its_place_and_without_what_variables_held(kind: str) -> None:
    program = PROGRAM.format(format=kind)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "ab12" in done.stderr
    assert "LookupError" in done.stderr
    assert "what-somebody-typed" not in done.stderr.replace('fails("what-somebody-typed")', "")
    assert done.stdout == ""


def test_for_machines_every_event_is_a_line_of_json() -> None:
    program = PROGRAM.format(format="json")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    (line,) = done.stderr.splitlines()
    event = json.loads(line)
    assert (event["event"], event["level"], event["reference"]) == ("request failed", "error", "ab12")


def test_what_the_http_library_warns_of_is_left_out() -> None:
    """It quotes the names of uploaded files."""
    told = """
from aiohttp.multipart import parse_content_disposition
parse_content_disposition("form-data; filename*=utf-8''%ffwhat-somebody-typed")
"""
    program = PROGRAM.format(format="json").partition("def fails")[0] + told
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == ""
