"""Recognises a line's role in a conversation (greeting, thanks, command …), or leaves it to the search."""

import re
from collections.abc import Collection, Sequence
from copy import copy

from bot.features.asking.conversation import corrections, normalisation
from bot.features.asking.conversation.commands import Command, Commands
from bot.features.asking.conversation.content_words import Vocabulary
from bot.features.asking.conversation.emoji import Signs
from bot.features.asking.conversation.kinds import QUESTION, Kinds
from bot.features.asking.conversation.languages import Language, language_of
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.conversation.line_classifier import COMMAND, LineClassifier
from bot.features.asking.conversation.ordinals import chosen_position
from bot.features.asking.conversation.phrases import ASKING, FILLERS, exact, is_question, says_much, text_from
from bot.features.asking.conversation.recognised import Recognised, strongest, with_acts_before
from bot.features.asking.conversation.thresholds import (
    AFTER_SEARCH,
    AFTER_SEARCH_ASKING,
    FITS,
    LONG,
    LONG_QUESTION,
    NEAR_CONTEXT,
    SOCIAL,
    Thresholds,
    asks,
    is_chat,
    is_of_an_answer,
    is_the_peers_secret,
    thresholds_for,
)
from bot.features.asking.retrieval.spelling import Spelling

# Acts that may precede a question; the reply covers both.
_BEFORE_A_QUESTION = frozenset(("greeting", "thanks", "praise"))
_POLITE_PREFIX = frozenset(("greeting", "thanks"))
_ABOUT = re.compile(r"\b(means?|meaning|why|explain)\b")
_PLAINER = {"praise": "thanks"}
_SURE_POLITE, _SURE_PART, _ONE_WORD = 0.5, 0.3, 0.35
_CORRECTS = re.compile(r"\b(typo|autocorrect|spell\w*|misspel\w*|dictation)\b")


