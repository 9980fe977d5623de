"""The words that the check flags in a text, by the entries of `content/`."""

from pathlib import Path

from bot.features.word_check.check import Words
from bot.features.word_check.entries import load

WORDS = Words(load(Path("content")))


def flagged(text: str) -> list[str]:
    return [finding.words for finding in WORDS.check(text)]
