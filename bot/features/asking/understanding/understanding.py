"""Understands a message stage by stage, and returns a `Turn`. The distress check has run before."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.conversation import normalisation
from bot.features.asking.conversation.commands import Command
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.conversation.phrases import is_question, takes_up
from bot.features.asking.conversation.recognised import Recognised
from bot.features.asking.conversation.recogniser import Recogniser
from bot.features.asking.conversation.thresholds import is_the_peers_secret
from bot.features.asking.retrieval.finding import Reading, SearchFinding, SearchOutcome
from bot.features.asking.retrieval.subject import PEER_WORK
from bot.features.asking.understanding import offer_choice
from bot.features.asking.understanding.followups import resolve
from bot.features.asking.understanding.leaning import is_bare, points_back
from bot.features.asking.understanding.rewriting import affirmed
from bot.features.asking.understanding.thread import (
    Thread,
    opening_question,
    thread_of,
    without_declined,
)
from bot.features.asking.understanding.turn import Stage, Turn

# After a card, a line is chat rather than a follow-up question only if the search is this far below the
# threshold.
_FAR = -1.1
# A question that nobody answered and the follow-up, read as one, may be ours from here on.
_NEARLY_OURS = -1.0
_ABOUT_US = "bot/"
# Below this similarity to an act, a line is a question if a card answers it.
_SURELY_AN_ACT = 0.4
_KNOWN_PHRASE = 1.0
# What follows these and asks nothing is small talk where no card is near it: "hi, first day back after leave".
_POLITE = frozenset(("greeting", "thanks"))
# An act with too many wordings for similarity alone; its card says all that the reply would.
_WHO_SEES = "who-sees"
_CORRECTS = "correction"
# Which one they mean stands in the titles: "the policy one".
_CHOOSES = "choose"
# Acts about a missing answer. Similar wording may be a question.
_OF_AN_ANSWER = frozenset(("more", "shorter", "simpler", "again", "why", "source", "certainty"))


@dataclass(frozen=True, slots=True)
class Understanding:
    """Pure: the same turn in the same context gives the same result."""

    recogniser: Recogniser

    def read(
        self, text: str, last: LastSaid, snapshot: CardSnapshot, may: Collection[str] | None = None
    ) -> Turn:
        """Understands one turn. `may` are the commands that the person's roles allow; None for all."""
        recogniser = self.recogniser.for_one_turn()
        recognised = recogniser.read(text, last, may)
        if recognised is not None and recognised.score == _KNOWN_PHRASE:
            return self._conversation(recognised, last, snapshot)
        alone = snapshot.finder.find(text)
        if recognised is not None and not self._is_rather_a_question(recognised, alone, last):
            return self._conversation(recognised, last, snapshot)
        if last.context is Topic.OFFER:
            recognised = recogniser.read_loosely(text, last, may)
            if recognised and recognised.score >= _SURELY_AN_ACT and recognised.act != _CHOOSES:
                return self._conversation(recognised, last, snapshot)
            if card := offer_choice.chosen_offer(
                text, last.question, last.offered, snapshot.finder.find, snapshot.library
            ):
                named = Recognised(_CHOOSES, how="words of a title that was offered")
                return Turn(Stage.CONVERSATION, named.how, named, alone, picked=card)
            if recognised:
                return self._conversation(recognised, last, snapshot)
        if last.context is Topic.CARD and (
            card := offer_choice.named_beside(text, last.others, snapshot.library)
        ):
            named = Recognised(_CHOOSES, how="words of a title beside the answer")
            return Turn(Stage.CONVERSATION, named.how, named, alone, picked=card)
        if self._is_in_vain(alone, last) and (
            recognised := recogniser.read(text, last, may, was_searched=True)
        ):
            return self._conversation(recognised, last, snapshot, alone)
        is_open = not (is_bare(text) and last.context is Topic.CARD)
        is_open &= not is_the_peers_secret(_WHO_SEES, normalisation.plain(text), last.context)
        if is_open and alone.boundary is None and alone.best == recogniser.card_of(_WHO_SEES):
            recognised = Recognised(_WHO_SEES, how="its card is the nearest")
            return self._conversation(recognised, last, snapshot, alone)
        return self._searched(text, last, alone, snapshot)

    def _conversation(
        self,
        recognised: Recognised,
        last: LastSaid,
        snapshot: CardSnapshot,
        finding: SearchFinding | None = None,
    ) -> Turn:
        if recognised.act == "yes" and last.guess:
            recognised = replace(recognised, act="", command=Command(last.guess), how="yes, that tool")
        if recognised.command:
            return Turn(Stage.COMMAND, recognised.how, recognised)
        if recognised.rest:
            alone = snapshot.finder.find(recognised.rest)
            if recognised.act in _POLITE and _is_remark(recognised.rest, alone):
                return Turn(Stage.CONVERSATION, recognised.how, replace(recognised, rest=""), alone)
            is_correction = recognised.act == _CORRECTS
            searched = self._searched(recognised.rest, last, alone, snapshot, is_correction)
            return replace(searched, stage=Stage.CONVERSATION, how=recognised.how, recognised=recognised)
        known = [card for card in last.offered if card in snapshot.library.cards]
        picked = known[recognised.picked] if 0 <= recognised.picked < len(known) else ""
        return Turn(Stage.CONVERSATION, recognised.how, recognised, finding, picked=picked)

    def _is_rather_a_question(self, recognised: Recognised, alone: SearchFinding, last: LastSaid) -> bool:
        """Whether a line that only resembles an act is a question.

        It is if a card answers it clearly, or if there is nothing for the act to refer to.
        """
        if alone.outcome is SearchOutcome.UNKNOWN or alone.best.startswith(_ABOUT_US):
            return False
        if alone.is_verbatim or (last.context is Topic.NONE and recognised.act in _OF_AN_ANSWER):
            return True
        return alone.outcome is SearchOutcome.ANSWER and recognised.score < _SURELY_AN_ACT

    def _is_in_vain(self, alone: SearchFinding, last: LastSaid) -> bool:
        """Whether no card is near, or only a card about the bot, which conversation covers too."""
        if alone.best.startswith(_ABOUT_US):
            return True
        if last.context in (Topic.CARD, Topic.OFFER):
            return alone.odds_over_scope < _FAR
        return alone.outcome is SearchOutcome.UNKNOWN

    def _searched(
        self,
        text: str,
        last: LastSaid,
        alone: SearchFinding,
        snapshot: CardSnapshot,
        is_correction: bool = False,
    ) -> Turn:
        """A follow-up is read with the thread; anything else is a question by itself."""
        thread = without_declined(thread_of(last, snapshot.library.cards), text, is_correction)
        by_itself = Turn(Stage.SEARCH, "searched for a card", finding=alone, opened_by=text)
        if thread.is_empty:
            return by_itself
        if (affirming := affirmed(text)) != text:
            text, alone = affirming, snapshot.finder.find(affirming)
            by_itself = replace(by_itself, finding=alone, opened_by=text)
        if last.context is Topic.REFUSAL and not thread.tentative:
            together = snapshot.finder.find(f"{thread.question} {text}")
            if not points_back(text) or PEER_WORK.search(text) or together.odds_over_scope < _NEARLY_OURS:
                return _still_not_ours(text, thread, alone, together) or by_itself
        resolved = resolve(text, thread, snapshot.finder.find_as_said)
        is_follow_up = resolved.finding.reading is not Reading.ALONE
        if not is_follow_up and not thread.shown and not thread.declined:
            return replace(by_itself, how=resolved.how)
        return Turn(
            Stage.FOLLOW_UP if is_follow_up else Stage.SEARCH,
            resolved.how,
            finding=resolved.finding,
            stays=resolved.stays,
            opened_by=opening_question(text, thread, is_follow_up),
        )


def _still_not_ours(text: str, thread: Thread, alone: SearchFinding, together: SearchFinding) -> Turn | None:
    """A follow-up to an out-of-scope question is answered by the same boundary."""
    is_open = alone.outcome is SearchOutcome.UNKNOWN and not alone.boundary
    if not is_open or not together.boundary or PEER_WORK.search(text) or not points_back(text):
        return None
    opened = thread.question
    return Turn(Stage.FOLLOW_UP, "more of what was not ours", finding=together, opened_by=opened)


def _is_remark(rest: str, alone: SearchFinding) -> bool:
    return alone.outcome is SearchOutcome.UNKNOWN and not is_question(rest) and not takes_up(rest)
