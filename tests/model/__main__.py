"""`make test-model`: how many wordings of a real, small model pass the gate. Not for CI: it takes many minutes.

`python -m tests.model MODEL.gguf COUNT` asks so many of the frozen questions that a card answers, writes what
passed to standard error for a reader, and prints one line a figure.
"""

import asyncio
import shutil
import subprocess
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

import yaml
from pydantic import SecretStr

from bot.app.content import read_content
from bot.core.settings import Settings
from bot.features.asking.distress.detector import Level
from bot.features.asking.rephrasing import avoided_phrases
from bot.features.asking.rephrasing.model import Endpoint, LanguageModel
from bot.features.asking.rephrasing.outcome import NotRephrased, Rephrased
from bot.features.asking.retrieval.finding import SearchOutcome
from handlers.asking.rephrased import rephrase
from tests.benchmarks.figures import figure

_HERE = Path(__file__).parent
_PATIENCE = 120.0


def install() -> None:
    """What serves the model, the first time: without the builds for graphics cards, which are large."""
    if not (_HERE / "node_modules").exists():
        npm = shutil.which("npm") or "npm"
        command = [npm, "install", "--silent", "--no-package-lock", "--omit=optional"]
        subprocess.run(command, cwd=_HERE, check=True)


@asynccontextmanager
async def served(model: Path) -> AsyncIterator[str]:
    """Its address."""
    process = await asyncio.create_subprocess_exec("node", str(_HERE / "serve.mjs"), str(model), stdout=PIPE)
    try:
        assert process.stdout
        port = int(await process.stdout.readline())
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        await process.wait()


def questions() -> Iterator[str]:
    """One of each card before a second of any."""
    listed = list(yaml.safe_load(Path("tests/data/evaluation/in_scope.yaml").read_text()).values())
    for turn in range(max(map(len, listed))):
        yield from (each[turn] for each in listed if turn < len(each))


async def main(model: str, count: str) -> None:
    content = read_content(Settings(_env_file=None, master_key=SecretStr("")))
    snapshot, distress_detector = content.evidence, content.distress_detector
    avoided = avoided_phrases.load(Path("content"))
    became, took = Counter[str](), list[float]()
    async with served(Path(model)) as url:
        endpoint = Endpoint(url, "local", "", _PATIENCE)
        language_model = LanguageModel(
            endpoint, avoided, lambda text: distress_detector.classify(text).level is not Level.NONE
        )
        for question in questions():
            finding = snapshot.finder.find(question)
            if finding.outcome is not SearchOutcome.ANSWER or became.total() == int(count):
                continue
            began = perf_counter()
            answer = await rephrase(question, finding, snapshot, distress_detector, language_model)
            took.append(perf_counter() - began)
            if isinstance(answer, NotRephrased):
                became[answer.why] += 1
            elif isinstance(answer, Rephrased):
                became["passed"] += 1
                new_text = " ".join(sentence.text for sentence in answer.sentences)
                sys.stderr.write(f"{finding.answer}\n  ? {question}\n  = {new_text}\n")
        await language_model.close()
    for outcome, number in became.most_common():
        figure(f"model.{outcome.replace(' ', '_').replace(chr(39), '')}", number, "answers")
    figure("model.median_s", median(took), "s")
    figure("model.asked", became.total(), "questions")


if __name__ == "__main__":
    install()
    asyncio.run(main(*sys.argv[1:3]))
