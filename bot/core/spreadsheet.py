"""Escapes text for spreadsheet cells, so that no program runs a name as a formula. Pure."""

import re
import unicodedata


def escape_formula(text: str) -> str:
    """Puts a quote before every character that could start a formula.

    Also inside the text, after each character that some locales use as a cell separator.
    """
    return "".join(_quoted(part) for part in re.split(r"([,;|])", clean(text)))


_SIGNS = frozenset("=+-@\u2212")


def _quoted(part: str) -> str:
    """Detects the start of a formula as programs do: after spaces and invisible characters, also full-width.

    A double quote is skipped too, because it can open a cell where another list separator is in use.
    """
    first = next((c for c in part if not _is_skipped(c)), "")
    return f"'{part}" if unicodedata.normalize("NFKC", first)[:1] in _SIGNS else part


def _is_skipped(character: str) -> bool:
    return character.isspace() or character == '"' or unicodedata.category(character) in ("Cc", "Cf")


def clean(text: str) -> str:
    """The text on one line, without characters that CSV or XLSX cannot hold."""
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "", re.sub(r"[\t-\r\x85\u2028\u2029]", " ", text))
