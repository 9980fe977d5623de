"""Parses a line for `ask --json` (a question with its context), and writes the result as JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.conversation.kinds import Kinds
from bot.features.asking.conversation.last_said import NOTHING, LastSaid, Topic, parsed
from bot.features.asking.retrieval.finding import SearchFinding, SearchOutcome
from bot.features.asking.understanding.turn import Stage, Turn
from bot.features.asking.understanding.understanding import Understanding

_OFFERED = 3
# Acts that refer to the shown card.
_OF_THE_CARD = frozenset(("more", "shorter", "simpler", "again", "why", "source", "certainty"))
_ABOUT_US = "bot/"
_WRONG = (
    'a JSON line needs "question", a text, and may have "previous", a text or a list of them, and "context": '
    "card:<id>, offer, tip, digest, refusal, pulse, announcement, distress or none"
)


@dataclass(frozen=True, slots=True)
class JsonQuestion:
    """`previous` are earlier questions, oldest first; `context` is the bot's last message, "" if unknown."""

    question: str
    previous: tuple[str, ...] = ()
    context: str = ""
    offered: tuple[str, ...] = ()


def read_line(line: str) -> JsonQuestion:
    """Parses plain text or an object. Raises ValueError for an invalid object."""
    stripped = line.strip()
    if not stripped.startswith("{"):
        return JsonQuestion(stripped)
    try:
        given = json.loads(stripped)
    except json.JSONDecodeError:
        return JsonQuestion(stripped)
    if not isinstance(given.get("question"), str):
        raise ValueError(_WRONG)
    context = given.get("context") or ""
    if not isinstance(context, str) or not _is_context(context):
        raise ValueError(_WRONG)
    return JsonQuestion(
        given["question"], _texts(given.get("previous")), context, _texts(given.get("offered"))
    )


def _is_context(written: str) -> bool:
    try:
        parsed(written)
    except ValueError:
        return False
    return True


def _texts(given: object) -> tuple[str, ...]:
    several = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    return tuple(text for text in several if isinstance(text, str) and text.strip())


def last_said_before(
    json_question: JsonQuestion, understanding: Understanding, snapshot: CardSnapshot
) -> LastSaid:
    """The given context or, without one, what the bot would have said to the earlier questions."""
    question = json_question.previous[-1] if json_question.previous else ""
    last_said = parsed(json_question.context, question, json_question.offered)
    if last_said.context is Topic.NONE and json_question.previous:
        return _answered(json_question.previous, understanding, snapshot)
    if last_said.context is Topic.OFFER and not last_said.offered and question:
        return replace(last_said, offered=_nearest(snapshot.finder.find(question)))
    if last_said.context is Topic.CARD and not last_said.card and question:
        return replace(last_said, card=snapshot.finder.find(question).best)
    return last_said


def _answered(previous: Sequence[str], understanding: Understanding, snapshot: CardSnapshot) -> LastSaid:
    last_said = NOTHING
    for question in previous:
        finding = understanding.read(question, last_said, snapshot).finding
        if finding is None:
            continue
        is_refused = finding.outcome is SearchOutcome.UNKNOWN and finding.boundary is not None
        context = Topic.REFUSAL if is_refused else Topic.CARD
        last_said = LastSaid(context, "" if is_refused else finding.answer, question=question)
    return last_said


def _nearest(finding: SearchFinding) -> tuple[str, ...]:
    return tuple(card for card, _ in finding.ranked[:_OFFERED])


def as_json(
    json_question: JsonQuestion, turn: Turn, last: LastSaid, kinds: Kinds, ms: float
) -> dict[str, Any]:
    """The format that `deploy` and evaluations read, so keys are never renamed.

    `turn.finding` is always present.
    """
    finding = turn.finding
    assert finding is not None  # noqa: S101 - the caller searches whatever it was
    recognised = turn.recognised
    row: dict[str, Any] = {"question": json_question.question, "outcome": _outcome(turn)}
    if turn.stage is Stage.COMMAND and recognised and recognised.command:
        row |= {"command": recognised.command.word, "asks_back": recognised.command.is_guess}
    if turn.stage is Stage.CONVERSATION and recognised:
        row |= {"act": _act(turn), "acts": [*recognised.acts, *(["question"] if _has_question(turn) else [])]}
    is_refused = row["outcome"] == SearchOutcome.UNKNOWN.value
    return row | {
        "cards": _cards(turn, finding, last, kinds),
        "scores": [score for _, score in finding.ranked],
        "boundary": finding.boundary,
        "whose": finding.refusal_kind.value if is_refused and finding.refusal_kind else None,
        "odds": round(finding.odds, 3),
        "lead": round(finding.lead, 3),
        "reading": finding.reading.value,
        "stage": turn.stage.value,
        "why": turn.how,
        "ms": round(ms, 2),
    }


def _outcome(turn: Turn) -> str:
    if turn.stage in (Stage.DISTRESS, Stage.CONVERSATION, Stage.COMMAND):
        return turn.stage.value
    return turn.finding.outcome.value if turn.finding else ""


def _has_question(turn: Turn) -> bool:
    return bool(turn.recognised and turn.recognised.rest and turn.recognised.act != "correction")


def _act(turn: Turn) -> str:
    act = turn.recognised.act if turn.recognised else ""
    return f"{act}+question" if _has_question(turn) else act


def _cards(turn: Turn, finding: SearchFinding, last: LastSaid, kinds: Kinds) -> list[str]:
    """The shown card first: the chosen one, the one that an act refers to, or the one that answers."""
    ranked = [card for card, _ in finding.ranked]
    act = turn.recognised.act if turn.recognised else ""
    shown = turn.picked
    if not shown and act in _OF_THE_CARD and last.context in (Topic.CARD, Topic.TIP):
        shown = last.card
    if not shown and act in kinds.acts and not ranked[0].startswith(_ABOUT_US):
        shown = kinds.acts[act].card_for(last.context.value, last.card)
    return [shown, *(card for card in ranked if card != shown)] if shown else ranked
