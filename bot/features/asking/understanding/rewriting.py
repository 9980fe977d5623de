"""Rewrites a follow-up for searching: removes its opening words, or makes it a question about peer work."""

import re

from bot.features.asking.retrieval.subject import about_peers

_OPENING = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|then|also|right|thanks|oh|well|hmm?)\b[\s,]{0,3}){0,4}(?:(?:what|how) about\b\s?)?",
    re.IGNORECASE,
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
    written = about_peers(said)
    if written != said or _PEER.search(said):
        return written
    return f"{said.rstrip('?!. ')} peer workers"


def without_country(said: str) -> str:
    """Removes the name of a country. Without one the text is unchanged."""
    return _COUNTRY.sub("", said)