class Recogniser:
    """Pure. Tries exact phrases, then near ones, then, for short lines and strictly, similarity."""

    def __init__(
        self,
        kinds: Kinds,
        commands: Commands,
        line_classifier: LineClassifier,
        signs: Signs,
        languages: Sequence[Language],
    ) -> None:
        self._kinds = kinds
        self._commands = commands
        self._line_classifier = line_classifier
        self._signs = signs
        self._languages = languages
        self._exact = exact(kinds)
        self._spelling = Spelling(self._exact)
        self._questions = frozenset(map(normalisation.plain, kinds.questions))
        self._vocabulary = Vocabulary(kinds)
        self._scores: dict[str, dict[str, float]] = {}

    def for_one_turn(self) -> "Recogniser":
        """A copy that caches the similarity of each line of one turn."""
        fresh = copy(self)
        fresh._scores = {}
        return fresh

    def read(
        self, text: str, last: LastSaid, may: Collection[str] | None = None, was_searched: bool = False
    ) -> Recognised | None:
        """The act or command; None for a line to search. `may`: commands that the roles allow; None for all.

        `was_searched`: no card was near, so a lower similarity is enough.
        """
        if was_searched:
            return self._after_search(self._spelling.mend(normalisation.plain(text)), last, may)
        if meaning := self._signs.meaning_of(text):
            return Recognised("emoji", sign=meaning, how=f"nothing but a sign: {meaning}")
        line = normalisation.plain(text)
        if not line:
            return Recognised("help-menu" if "?" in text else "test", how="nothing but punctuation")
        if last.context is Topic.OFFER:
            return self._choice(text, last) or self._by_phrase(line, last, may) or self._named(text, may)
        known = self._by_phrase(line, last, may) or self._choice_without_offer(text)
        return known or self.read_loosely(text, last, may)

    def card_of(self, act: str) -> str:
        return self._kinds.acts[act].card if act in self._kinds.acts else ""

    def read_loosely(
        self, text: str, last: LastSaid, may: Collection[str] | None = None
    ) -> Recognised | None:
        """Recognises lines that are no known phrase. After an offer, only lines that share no word with its titles."""
        if normalisation.plain(text) in self._questions:
            return None
        return (
            self._correction(text, last)
            or self._foreign(text)
            or self._named(text, may)
            or self._by_clauses(text, last, may)
            or self._clause(text, last, may)
        )

    def _after_search(self, line: str, last: LastSaid, may: Collection[str] | None) -> Recognised | None:
        recognised = self._by_similarity(line, last, may, AFTER_SEARCH_ASKING if asks(line) else AFTER_SEARCH)
        # A line that depends on a card is a follow-up rather than a comment on it.
        leans = last.context is Topic.CARD and asks(line)
        return None if recognised and leans and recognised.act not in SOCIAL else recognised

    def _choice(self, text: str, last: LastSaid) -> Recognised | None:
        if (place := chosen_position(text, len(last.offered) or 3)) is None:
            return None
        return Recognised("choose", picked=place, how="picks one of what was offered")

    def _choice_without_offer(self, text: str) -> Recognised | None:
        """Matches "the second one" when no list was offered."""
        if len(text.split()) < 2 or chosen_position(text, 3) is None:
            return None
        return Recognised("choose", how="picks one where no list is open")

    def _by_phrase(self, line: str, last: LastSaid, may: Collection[str] | None) -> Recognised | None:
        for form in normalisation.bare(line):
            act = self._likeliest_act(self._exact.get(form, ()), line, last)
            if act and (recognised := self._allowed(act, may, "a known phrase")):
                return recognised
        return None

    def _likeliest_act(self, acts: Sequence[str], line: str, last: LastSaid) -> str:
        fits, known = FITS[last.context], [a for a in acts if not is_the_peers_secret(a, line, last.context)]
        return next((act for act in known if act in fits), known[0] if known else "")

    def _correction(self, text: str, last: LastSaid) -> Recognised | None:
        if not last.question or not (question := corrections.corrected_question(text, last.question)):
            return None
        return Recognised("correction", rest=question, how="puts a word of the last question right")

    def _foreign(self, text: str) -> Recognised | None:
        if language := language_of(text, self._languages):
            return Recognised("other-language", language=language, how=f"words of {language.name}")
        return None

    def _named(self, text: str, may: Collection[str] | None) -> Recognised | None:
        command = self._commands.named_in(text)
        if command is None or (may is not None and command.word not in may):
            return None
        return Recognised(command=command, how="names a tool" + (", with a slip" if command.is_guess else ""))

    def _by_clauses(self, text: str, last: LastSaid, may: Collection[str] | None) -> Recognised | None:
        """A greeting, thanks or similar, followed by something else."""
        parts = list(normalisation.clauses(text))
        if len(parts) < 2:
            return self._polite_prefix(text, last, may)
        parts = [part for part in parts if normalisation.plain(part) not in FILLERS] or parts
        clauses: list[Recognised] = []
        for number, part in enumerate(parts):
            clause = self._part(part, last, may)
            if clause is None:
                served = self._with_question(clauses, text_from(text, parts, number)) if clauses else None
                return served or self._polite_prefix(text, last, may)
            clauses.append(clause)
        return strongest(clauses, parts)

    def _clause(self, part: str, last: LastSaid, may: Collection[str] | None) -> Recognised | None:
        if not (line := normalisation.plain(part)):
            return Recognised("test")
        mended = self._spelling.mend(line)
        return (
            self._by_phrase(line, last, may)
            or self._by_phrase(mended, last, may)
            or self._by_similarity(mended, last, may)
        )

    def _part(self, part: str, last: LastSaid, may: Collection[str] | None) -> Recognised | None:
        """One clause of several. It needs a higher score than a whole line."""
        recognised = self._clause(part, last, may)
        return recognised if recognised and recognised.score >= _SURE_PART else None

    def _with_question(self, before: list[Recognised], rest: str) -> Recognised | None:
        acts = [part.act for part in before if part.act in _BEFORE_A_QUESTION and part.score >= _SURE_POLITE]
        if not acts:
            return None
        if is_question(rest) or (acts[0] == "greeting" and says_much(rest)):
            return Recognised(
                _PLAINER.get(acts[0], acts[0]), rest=rest, how="a known phrase, then a question"
            )
        return Recognised(acts[0], how="a known phrase first, and no question after it")

    def _polite_prefix(self, text: str, last: LastSaid, may: Collection[str] | None) -> Recognised | None:
        """Thanks and a question without a comma between: "thanks so who pays them"."""
        words = text.split()
        for length in range(min(4, len(words) - 3), 0, -1):
            head = normalisation.plain(" ".join(words[:length]))
            act = next((act for act in self._exact.get(head, ()) if act in _POLITE_PREFIX), None)
            if act is None or ASKING & set(head.split()) or head in FILLERS:
                continue
            rest = " ".join(words[length:])
            if recognised := self._clause(rest, last, may):
                return with_acts_before([act], recognised)
            if is_question(rest):
                return Recognised(_PLAINER.get(act, act), rest=rest, how="a known phrase, then a question")
        return None

    def _by_similarity(
        self, line: str, last: LastSaid, may: Collection[str] | None, thresholds: Thresholds | None = None
    ) -> Recognised | None:
        is_long = len(line.split()) > (LONG_QUESTION if asks(line) else LONG)
        if not line or is_long or is_of_an_answer(line, last.context):
            return None
        if line not in self._scores:
            self._scores[line] = self._line_classifier.scores(line)
        scores = self._scores[line]
        question = scores.get(QUESTION, 0.0)
        fits = FITS[last.context]
        weighed = {
            name: score + (NEAR_CONTEXT if name in fits else 0.0)
            for name, score in scores.items()
            if name != QUESTION
            and self._is_open(name, last, may)
            and (name != "correction" or _CORRECTS.search(line))
        }
        name = max(weighed, key=weighed.__getitem__)
        score, is_command = weighed[name], name.startswith(COMMAND)
        if is_command and _ABOUT.search(line):
            return None
        least, over = (None if is_command else thresholds) or thresholds_for(line, is_command)
        least = least if " " in line else max(least, _ONE_WORD)
        if score < least or score - question < over:
            return None
        if not is_chat(name, line, score, last.context, self._vocabulary.has_all(line, name)):
            return None
        how = f"most like {name} ({score:.2f}; like a question {question:.2f})"
        return self._allowed(name, may, how, score)

    def _is_open(self, name: str, last: LastSaid, may: Collection[str] | None) -> bool:
        if name.startswith(COMMAND):
            return may is None or name.removeprefix(COMMAND) in may
        after = self._kinds.acts[name].after
        return not after or last.context.value in after

    def _allowed(
        self, name: str, may: Collection[str] | None, how: str, score: float = 1.0
    ) -> Recognised | None:
        if not name.startswith(COMMAND):
            return Recognised(name, how=how, score=score)
        word = name.removeprefix(COMMAND)
        return Recognised(command=Command(word), how=how, score=score) if may is None or word in may else None
