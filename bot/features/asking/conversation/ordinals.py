"""Finds which of several was picked: "the second one", "number 3", "option b", "middle"."""

from rapidfuzz.distance import OSA

from bot.features.asking.conversation import normalisation

_PLACES = {
    "first": 0, "1st": 0, "1": 0, "one": 0, "a": 0, "top": 0, "former": 0,
    "second": 1, "2nd": 1, "2": 1, "two": 1, "b": 1, "middle": 1,
    "third": 2, "3rd": 2, "3": 2, "three": 2, "c": 2,
    "last": -1, "bottom": -1, "latter": -1,
}  # fmt: skip
_AROUND = frozenset(
    "the i think say id would go for with take pick choose want ill will have i am that is it number no option answer one please "
    "probably reckon guess maybe lets let us of them these in at card title thing umm um er hmm and or lad choice yes ok so "
    "see show give tell me open read from list pls going to like more about".split()
)
_MENDABLE = ("first", "second", "third", "middle", "bottom", "latter", "former", "three")
_FEW = 8


def chosen_position(text: str, of: int) -> int | None:
    """The position from 0. None if the line picks none explicitly, says more, or names several: "the top three"."""
    words = normalisation.plain(text.replace("#", " ")).split()
    if not words or len(words) > _FEW:
        return None
    marks = [word for word in words if word not in _AROUND]
    if not marks:
        return 0 if words in (["one"], ["number", "one"], ["option", "one"]) else None
    places = [_place(mark) for mark in marks]
    if None in places or len(set(places)) > 1:
        return None
    place = places[0]
    assert place is not None  # noqa: S101 - said two lines above, for the type checker
    return of - 1 if place < 0 else place if place < of else None


def _place(word: str) -> int | None:
    if word in _PLACES:
        return _PLACES[word]
    near = [name for name in _MENDABLE if OSA.distance(word, name, score_cutoff=1) <= 1]
    return _PLACES[near[0]] if near else None
