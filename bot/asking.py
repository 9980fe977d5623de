"""Questions and answers on the command line, as text and as JSON."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.conversation.message import Message
from bot.conversation.plain import plain
from bot.knowledge import signposts
from bot.knowledge.distress import About, Level, Sight, Watch
from bot.knowledge.library import Library
from bot.knowledge.search import Finding, Outcome
from bot.knowledge.shelf import Stock
from bot.knowledge.worded import Worded, Wording
from handlers.ask import unknown
from handlers.explain import explain
from handlers.shown_card import ShownCard
from handlers.shown_worded import shown_worded
from handlers.worded import word


def read_line(line: str) -> tuple[str, str | None]:
    """A question and the one before it. ValueError where a JSON object has no question."""
    stripped = line.strip()
    if not stripped.startswith("{"):
        return stripped, None
    try:
        given = json.loads(stripped)
    except json.JSONDecodeError:
        return stripped, None
    if not isinstance(given.get("question"), str):
        raise ValueError('a JSON line needs "question", a text, and may have "previous"')
    previous = given.get("previous")
    return given["question"], previous if isinstance(previous, str) and previous.strip() else None


def as_json(question: str, finding: Finding, is_distress: bool, ms: float) -> dict[str, Any]:
    return {
        "question": question,
        "outcome": "distress" if is_distress else finding.outcome.value,
        "cards": [card_id for card_id, _ in finding.ranked],
        "scores": [score for _, score in finding.ranked],
        "boundary": finding.boundary,
        "odds": round(finding.odds, 3),
        "lead": round(finding.lead, 3),
        "reading": finding.reading.value,
        "ms": round(ms, 2),
    }


async def as_text(question: str, stock: Stock, watch: Watch, wording: Wording | None, why: bool) -> str:
    """In the words of a language model where one is given, and the answer passes as in chat."""
    finding, today = stock.finder.find(question), datetime.now(UTC).date()
    worded = await word(question, finding, stock, watch, wording) if wording else None
    if isinstance(worded, Worded):
        message = shown_worded(worded, stock.library, today)
    else:
        message = _message(finding, stock.library, today)
    said = plain(message)
    return f"{said}\n{plain(explain(finding, stock.library, worded))}" if why else said


def signpost_text(content: Path, country: str, now: datetime) -> str:
    found = signposts.load(content, country)
    sight = Sight(Level.DISTRESS, About.SELF)
    return plain(signposts.signpost(found, [], sight, now, signposts.Where.DEMO))


def _message(finding: Finding, library: Library, today: date) -> Message:
    match finding.outcome:
        case Outcome.ANSWER:
            return ShownCard(finding.best, is_long=True).message(library, today)
        case Outcome.OFFER:
            titles = "; ".join(f"{library.card(i).title} ({i})" for i, _ in finding.ranked[:3])
            return Message(f"I'm not sure which of these you mean: {titles}")
        case Outcome.UNKNOWN:
            boundary = library.boundaries.get(finding.boundary or "")
            return unknown("", boundary.turn_to if boundary else "")
