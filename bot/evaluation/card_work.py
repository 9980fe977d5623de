"""For card authors: finds questions a card wins or loses, and cards mistaken for each other."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from bot.evaluation.real_questions import RealQuestion
from bot.features.asking.cards.library import Library
from bot.features.asking.retrieval.search import Finder

_PAIRS = 20


@dataclass(frozen=True, slots=True)
class Effect:
    """Questions by what this card does to them: comes first and answers, comes first and doesn't, or comes too late."""

    won: tuple[str, ...]
    taken: tuple[str, ...]
    lost: tuple[str, ...]


def effect_of(card_id: str, finder: Finder, questions: list[RealQuestion]) -> Effect:
    first = {question.id: finder.find(question.question).best for question in questions}
    mine = [question for question in questions if first[question.id] == card_id]
    wanted = [question for question in questions if card_id in question.gold]
    return Effect(
        tuple(question.question for question in mine if card_id in question.gold),
        tuple(question.question for question in mine if card_id not in question.gold),
        tuple(question.question for question in wanted if first[question.id] not in question.gold),
    )


def confusions(finder: Finder, most: int = _PAIRS) -> list[tuple[str, str, int]]:
    """Which card comes first for how many of another's examples, each left out: the most first."""
    index = finder.index
    nearest = index.near_left_out().score[:, : index.cards].argmax(axis=1)
    of_cards = (index.owner < index.cards) & (nearest != index.owner)
    pairs = Counter(zip(index.owner[of_cards].tolist(), nearest[of_cards].tolist(), strict=True))
    return [
        (index.targets[own], index.targets[other], count) for (own, other), count in pairs.most_common(most)
    ]


def nearest_cards(card_id: str, library: Library, finder: Finder, most: int = 3) -> list[str]:
    """The cards whose passages are nearest: what a new one must be told apart from."""
    cards = list(library.cards)
    passages = finder.index.passages[: len(cards)]
    order = np.argsort(-(passages @ passages[cards.index(card_id)]))
    return [cards[i] for i in order if cards[i] != card_id][:most]


def draft(title: str, today: date) -> str:
    """The file of a new card, with what an author has to fill in."""
    return _DRAFT.format(
        title=title, today=today, later=today.replace(year=today.year + 1, day=min(today.day, 28))
    )


_DRAFT = """---
title: {title}
audiences: [everyone]
theme: role-clarity
questions:
  # At least 10 ways people really ask: terse, chatty, on the phone, sceptical, worried, as a manager.
  -
sources:
  # Ids from content/sources.yaml, each with where in it to look.
  - id:
    at:
strength:
related: []
owner: content team
reviewed: {today}
review_by: {later}
---
The first sentence answers the question.

## Try this

What a person can do or say tomorrow.
"""
