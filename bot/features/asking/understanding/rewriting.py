"""Rewrites a follow-up for searching: removes its opening words, or makes it a question about peer work."""

import re

from bot.features.asking.conversation import normalisation
from bot.features.asking.conversation.content_words import own_words
from bot.features.asking.retrieval.subject import about_peers

_OPENING = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|then|also|right|thanks|oh|well|hmm?)\b[\s,]{0,3}){0,4}(?:(?:what|how) about\b\s?)?",
    re.IGNORECASE,
)
# What is denied is not what is asked about. "Not sure how to start" denies nothing.
_DENIAL = re.compile(
    r"(?:no\W+|but\W+|its\W+|it'?s\W+)*(?:not (?!sure|certain|only|just|yet|allowed|enough|able|quite|clear|happy|much|many|all)\w|"
    r"none of (?:these|those|them|that)\b|(?:nobody|no ?one)(?:'?s| is| was)? (?:at risk|in (?:danger|distress|crisis)|hurt)\b|"
    r"(?:i'?m|i am|s?he'?s|s?he is|they'?re) (?:fine|ok|okay|safe)\b(?: now)?\W*$)",
    re.IGNORECASE,
)
_PEER = re.compile(r"\bpeers?\b", re.IGNORECASE)
# Countries that cards speak of, with their largest cities and regions: "we're based in Leeds".
_PLACES = (
    "the states|states|usa?|america|ohio|texas|california|new york|chicago|boston|florida|canada|ontario|toronto|vancouver|"
    "montreal|alberta|british columbia|uk|britain|england|london|leeds|manchester|birmingham|bristol|liverpool|sheffield|"
    "newcastle|scotland|glasgow|edinburgh|aberdeen|dundee|wales|cardiff|swansea|northern ireland|belfast|ireland|dublin|cork|"
    "galway|limerick|australia|oz|melbourne|sydney|brisbane|perth|adelaide|hobart|victoria|queensland|nsw|new south wales|"
    "tasmania|new zealand|nz|aotearoa|auckland|wellington|christchurch|dunedin"
)
_PLACE = re.compile(rf"\b(?:(?:based|working|living) in )?(?:{_PLACES})(?: (?:here|based))?\b", re.IGNORECASE)


def without_opening(turn: str) -> str:
    """Turns "and what about gifts" into "gifts". Keeps a text that is only an opening."""
    remainder = _OPENING.sub("", turn, count=1)
    return remainder if any(map(str.isalnum, remainder)) else turn


def affirmed(turn: str) -> str:
    """Turns "nobody is at risk. what do I tell the team" into "what do I tell the team".

    Keeps a text that is only a denial.
    """
    parts = normalisation.clauses(turn)
    affirming = [part for part in parts if not _DENIAL.match(part)]
    if len(affirming) == len(parts) or not any(own_words(part) for part in affirming):
        return turn
    return ". ".join(affirming)


def about_peer_work(text: str) -> str:
    """Replaces pronouns by "peer workers", or adds them at the end: "what makes peer workers leave"."""
    written = about_peers(text)
    if written != text or _PEER.search(text):
        return written
    return f"{text.rstrip('?!. ')} peer workers"


def without_place(text: str) -> str:
    """Removes the name of a country or a large town. Without one the text is unchanged."""
    return _PLACE.sub("", text)
