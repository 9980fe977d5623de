"""How quickly a question is read on one core: distress, conversation, commands and search, as in chat."""

import asyncio
import os
from pathlib import Path
from time import perf_counter

import numpy as np
import yaml

from bot.commands.engine import AnswerEngine, open_engine
from bot.core.settings import Settings
from bot.features.asking.conversation.last_said import NOTHING
from bot.features.asking.reader import off_loop
from tests.benchmarks.figures import figure, size

_TOGETHER = 50
_TICK = 0.005


def main() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    engine = open_engine(Settings(_env_file=None))
    questions_by_card = yaml.safe_load(
        Path("tests/data/evaluation/in_scope.yaml").read_text(encoding="utf-8")
    )
    taken = []
    for question in [q for questions in questions_by_card.values() for q in questions][: size(400, 20)]:
        started = perf_counter()
        engine.read(question, NOTHING)
        taken.append(perf_counter() - started)
    figure("answers.p50_ms", float(np.percentile(taken, 50)) * 1000, "ms")
    figure("answers.p95_ms", float(np.percentile(taken, 95)) * 1000, "ms")
    figure("answers.per_s", len(taken) / sum(taken), "1/s")
    together = [question for of_card in questions_by_card.values() for question in of_card][:_TOGETHER]
    figure("loop.stall_ms", asyncio.run(_longest_stall(engine, together)) * 1000, "ms")


async def _longest_stall(engine: AnswerEngine, questions: list[str]) -> float:
    """By how much the event loop came late at most, in seconds, while all of these were asked at once."""
    late, asking = 0.0, asyncio.gather(*(off_loop(engine.read, question, NOTHING) for question in questions))
    while not asking.done():
        started = perf_counter()
        await asyncio.sleep(_TICK)
        late = max(late, perf_counter() - started - _TICK)
    await asking
    return late


if __name__ == "__main__":
    main()
