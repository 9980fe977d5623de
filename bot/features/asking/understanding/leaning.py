"""Tells from a turn's words how far it depends on what was said before."""

import re

from bot.features.asking.conversation import normalisation
from bot.features.asking.conversation.content_words import own_words
from bot.features.asking.conversation.thresholds import BARE
from bot.features.asking.retrieval.subject import PEER_WORK
from bot.features.asking.understanding.rewriting import without_place

_POINTS_BACK = re.compile(
    r"\b(it|its|it's|they|them|their|theirs|that|this|those|these|he|she|him|her|his|hers|one|ones|there|same)\b"
    r"|^\W*(and|but|so|or|also|then|ok|right|why|how come|how so|who|what about|how about|what if|like what|such as|suppose|"
    r"say|even|not even|only|just|without|with|for|in|on|at|by|until|more|anything else|else|really)\b",
    re.IGNORECASE,
)
_SHORT = 7
_FEW_OWN_WORDS = 2
_REFERS = re.compile(r"\b(?:that|this|it)\b", re.IGNORECASE)
# "Even at night?" asks whether the answer before holds there, too.
_QUALIFIES = re.compile(r"\W*(?:(?:and|so|but|ok|right|what|really)\b\W*)?(?:not )?even\b", re.IGNORECASE)
# The words for what was just advised stand on its card: "what should I answer", "how do I say that".
_WORDING = re.compile(
    r"\W*(?:(?:ok|so|and|but|just|please|yes|no|sorry|fine|right|then)\W+)*"
    r"(?:(?:what|how) (?:should|can|could|do|would) (?:i|we) (?:not |never )?"
    r"(?:say|ask|answer|reply|respond|put|word|phrase|tell|raise|bring)|"
    r"(?:what|which|any) (?:words?|wording|phrase)|"
    r"(?:can you )?(?:put|give|need|want) (?:it|that|me|a) .*\b(?:words?|wording|say|sentence|line))\b(?!.*\bpeers?\b)",
    re.IGNORECASE,
)
# What to do next about what was just advised: "and if she says no".
_CONDITION = re.compile(
    r"\W*(?:what )?(?:if|suppose) (?:he|she|they|it|nobody|i|we)\b(?:\W+\w+){1,4}\W*$", re.IGNORECASE
)
# People whom the exchange before was about.
_OF_THEM = re.compile(r"\b(?:one|some|two|most|none|half) of (?:them|the|these|those)\b", re.IGNORECASE)
_THAT = re.compile(r"\b(?:that|this)\b", re.IGNORECASE)
# A question of yes or no about what was just said: "is it the law".
_OF_IT = re.compile(
    r"\W*(?:(?:and|so|but|ok|then)\W+)?(?:is|was|would|does|do|must|can|could|should|has|have|will)(?:n't|nt)? (?:it|that|this)\b",
    re.IGNORECASE,
)


# What was shown last is not what they want: "no, I meant the rota".
_REJECTS = re.compile(r"\W*(?:no|nah|nope|not that|that'?s not|wrong)\b[\s,.]+\w+\W+\w+", re.IGNORECASE)

_NONE = re.compile(r"\W*(?:no\W+)?none of (?:these|those|them|that)\b", re.IGNORECASE)


def points_back(turn: str) -> bool:
    """Whether a turn may depend on the previous one: it is short, or has a word that refers back."""
    return len(turn.split()) <= _SHORT or bool(_POINTS_BACK.search(turn))


def refers(turn: str) -> bool:
    """Whether it has a word for something said: "should she take that to supervision"."""
    return bool(_REFERS.search(turn))


def is_bare(turn: str) -> bool:
    """Whether it is nothing but a word that asks: "to whom"."""
    return bool(BARE.fullmatch(normalisation.plain(turn)))


def is_whole(turn: str) -> bool:
    """Whether it names peer work and has no word that refers back."""
    names_it = bool(PEER_WORK.search(turn)) and len(own_words(turn)) >= _FEW_OWN_WORDS
    return names_it and not _POINTS_BACK.search(turn)


def says_something(turn: str) -> bool:
    """Whether it has content of its own: "how many peers do we have" does, "by how much" doesn't."""
    words = own_words(turn)
    return len(words) >= _FEW_OWN_WORDS or (bool(words) and not _POINTS_BACK.search(turn))


def says_little(turn: str) -> bool:
    """Whether it has little content of its own, or a word for what was said: it leaves the question before open."""
    return len(own_words(turn)) <= _FEW_OWN_WORDS or refers(turn)


def rejects(turn: str) -> bool:
    """Whether it turns down what was shown and says more: "nah, the other way round"."""
    return bool(_REJECTS.match(turn))


def turns_down_all(turn: str) -> bool:
    """Whether it turns down all that was offered: "none of those, I mean his breaks"."""
    return bool(_NONE.match(turn))


def names_only_a_place(turn: str) -> bool:
    """Whether it says where: "and in Scotland?", "we're based in Leeds"."""
    elsewhere = without_place(turn)
    return elsewhere != turn and not own_words(elsewhere)


def only_qualifies(turn: str) -> bool:
    """Whether it asks if the same holds somewhere else: "even at night?", "in Scotland?"."""
    return (bool(_QUALIFIES.match(turn)) and not is_whole(turn)) or names_only_a_place(turn)


def says_nothing_else(turn: str) -> bool:
    """Whether it holds only a word that asks, or a place."""
    return is_bare(turn) or names_only_a_place(turn)


_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")


def figures_in(text: str) -> frozenset[str]:
    """Its numbers of at least two digits: "23 studies", "g = 0.15"."""
    return frozenset(figure for figure in _FIGURE.findall(text) if len(figure) > 1)


def asks_for_words(turn: str) -> bool:
    """Whether it asks what to say: "how do I put it"."""
    return bool(_WORDING.match(turn))


def asks_only_for_words(turn: str) -> bool:
    """Whether it does, and says nothing of its own about what: "what do I tell her", but not "… the parents"."""
    return asks_for_words(turn) and not _words_asked_about(turn)


def _words_asked_about(turn: str) -> list[str]:
    """The content words after "what do we tell" and the like."""
    asking = _WORDING.match(turn)
    return own_words(turn[asking.end() :]) if asking else []


def asks_about_that(turn: str) -> bool:
    """Whether it asks about what was just said: its wording, the next step, the people in it, "that"."""
    words = own_words(turn)
    few = len(words) <= _FEW_OWN_WORDS
    is_on_words = asks_for_words(turn) and len(_words_asked_about(turn)) < _FEW_OWN_WORDS
    if (_CONDITION.match(turn) and few) or _OF_THEM.search(turn) or is_on_words:
        return True
    return bool(_THAT.search(turn) or _OF_IT.match(turn)) and len(words) < _FEW_OWN_WORDS
