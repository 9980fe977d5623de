"""Loads `content/language/avoid.txt`: phrases that a rephrased answer may not contain."""

import re
from pathlib import Path


class AvoidedPhrases:
    """`phrases` are in lower case; `*` at the end of a word matches any ending."""

    def __init__(self, phrases: list[str]) -> None:
        each = "|".join(re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in phrases)
        self._pattern = re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)

    def occurs_in(self, text: str) -> bool:
        return self._pattern.search(text) is not None


def load(root: Path) -> AvoidedPhrases:
    lines = (root / "language" / "avoid.txt").read_text(encoding="utf-8").splitlines()
    return AvoidedPhrases([line.strip() for line in lines if line.strip() and not line.startswith("#")])
