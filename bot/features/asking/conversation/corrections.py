"""Corrects a word of the last question: "I meant ward, not word"."""

import re

from rapidfuzz.distance import JaroWinkler

# What asks corrects nothing: "what should I not ask".
_ASKS = r"(?!(?:and |but |so )?(?:what|who|how|when|where|why|which|should|can|could|do|does|is|are|may|must|will)\b)"
_MEANT = (
    re.compile(
        rf"^{_ASKS}(?P<right>.+?)[!,.;]*\s+(?:and\s+)?not\s+(?P<wrong>[\w' -]+?)[\s!.?…]*$", re.IGNORECASE
    ),
    re.compile(r"^(?P<right>[\w' -]+?)[.!,]+\s*i (?:said|meant|mean)\b.*$", re.IGNORECASE),
    re.compile(
        r"\b(?:i|we)\s+(?:meant|mean|said(?!\s+(?:no|yes|that|it|so|to|i|we|he|she|they)\b))\s+(?:to (?:say|write|type)\s+)?(?P<right>.+?)[\s!.?…]*$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:should (?:say|be|have (?:said|been))|meant(?: to (?:say|write|type))?|correction:?)\s+(?P<right>.+?)[\s!.?…]*$",
        re.IGNORECASE,
    ),
    re.compile(r"^\s*\*\s*(?P<right>[\w' -]+)\s*$"),
    re.compile(r"^(?:sorry,?\s+)?(?P<right>.+?),?\s+i (?:mean|meant)[\s!.?…]*$", re.IGNORECASE),
)
_INTRODUCED = re.compile(
    r"^(?:oh|no|nah|sorry|oops|whoops|hi|ach|och|wait|actually|typo|autocorrect|i|we|it|that|this|meant|mean|said|to|say|says|write|is|was|should|be|have|"
    r"been|bloody|stupid|phone|dictation|,|\.|:|\s)+\b(?:meant|mean|said|say|be|been|is|write)\s+",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:no|sorry|oops|oh|the word|it's|its|that's|thats)[,\s]+", re.IGNORECASE)
_PICTURES = re.compile(r"[^\w\s!?.,;:'’\"*()-]+")
# Maximum length of a correction; the patterns are not meant for long lines.
_LONGEST = 300
_MANY = 5
_FEW_WRONG = 2
_EMPTY = frozenset("that thats that's this it its it's i what no not one the a".split())
_ALIKE, _LOOSELY = 0.72, 0.62


def corrected_question(text: str, question: str) -> str:
    """The last question with the word corrected; empty if the line corrects no word of it."""
    words = _PICTURES.sub("", text).strip()
    if len(words) > _LONGEST:
        return ""
    for pattern in _MEANT:
        if match := pattern.search(words):
            right = _clean(match["right"])
            wrong = (match.groupdict().get("wrong") or "").strip()
            if made := _replace_word(question, right, wrong):
                return made
    return ""


def _clean(right: str) -> str:
    stripped = _INTRODUCED.sub("", right).strip(" ,.:;!*\"'")
    return _LEADING.sub("", stripped).strip()


def _replace_word(question: str, right: str, wrong: str) -> str:
    if not right or not set(right.casefold().split()) - _EMPTY or len(wrong.split()) > _FEW_WRONG:
        return ""
    if len(right.split()) > _MANY:
        return right if not wrong else ""
    words = question.split()
    if wrong:
        place = _nearest(words, wrong.split()[0], _ALIKE)
    else:
        place = _nearest(words, right.split()[0], _LOOSELY)
    if place is None:
        return "" if wrong else right
    return " ".join([*words[:place], right, *words[place + 1 :]])


def _nearest(words: list[str], word: str, least: float) -> int | None:
    alike = [JaroWinkler.similarity(w.casefold().strip("?!.,"), word.casefold()) for w in words]
    best = max(range(len(words)), key=alike.__getitem__, default=None)
    return best if best is not None and alike[best] >= least else None
