"""Compares names as a reader sees them: letters of other scripts that look like Latin ones count as these. Pure."""

import unicodedata
from functools import lru_cache

from bot.conversation.inbound_text import folded_name

# Small letters of Cyrillic, Greek, Armenian and Latin, by the Latin letter that they look like in common fonts. The
# whole of Unicode's list of confusables (UTS 39) has 6,000 more, none of which keyboards of these scripts have.
_ALIKE = {
    "a": "аɑα",
    "b": "ьвƅβ",
    "c": "сϲᴄ",
    "d": "ԁɗ",
    "e": "еєεҽ",
    "f": "ғƒ",
    "g": "ɡցǥ",
    "h": "һհнђ",
    "i": "іıɩιї",
    "j": "јϳʝ",
    "k": "кκĸқ",
    "l": "ӏ1ⅼ|ǀłι",
    "m": "мϻ",
    "n": "ոпηɴ",
    "o": "оο0օσөø",
    "p": "рρϼ",
    "q": "ԛզ",
    "r": "гɾʀ",
    "s": "ѕꜱʂ5",
    "t": "тτŧ",
    "u": "υսцʋ",
    "v": "ѵνʋ",
    "w": "ԝωшѡ",
    "x": "хχҳ",
    "y": "уүγყ",
    "z": "ᴢʐż",
}
_LATIN = str.maketrans({alike: letter for letter, many in _ALIKE.items() for alike in many})
# Then, letter pairs that are read as one letter.
_PAIRS = (("rn", "m"), ("vv", "w"), ("i", "l"))


@lru_cache(20_000)
def as_seen(name: str) -> str:
    """A key that is equal for names that look alike: without accents, blanks and what can't be seen."""
    decomposed = unicodedata.normalize("NFKD", folded_name(name)).translate(_LATIN)
    seen = "".join(letter for letter in decomposed if letter.isalnum())
    for pair, letter in _PAIRS:
        seen = seen.replace(pair, letter)
    return seen
