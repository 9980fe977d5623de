"""Normalises typed text for the phrases of `content/distress/`: case, spaces, spelling."""

import re
from collections.abc import Mapping

from rapidfuzz.distance import OSA

_LONGEST = 2000
_LONGEST_SENTENCE = 500
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_END = re.compile(r"[.!?;\n\r…。！？।؟]+")
# Vowel signs belong to a word but are no letters for `re`: those of Hebrew and Arabic, of India and of Thailand.
_VOWEL_SIGNS = "\u0300-\u036f\u0591-\u05c7\u064b-\u0670\u0900-\u0963\u0980-\u0dff\u0e31-\u0e4e"
_JOINT = re.compile(rf"[^\w'. {_VOWEL_SIGNS}]+")
_TOGETHER = (
    (re.compile(r"\b(do|does|did|is|are|was|were|would|could|should|have|has|had|will) not\b"), r"\1nt"),
    (re.compile(r"\bcan ?not\b|\bcan not\b"), "cant"),
    (re.compile(r"\bi am\b"), "im"),
    (re.compile(r"\bi have\b"), "ive"),
    (re.compile(r"\bi will\b"), "ill"),
    (re.compile(r"\bi (?:would|had)\b"), "id"),
    # "She has been" becomes "shes been", as people write it; "she has a rope" keeps its verb.
    (
        re.compile(
            r"\b(he|she) (?:is|has(?! (?:an?|the|his|her|their|my|some|no|all|enough|two|three|pills|tablets)\b))\b"
        ),
        r"\1s",
    ),
    (re.compile(r"\bthey are\b"), "theyre"),
    (re.compile(r"\banymore\b"), "any more"),
)
# Long decisive words that are often mistyped. One typing error in any of them is corrected.
_DECISIVE = (
    "suicidal suicide suicides overdose overdosed herself himself myself themselves harming hurting killing "
    "threatened threatens assaulted attacked strangled abused abusing tomorrow tonight bruises boyfriend "
    "husband colleague tablets goodbye living thoughts existing alive forever anymore punched hitting"
).split()
_REAL = frozenset(
    (
        "abuse abuser abuses accused alike amused arming assault assaults attached attacker attacks "
        "betting billing boyfriends bruise bunched burning busing charming chilling colleagues curing "
        "cutting dividing diving editing evicting exciting exiting farming filling fitting getting "
        "giving harding having hearing hiring hitching hunting husbands knitting letting liking lining "
        "loving lunched moving musing olive pulling puncher punches putting sitting skilling spilling "
        "strangler strangles tablet though thought threaten through turning using warming willing "
    ).split()
)


# In a very long message, only sentences with such a word and the end are read.
_GRIM = tuple(
    "kill die dead death dying suic harm hurt cut over pills tablet hang rope blade knife jump alive living live life "
    "exist wake goodbye rape abus assault hit beat punch strang chok thre viol scared afraid terrif safe end".split()
)


def plain(text: str, respell: Mapping[str, str]) -> str:
    """Lower case, single spaces, " . " between sentences, no apostrophes, spelling corrected."""
    lowered = text.lower().translate(_APOSTROPHES)
    sentences = [" ".join(_JOINT.sub(" ", part).split()) for part in _END.split(lowered)]
    if len(lowered) > _LONGEST:
        sentences = _alarming_sentences(sentences)
    words = " . ".join(s for s in sentences if s)[:_LONGEST]
    corrected = " ".join(_corrected_word(word, respell) for word in words.split())
    for pattern, joined in _TOGETHER:
        corrected = pattern.sub(joined, corrected)
    return f" {corrected} . "


def _alarming_sentences(sentences: list[str]) -> list[str]:
    """The end of the text, then all sentences with a grim word, each once and cut to a maximum length."""
    grim = (s for s in sentences if any(word.startswith(_GRIM) for word in s.split()))
    return list(dict.fromkeys(s[-_LONGEST_SENTENCE:] for s in (*sentences[-3:], *grim)))


def _corrected_word(word: str, respell: Mapping[str, str]) -> str:
    bare = word.replace("'", "")
    if respelled := respell.get(word) or respell.get(bare):
        return respelled
    if len(bare) < 6 or bare in _REAL or bare in _DECISIVE:
        return bare
    return next((right for right in _DECISIVE if _is_slip(bare, right)), bare)


def _is_slip(word: str, right: str) -> bool:
    if len(right) < 6 or abs(len(word) - len(right)) > 1 or word[0] != right[0]:
        return False
    if {word, right} == {word.rstrip("s"), right.rstrip("s")} and word.rstrip("s") == right.rstrip("s"):
        return False
    return OSA.distance(word, right, score_cutoff=1) <= 1
