"""Normalises typed text (Unicode, quotes, spaces) as it arrives. Pure, and never raises."""

import re
import unicodedata

# Maximum length in characters: more than any question or announcement. Forms have shorter limits.
LONGEST = 6000

_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4\uff07", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\uff02", '"'),
        **dict.fromkeys("\u2028\u2029\x85\x0b\x0c", "\n"),
    }
)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"))
# Joiners, which emoji sequences and some scripts need.
_JOINERS = ("\u200d", "\u200c")
# Matches no marks inside a word, as in snake_case or 3*4*5. Bounded, so that a long run of marks takes linear
# time.
_MARKS = tuple(
    re.compile(
        rf"(?<![\w{mark[0]}]){re.escape(mark)}([^\s{mark[0]}](?:[^\n{mark[0]}]{{0,400}}[^\s{mark[0]}])?){re.escape(mark)}(?![\w{mark[0]}])"
    )
    for mark in ("***", "**", "*", "___", "__", "_", "~~", "~", "```", "``", "`")
)
_LINE_ENDS = re.compile(r"\r\n?")
# Keeps tabs, because they separate the columns of a pasted list.
_SPACES = re.compile(r"[^\S\n\t]+")


def inbound_text(typed: str, longest: int = LONGEST) -> str:
    """The text with composed letters, straight quotes, plain spaces and no invisible characters.

    Removes lone surrogates, control characters, noncharacters and direction marks. Keeps line breaks. Cuts
    text to `longest` characters before any other step.
    """
    lines = _LINE_ENDS.sub("\n", typed[:longest]).translate(_STRAIGHT)
    seen = "".join(_shown(letter) for letter in lines)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", seen)).strip()


def inbound_line(typed: str, longest: int = LONGEST) -> str:
    """Normalises a name, an address or a cell: like `inbound_text`, but on one line with single spaces."""
    return " ".join(inbound_text(typed, longest).split())


def is_plain(word: str, longest: int) -> bool:
    """Whether a value from a client can be ours: short, and without control characters."""
    return len(word) <= longest and not any(_is_control(letter) for letter in word)


def _is_control(letter: str) -> bool:
    return letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cs")


def folded_name(name: str) -> str:
    """A key for comparing names of people, teams and lists: equal for different spellings of one name."""
    plain = unicodedata.normalize("NFKC", inbound_text(name)).translate(_DASHES)
    return " ".join(plain.split()).casefold()


def without_marks(text: str) -> str:
    """Removes the Markdown marks for bold, italics, strikethrough and code, and keeps the words."""
    for mark in _MARKS:
        text = mark.sub(r"\1", text)
    return text


def _shown(letter: str) -> str:
    if letter in "\n\t" or letter in _JOINERS:
        return letter
    category = unicodedata.category(letter)
    if category == "Zs":
        return " "
    # Unicode's category C: controls, formats, surrogates and unassigned code points.
    return "" if category in ("Cc", "Cf", "Cs", "Cn") or letter == "\ufeff" else letter
