"""How quick answering and starting are, and how much memory an idle bot takes, on one core."""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import psutil
import yaml

from bot.knowledge import cache
from bot.knowledge.library import load

_CACHE = Path("var/cache")
_IDLE = """
import asyncio, sys, tempfile
from pathlib import Path
from bot.demo.run import open_demo
from bot.settings import Settings
async def main():
    demo = await open_demo(Settings(), Path(tempfile.mkdtemp()))
    await demo.start()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await demo.stop()
asyncio.run(main())
"""


def main() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    finder = cache.open_finder(load(Path("content")), _CACHE)
    asked = yaml.safe_load(Path("tests/data/evaluation/in_scope.yaml").read_text(encoding="utf-8"))
    taken = []
    for question in (q for questions in asked.values() for q in questions):
        started = perf_counter()
        finder.find(question)
        taken.append(perf_counter() - started)
    _figure("answers.p50_ms", float(np.percentile(taken, 50)) * 1000, "ms")
    _figure("answers.p95_ms", float(np.percentile(taken, 95)) * 1000, "ms")
    _figure("answers.per_s", len(taken) / sum(taken), "1/s")
    _start_and_idle()


def _start_and_idle() -> None:
    started = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", _IDLE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdin
        if b"ready" not in process.stdout.readline():
            raise SystemExit("the bot did not start")
        _figure("startup.warm_s", perf_counter() - started, "s")
        _figure("memory.idle_mb", psutil.Process(process.pid).memory_info().rss / 2**20, "MB")
        process.stdin.write(b"\n")
        process.stdin.flush()


def _figure(name: str, value: float, unit: str) -> None:
    sys.stdout.write(f"{name} {value:.2f} {unit}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
