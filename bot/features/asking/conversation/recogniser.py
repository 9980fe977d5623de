"""Recognises a line's role in a conversation (greeting, thanks, command …), or leaves it to the search."""

import re
from collections.abc import Collection, Sequence
from copy import copy

from bot.features.asking.conversation import corrections, normalisation
from bot.features.asking.conversation.clauses import read_clauses
from bot.features.asking.conversation.commands import Command, Commands
from bot.features.asking.conversation.content_words import Vocabulary
from bot.features.asking.conversation.emoji import Signs
from bot.features.asking.conversation.kinds import QUESTION, Kinds
from bot.features.asking.conversation.languages import Language, language_of
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.conversation.line_classifier import COMMAND, LineClassifier
from bot.features.asking.conversation.ordinals import chosen_position
from bot.features.asking.conversation.phrases import exact
from bot.features.asking.conversation.recognised import Recognised
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

_ABOUT = re.compile(r"\b(means?|meaning|why|explain)\b")
_ONE_WORD = 0.35
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
        return read_clauses(text, last, self._exact, lambda part: self._clause(part, last, may))

    def _clause(self, part: str, last: LastSaid, may: Collection[str] | None) -> Recognised | None:
        if not (line := normalisation.plain(part)):
            return Recognised("test")
        mended = self._spelling.mend(line)
        return (
            self._by_phrase(line, last, may)
            or self._by_phrase(mended, last, may)
            or self._by_similarity(mended, last, may)
        )

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
