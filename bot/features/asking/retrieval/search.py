"""Finds the card for a question: an answer, an offer of a few cards, or "I don't know"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import Library
from bot.features.asking.encoder.encoding import Encoding, Vectors
from bot.features.asking.retrieval import subject
from bot.features.asking.retrieval.calibration import Calibration
from bot.features.asking.retrieval.finding import Reading, RefusalKind, SearchFinding, SearchOutcome
from bot.features.asking.retrieval.index import Index, Near, examples_of_cards
from bot.features.asking.retrieval.lexical import content_words, content_words_of
from bot.features.asking.retrieval.short_forms import written_out
from bot.features.asking.retrieval.spelling import Spelling

# Minimum cosine to the nearest example. Below it the question is about something else.
_SAME_SUBJECT = 0.45
# An organisation's card counts as equally near if its score is at most this far behind the evidence card's.
_AS_NEAR = 0.35
# A question that does not mention peer workers is read as if it did, where the same card then answers it with
# odds this far above the threshold; what somebody of another job asks is ours only from there on.
_SURELY_OURS = 2.5
# The least lead over the margin for "what is the caseload" to be about peer workers.
_CLEARLY_THE_ONE = 0.7
_ABOUT_US = "bot/"
# Among this many nearest cards, one that lists the question itself comes first.
_LOOKED_THROUGH = 3


@dataclass(frozen=True, slots=True)
class Finder:
    """Pure: the same question and library give the same result.

    `organisation` are the boundaries that only the organisation can answer. `local` are its own cards;
    `beside` maps them to the evidence card next to each. These two do not compete. `certain` is a cosine that
    no out-of-scope question reaches.
    """

    encoder: Encoding
    index: Index
    calibration: Calibration
    spelling: Spelling
    beside: Mapping[str, str] = field(default_factory=dict)
    local: frozenset[str] = frozenset()
    certain: float = np.inf
    organisation: frozenset[str] = frozenset()

    @classmethod
    def over(cls, library: Library, encoder: Encoding, index: Index, calibration: Calibration) -> "Finder":
        bodies = [q for card in library.cards.values() for q in (card.title, *card.meta.questions)]
        organisation = [
            b.name for b in library.boundaries.values() if RefusalKind(b.whose) is RefusalKind.ORGANISATION
        ]
        return cls(encoder, index, calibration, Spelling(bodies), organisation=frozenset(organisation))

    def with_cards(self, cards: Sequence[Card], vectors: Vectors) -> "Finder":
        """Adds an organisation's own cards. The training and thresholds of our cards still apply. See `Index`."""
        grouped = examples_of_cards(cards)
        return Finder(
            self.encoder,
            self.index.with_cards(grouped, vectors),
            self.calibration,
            self.spelling.with_texts(text for texts in grouped.values() for text in texts),
            {card.id: card.beside for card in cards if card.beside},
            frozenset(grouped),
            self.index.nearest_outside(),
            self.organisation,
        )

    def find(self, question: str) -> SearchFinding:
        as_said = self.find_as_said(question)
        if subject.is_of_another_job(as_said.read_as) and as_said.odds_over_scope < _SURELY_OURS:
            return replace(
                as_said,
                outcome=SearchOutcome.UNKNOWN,
                refusal_kind=as_said.refusal_kind or RefusalKind.ELSEWHERE,
            )
        return self._finding_about_peers(as_said) or as_said

    def find_as_said(self, question: str) -> SearchFinding:
        """Searches without assuming a topic: for a follow-up that states its own."""
        return self._decide(self._near(mended := self._read(question)), mended)

    def _finding_about_peers(self, as_said: SearchFinding) -> SearchFinding | None:
        """Tries the question as a peer worker's ("How much should I earn"), or as one about them ("Is she paid")."""
        if as_said.outcome is SearchOutcome.ANSWER:
            return None
        if about := subject.pronouns_as_peers(as_said.read_as):
            return self._finding_if_sure(about, as_said)
        if as_said.refusal_kind is not RefusalKind.UNWRITTEN or not (
            own := subject.as_a_peer(as_said.read_as)
        ):
            return None
        finding = self._finding_if_sure(own, as_said)
        return finding if finding and finding.best == as_said.best else None

    def _finding_if_sure(self, read_as: str, as_said: SearchFinding) -> SearchFinding | None:
        finding = replace(self._decide(self._near(read_as), read_as), reading=Reading.OF_PEERS)
        is_ours = finding.is_verbatim or finding.odds_over_scope >= _SURELY_OURS
        if is_ours and finding.outcome is SearchOutcome.ANSWER:
            return finding
        is_named = (
            subject.names_a_thing(as_said.read_as) and as_said.lead - as_said.margin >= _CLEARLY_THE_ONE
        )
        if is_named and finding.best == as_said.best and not finding.best.startswith(_ABOUT_US):
            return replace(finding, outcome=SearchOutcome.OFFER, refusal_kind=None, boundary=None)
        return None

    def find_without(self, question: str, card_id: str) -> SearchFinding:
        """Searches as if that card did not exist: to measure questions without a card."""
        mended = self._read(question)
        return self._decide(self._near(mended).without(self.index.targets.index(card_id)), mended)

    def _read(self, question: str) -> str:
        return self.spelling.mend(written_out(question))

    def _near(self, question: str) -> Near:
        return self.index.near([question], self.encoder.encode([question]))

    def _decide(self, near: Near, read_as: str) -> SearchFinding:
        cards = self.index.cards
        scores = near.score[0]
        order = np.argsort(-scores[:cards], kind="stable")
        verbatim = self._verbatim_match(order[:_LOOKED_THROUGH], read_as)
        if verbatim is not None:
            order = np.concatenate([[verbatim], order[order != verbatim]])
        odds = float(self.calibration.odds(near, cards)[0])
        is_local = self.index.targets[order[0]] in self.local
        if verbatim is not None or (is_local and self._overrides_boundaries(near, order[0])):
            odds = max(odds, self.calibration.scope)
        best = self.index.targets[order[0]]
        paired = [i for i in order[1:] if self._is_pair(best, self.index.targets[i])]
        lead = float(self.calibration.leads(near.leaving(paired), cards - len(paired))[0])
        own = [self.index.targets[i] for i in paired if scores[order[0]] - scores[i] < _AS_NEAR]
        if verbatim is not None:
            lead = max(lead, self.calibration.margin)
        outcome, boundary = self._outcome(odds, lead), self._boundary(scores, odds)
        return SearchFinding(
            outcome=outcome,
            ranked=tuple((self.index.targets[i], round(float(scores[i]), 4)) for i in order[:10]),
            boundary=boundary,
            odds=odds,
            scope=self.calibration.scope,
            lead=lead,
            margin=self.calibration.margin,
            reading=Reading.ALONE,
            read_as=read_as,
            local=next((card_id for card_id in own if card_id in self.beside), ""),
            refusal_kind=self._refusal_kind(near, boundary, read_as)
            if outcome is SearchOutcome.UNKNOWN
            else None,
            is_verbatim=verbatim is not None,
        )

    def _refusal_kind(self, near: Near, boundary: str | None, question: str) -> RefusalKind:
        if boundary in self.organisation or (boundary is None and subject.asks_for_our_rules(question)):
            return RefusalKind.ORGANISATION
        is_our_subject = near.best[0, : self.index.cards].max() >= _SAME_SUBJECT
        return RefusalKind.UNWRITTEN if boundary is None and is_our_subject else RefusalKind.ELSEWHERE

    def _overrides_boundaries(self, near: Near, card: int) -> bool:
        """Whether a local card, on parking for example, overrides out-of-scope examples: unless one is nearer."""
        outside = near.best[0, self.index.cards :].max(initial=0.0)
        return bool(near.best[0, card] > max(self.certain, outside))

    def _verbatim_match(self, nearest: NDArray[np.intp], question: str) -> int | None:
        """The card of `nearest` that lists this question word for word, apart from synonyms."""
        for synonyms_as_one in (False, True):
            question_words = " ".join(content_words(question, synonyms_as_one=synonyms_as_one))
            known = {c: content_words_of(self.index.texts_of(c), synonyms_as_one) for c in map(int, nearest)}
            listed = [card for card, texts in known.items() if question_words in texts]
            if listed:
                return listed[0] if len(listed) == 1 else None
        return None

    def _is_pair(self, card_id: str, other_id: str) -> bool:
        return self.beside.get(card_id) == other_id or self.beside.get(other_id) == card_id

    def _outcome(self, odds: float, lead: float) -> SearchOutcome:
        if odds < self.calibration.scope:
            return SearchOutcome.UNKNOWN
        return SearchOutcome.ANSWER if lead >= self.calibration.margin else SearchOutcome.OFFER

    def _boundary(self, scores: NDArray[np.float32], odds: float) -> str | None:
        cards, outside = scores[: self.index.cards], scores[self.index.cards :]
        if odds >= self.calibration.scope or not len(outside) or outside.max() < cards.max():
            return None
        return self.index.targets[self.index.cards + int(outside.argmax())]
