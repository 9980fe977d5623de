"""Rewrites a follow-up for searching: removes its opening words, or makes it a question about peer work."""

import re

_OPENING = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|then|also|right|thanks|oh|well|hmm?)\b[\s,]{0,3}){0,4}(?:(?:what|how) about\b\s?)?",
    re.IGNORECASE,
)
_STANDS_FOR_PEERS = (
    (re.compile(r"\bthey\b|\bthem\b", re.IGNORECASE), "peer workers"),
    (re.compile(r"\btheir\b", re.IGNORECASE), "peer workers'"),
    (re.compile(r"\b(?:he|she|him)\b", re.IGNORECASE), "a peer worker"),
    (re.compile(r"\b(?:his|her)\b", re.IGNORECASE), "a peer worker's"),
)
_PEER = re.compile(r"\bpeers?\b", re.IGNORECASE)
_COUNTRY = re.compile(
    r"\b(?:states|usa?|america|canada|uk|britain|england|scotland|wales|ireland|australia|oz|new zealand|nz)\b",
    re.IGNORECASE,
)


def without_opening(turn: str) -> str:
    """Turns "and what about gifts" into "gifts". Keeps a text that is only an opening."""
    said = _OPENING.sub("", turn, count=1)
    return said if any(map(str.isalnum, said)) else turn


def about_peer_work(said: str) -> str:
    """Replaces pronouns by "peer workers", or adds them at the end: "what makes peer workers leave"."""
    written = said
    for pattern, peers in _STANDS_FOR_PEERS:
        written = pattern.sub(peers, written)
    if written != said or _PEER.search(said):
        return written
    return f"{said.rstrip('?!. ')} peer workers"


def without_country(said: str) -> str:
    """Removes the name of a country. Without one the text is unchanged."""
    return _COUNTRY.sub("", said)
