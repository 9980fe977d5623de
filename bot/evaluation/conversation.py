"""Measures how well conversation and follow-ups are understood, on tab-separated files.

Measured through `ask --json`'s own contract, so that the figures are those of an outsider.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.measures import Share, share

Answered = Mapping[str, Any]
Ask = Callable[[Sequence[str]], Iterator[str]]

_ALSO = re.compile(r"ok: ([a-z?+:\- ]+)")
_CARD = re.compile(r"card: ([\w/|\- ]+)")
_PREVIOUS = re.compile(r'previous: "([^"]+)"')
_FIRST = re.compile(r"first=([\w/|\-]+)")
_OFFER = re.compile(r"offer=([\w/,\-]+)")
_QUESTION = "+question"


@dataclass(frozen=True, slots=True)
class ActScores:
    """`errors` has a line for each error: the expected result, the text, and the actual result."""

    right: Share
    errors: tuple[str, ...]


def evaluate_acts(path: Path, ask: Ask) -> ActScores:
    """Columns id, act, context, text, note. Two acts in one message count where both are served."""
    rows = _rows(path)
    lines = [_json_line(row["text"], _noted(_PREVIOUS, row["note"]), row["context"]) for row in rows]
    pairs = list(zip(rows, _answers(ask, lines), strict=True))
    return _measured(
        [(_is_act(row, got), f"{row['act']} | {row['text']} | {_short(got)}") for row, got in pairs]
    )


def evaluate_followups(path: Path, ask: Ask) -> ActScores:
    """Columns id, first, second, followup, gold, note. "same" is the card of `first=` in the note."""
    rows = _rows(path)
    pairs = list(zip(rows, _answers(ask, map(_follow_up, rows)), strict=True))
    return _measured(
        [(_is_card(row, got), f"{row['gold']} | {row['followup']} | {_short(got)}") for row, got in pairs]
    )


def _is_act(row: Mapping[str, str], got: Answered) -> bool:
    wanted, note = row["act"], row["note"] or ""
    allowed = {wanted, *(part.strip() for part in _noted(_ALSO, note).split(";"))} - {""}
    if wanted.endswith(_QUESTION):
        cards = _noted(_CARD, note).replace(" ", "").split("|")
        is_served = {wanted.removesuffix(_QUESTION), "question"} <= set(got.get("acts", ()))
        is_right: bool = got["cards"][0] in cards
        return is_served and is_right
    if got["outcome"] == "command":
        return f"command:{got['command']}" in allowed
    return bool(allowed & {got.get("act"), *got.get("acts", ())})


def _is_card(row: Mapping[str, str], got: Answered) -> bool:
    note, wanted = row["note"] or "", row["gold"].split("|")
    if wanted == ["none"]:
        is_refused: bool = got["outcome"] == "unknown"
        return is_refused
    same = [*_noted(_FIRST, note).split("|"), *_noted(_OFFER, note).split(",")] if "same" in wanted else []
    is_shown: bool = got["cards"][0] in {*wanted, *same} - {"", "same"}
    return got["outcome"] != "unknown" and is_shown


def _follow_up(row: Mapping[str, str]) -> str:
    note, before = row["note"] or "", [q for q in (row["first"], row["second"]) if q]
    if offered := _noted(_OFFER, note):
        return _json_line(row["followup"], before, f"offer:{offered}")
    return _json_line(row["followup"], before, "")


def _json_line(text: str, previous: str | Sequence[str], context: str) -> str:
    return json.dumps({"question": text, "previous": previous, "context": context})


def _answers(ask: Ask, lines: Sequence[str] | Iterator[str]) -> list[Answered]:
    return [json.loads(line) for line in ask(list(lines))]


def _measured(judged: Sequence[tuple[bool, str]]) -> ActScores:
    return ActScores(share([ok for ok, _ in judged]), tuple(line for ok, line in judged if not ok))


def _short(got: Answered) -> str:
    understood = got.get("command") or got.get("act") or got["outcome"]
    return f"{understood} {got['cards'][0]} ({got['why']})"


def _noted(pattern: re.Pattern[str], note: str) -> str:
    match = pattern.search(note or "")
    return match[1].strip() if match else ""


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))
