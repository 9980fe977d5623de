"""Reads ready-made questions that a network member may post, from `content/network/prompts.yaml`."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.core.content_files import ContentFaulty, Fault, Located
from bot.features.content_report import ContentReport

Prompts = Sequence[str]

_FILE = Path("network") / "prompts.yaml"
_Prompt = Annotated[str, Field(min_length=1, max_length=150)]
_AT_A_TIME = 3


def load(root: Path) -> Prompts:
    """Raises ContentFaulty."""
    prompts, faults = read(root)
    if faults:
        raise ContentFaulty(faults)
    return prompts


def read(root: Path) -> tuple[Prompts, list[Fault]]:
    path = root / _FILE
    prompts, faults = Located(path.read_text(encoding="utf-8"), path).parse(tuple[_Prompt, ...])
    return prompts or (), faults


def check(root: Path, _: date, __: object) -> ContentReport:
    prompts, faults = read(root)
    return ContentReport(f"{len(prompts)} questions for the peer workers' network", faults)


def offered(prompts: Prompts, month: date) -> Prompts:
    """A few prompts that change every month, so that the choice is short."""
    start = (month.year * 12 + month.month) * _AT_A_TIME
    few: Collection[int] = range(start, start + min(_AT_A_TIME, len(prompts)))
    return [prompts[number % len(prompts)] for number in few]
