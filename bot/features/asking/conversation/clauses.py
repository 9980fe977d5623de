"""Reads a line of several clauses: a greeting, thanks or similar, and something else beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.features.asking.conversation import normalisation
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.conversation.phrases import (
    ASKING,
    FILLERS,
    is_question,
    says_much,
    takes_up,
    text_from,
)
from bot.features.asking.conversation.recognised import Recognised, strongest, with_acts_before
from bot.features.asking.conversation.thresholds import asks

# Acts that may precede a question; the reply covers both.
_BEFORE_A_QUESTION = frozenset(("greeting", "thanks", "praise"))
_POLITE_PREFIX = frozenset(("greeting", "thanks"))
_PLAINER = {"praise": "thanks"}
# The least similarity of an act before a question, and of one clause of several: higher than a whole line's.
_SURE_POLITE, _SURE_PART = 0.5, 0.3
_SUMMING_UP = ("ok ", "right ", "so ")

Exact = Mapping[str, tuple[str, ...]]
Clause = Callable[[str], Recognised | None]


def read_clauses(text: str, last: LastSaid, exact: Exact, clause: Clause) -> Recognised | None:
    """The act, with what follows it as `rest` if that asks something. None for a line to search.

    `exact` holds acts by known phrase; `clause` reads one clause alone.
    """
    return _Clauses(exact, clause).read(text, last)


@dataclass(frozen=True, slots=True)
class _Clauses:
    exact: Exact
    clause: Clause

    def read(self, text: str, last: LastSaid) -> Recognised | None:
        parts = list(normalisation.clauses(text))
        if len(parts) < 2:
            return self._polite_prefix(text)
        if last.context is Topic.CARD and self._sums_up(text, parts):
            return Recognised("thanks", how="says it again, and thanks")
        parts = [part for part in parts if normalisation.plain(part) not in FILLERS] or parts
        clauses: list[Recognised] = []
        for part in parts:
            recognised = self.clause(part)
            if recognised is None or recognised.score < _SURE_PART:
                polite = _polite_before(clauses)
                served = _with_question(clauses[:polite], text_from(text, parts, polite)) if polite else None
                return served or self._polite_prefix(text)
            clauses.append(recognised)
        return strongest(clauses, parts)

    def _sums_up(self, text: str, parts: Sequence[str]) -> bool:
        """After an answer: "ok so no common rule. cheers"."""
        first, closing = normalisation.plain(parts[0]), normalisation.plain(parts[-1])
        is_summary = first.startswith(_SUMMING_UP) and not asks(text)
        return is_summary and "thanks" in self.exact.get(closing, ())

    def _polite_prefix(self, text: str) -> Recognised | None:
        """Thanks and a question without a comma between: "thanks so who pays them"."""
        words = text.split()
        for length in range(min(4, len(words) - 3), 0, -1):
            head = normalisation.plain(" ".join(words[:length]))
            act = next((act for act in self.exact.get(head, ()) if act in _POLITE_PREFIX), None)
            if act is None or ASKING & set(head.split()) or head in FILLERS:
                continue
            rest = " ".join(words[length:])
            if recognised := self.clause(rest):
                return with_acts_before([act], recognised)
            if is_question(rest):
                return Recognised(_PLAINER.get(act, act), rest=rest, how="a known phrase, then a question")
        return None


def _polite_before(clauses: Sequence[Recognised]) -> int:
    """How many of the first clauses may stand before a question. What follows them is part of it."""
    others = (number for number, clause in enumerate(clauses) if clause.act not in _BEFORE_A_QUESTION)
    return next(others, len(clauses))


def _with_question(before: Sequence[Recognised], rest: str) -> Recognised | None:
    acts = [part.act for part in before if part.act in _BEFORE_A_QUESTION and part.score >= _SURE_POLITE]
    if not acts:
        return None
    if is_question(rest) or takes_up(rest) or (acts[0] == "greeting" and says_much(rest)):
        return Recognised(_PLAINER.get(acts[0], acts[0]), rest=rest, how="a known phrase, then a question")
    return Recognised(acts[0], how="a known phrase first, and no question after it")
