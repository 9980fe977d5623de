"""Escapes text for spreadsheet cells, so that no name is taken for a formula. Pure."""

import re
import unicodedata


def escape_formula(text: str) -> str:
    """As no program takes it for a formula: a quote in front of whatever could begin one.

    Also within, after what separates cells where the list separator is not a comma.
    """
    return "".join(_quoted(part) for part in re.split(r"([,;|])", clean(text)))


_SIGNS = frozenset("=+-@\u2212")


def _quoted(part: str) -> str:
    """Programs skip spaces and what is invisible, and some read full-width signs like the plain ones. A double
    quote counts as skipped, too: where the list separator is another one, it may open a cell."""
    first = next((c for c in part if not _is_skipped(c)), "")
    return f"'{part}" if unicodedata.normalize("NFKC", first)[:1] in _SIGNS else part


def _is_skipped(character: str) -> bool:
    return character.isspace() or character == '"' or unicodedata.category(character) in ("Cc", "Cf")


def clean(text: str) -> str:
    """In one line, and without what neither format can hold."""
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "", re.sub(r"[\t-\r\x85\u2028\u2029]", " ", text))
