"""`AnswerEngine`: understands and answers questions as in chat, without people or a database."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from time import perf_counter

from bot.core.settings import Settings
from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.cards.library import load
from bot.features.asking.conversation.last_said import LastSaid
from bot.features.asking.conversation.opening import ConversationContent, open_conversation
from bot.features.asking.distress.detector import DistressDetector, Level
from bot.features.asking.encoder.opening import general_encoder, search_encoder
from bot.features.asking.retrieval import cache
from bot.features.asking.understanding.json_question import as_json, last_said_before, read_line
from bot.features.asking.understanding.turn import Stage, Turn
from bot.features.asking.understanding.understanding import Understanding


@dataclass(frozen=True, slots=True)
class AnswerEngine:
    snapshot: CardSnapshot
    distress_detector: DistressDetector
    talk: ConversationContent

    def read(self, text: str, last: LastSaid) -> Turn:
        """The stage that takes the line, with the search's finding whichever stage that is."""
        if self.distress_detector.classify(text).level is Level.DISTRESS:
            return Turn(Stage.DISTRESS, "words of distress", finding=self.snapshot.finder.find(text))
        turn = Understanding(self.talk.recogniser).read(text, last, self.snapshot)
        return turn if turn.finding else replace(turn, finding=self.snapshot.finder.find(text))

    def lines(self, given: Iterable[str]) -> Iterator[str]:
        """A line of JSON for each; ValueError, with the line's number, where one can't be read."""
        understanding = Understanding(self.talk.recogniser)
        for number, line in enumerate(given, 1):
            if not line.strip():
                continue
            try:
                json_question = read_line(line)
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from error
            last = last_said_before(json_question, understanding, self.snapshot)
            started = perf_counter()
            turn = self.read(json_question.question, last)
            taken = (perf_counter() - started) * 1000
            yield json.dumps(as_json(json_question, turn, last, self.talk.kinds, taken), ensure_ascii=False)


def open_engine(settings: Settings) -> AnswerEngine:
    """Without passages, which only a conversation shows. Raises ContentFaulty."""
    library, stored = load(settings.content), settings.var / "cache"
    finder = cache.open_finder(library, stored)
    talk = open_conversation(settings.content, stored, general_encoder(stored), finder.index)
    return AnswerEngine(CardSnapshot(library, finder), cache.open_detector(settings.content, stored), talk)


def is_ready(settings: Settings) -> bool:
    """Whether the index need not be built first."""
    stored = settings.var / "cache"
    return cache.is_cached(load(settings.content), stored, search_encoder(stored))
