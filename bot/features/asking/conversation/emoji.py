"""Classifies a message that is only an emoji or sign: good, bad or unsure."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter

from bot.core.content_files import ContentFaulty, Fault, Located
from bot.features.asking.conversation import normalisation

_UNKNOWN = "good"


class Signs:
    def __init__(self, meanings: Mapping[str, str]) -> None:
        self._meanings = meanings

    def meaning_of(self, text: str) -> str:
        """The meaning; empty for a line with words. Of several signs the first known one counts."""
        signs = normalisation.signs(text)
        if not signs:
            return ""
        known = [self._meanings[part] for sign in signs for part in _parts(sign) if part in self._meanings]
        return known[0] if known else _UNKNOWN


def _parts(sign: str) -> tuple[str, ...]:
    """The whole run of pictures, then each one."""
    return (sign, sign.replace("\ufe0f", ""), *sign)


def load(root: Path) -> Signs:
    """Loads the meanings. Raises ContentFaulty."""
    path = root / "conversation" / "emoji.yaml"
    if not path.exists():
        raise ContentFaulty([Fault(str(path), 1, "the file is missing.")])
    located = Located(path.read_text(encoding="utf-8"), path)
    given, faults = located.parse(dict[str, str])
    if given is None:
        raise ContentFaulty(faults)
    written = TypeAdapter(dict[str, str]).validate_python(given)
    return Signs({sign: meaning for meaning, text in written.items() for sign in text.casefold().split()})
