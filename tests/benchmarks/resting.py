"""How quickly a warm process starts, and how much memory and processor it takes at rest: the demo's, and production's.

The demo rests with a page open, as it does on somebody's desk.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory, TemporaryFile
from time import monotonic, perf_counter, sleep
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from bot.demo.browser import free_port
from bot.store.sealing import new_key
from tests.app.running.confirmed_organisation import confirmed_content
from tests.benchmarks.figures import figure, size

_PATIENCE = 600.0
_SETTLES, _RESTS = size((5, 30), (1, 1))
_CACHE = Path("var/cache")
# A directory with a demo that has lived through its past; a smoke run has no time for it.
_DEMO_PAST = os.environ.get("BENCH_DEMO_PAST", "")


def main() -> None:
    with TemporaryDirectory() as directory:
        for process in size(("demo", "run"), ("run",)):
            arguments, path = _PROCESSES[process]
            environment = _environment(Path(directory) / process)
            for is_told in size((False, True), (True,)):
                _measure(process, arguments, path, environment, is_told=is_told)


_PROCESSES = {
    "demo": (("demo", "--no-browser"), "/"),
    "run": (("run",), "/health/ready"),
}


def _environment(var: Path) -> Mapping[str, str]:
    """Production, as in Microsoft's playground: no registration, on this machine only."""
    var.mkdir(parents=True, exist_ok=True)
    if _CACHE.exists():
        copytree(_CACHE, var / "cache")
    if _DEMO_PAST:
        copytree(_DEMO_PAST, var / "demo")
    settings = {
        "VAR": f"{var}",
        "CONTENT": f"{confirmed_content(var / 'content')}",
        "COUNTRY": "GB",
        "REGION": "ENG",
        "MASTER_KEY": new_key(),
        "TEAMS_LOCAL": "true",
        "ORGANISATION": "Harbour",
        "TIME_ZONE": "Europe/London",
        "CONTACT": "Ring Priya on 4120.",
    }
    return os.environ | {f"ALONGSIDE_{name}": value for name, value in settings.items()}


def _measure(
    name: str, arguments: tuple[str, ...], path: str, environment: Mapping[str, str], *, is_told: bool
) -> None:
    """The first start indexes the content and is not told."""
    port = free_port("127.0.0.1", 0)
    given = (*arguments, "--port", f"{port}") if name == "demo" else arguments
    began = perf_counter()
    # A file: a pipe that nobody reads would fill up and stop the process.
    with (
        TemporaryFile() as log,
        subprocess.Popen(
            [sys.executable, "-m", "bot", *given],
            env={**environment, "ALONGSIDE_PORT": f"{port}"},
            stdout=subprocess.DEVNULL,
            stderr=log,
        ) as process,
    ):
        try:
            _wait(process, f"http://127.0.0.1:{port}{path}", log)
            if is_told:
                figure(f"startup.{name}_s", perf_counter() - began, "s")
                sleep(2)
                figure(f"memory.{name}_mb", psutil.Process(process.pid).memory_info().rss / 2**20, "MB")
                figure(f"cpu.{name}_idle_percent", _idle(process.pid, port, name), "%")
        finally:
            process.terminate()


def _idle(pid: int, port: int, name: str) -> float:
    """Processor time as a share of one core, over some seconds in which nobody does anything."""
    page = HTTPConnection("127.0.0.1", port, timeout=5)
    with closing(page):
        if name == "demo":
            page.request("GET", "/as/nurse/live")
            page.getresponse()
        sleep(_SETTLES)
        before, began = psutil.Process(pid).cpu_times(), perf_counter()
        sleep(_RESTS)
        after = psutil.Process(pid).cpu_times()
        used: float = after.user + after.system - before.user - before.system
        return 100 * used / (perf_counter() - began)


def _wait(process: subprocess.Popen[bytes], address: str, log: IO[bytes]) -> None:
    until = monotonic() + _PATIENCE
    while monotonic() < until:
        if process.poll() is not None:
            log.seek(0)
            output = log.read().decode(errors="replace")
            raise SystemExit(f"it ended before it was ready: {output[-2000:]}")
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except (URLError, OSError):
            sleep(0.05)
    raise SystemExit("it was not ready in time")


if __name__ == "__main__":
    main()
