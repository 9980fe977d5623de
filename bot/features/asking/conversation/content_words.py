"""Finds the content words of a line, and whether the examples of an act have them all."""

from collections.abc import Iterable

from bot.features.asking.conversation import normalisation
from bot.features.asking.conversation.kinds import Kinds
from bot.features.asking.conversation.line_classifier import COMMAND

_STEM = 5


def own_words(line: str) -> list[str]:
    """The content words."""
    return [word for word in normalisation.plain(line).split() if len(word) > 2 and word not in _FUNCTION]


def stem(word: str) -> str:
    """The stem: "formal" for "formally", "policy" for "policies"."""
    return word[:_STEM]


def stems(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word) for line in lines for word in own_words(line))


class Vocabulary:
    """The content words that people use for each act and command."""

    def __init__(self, kinds: Kinds) -> None:
        acts = {act: stems(kind.examples) for act, kind in kinds.acts.items()}
        self._stems = acts | {COMMAND + word: stems(examples) for word, examples in kinds.commands.items()}

    def has_all(self, line: str, name: str) -> bool:
        """Whether no content word of the line is new to the act: "ward" is to "why"."""
        return stems([line]) <= self._stems[name]


_FUNCTION = frozenset(
    "the and but for with from about are was were been can could should would will may might must has have had you they them "
    "their his her its our your that this these those there here what who how where when why which even not only right then "
    "also well too much many more most some any all one ones out off down get got just does did any than same please thank thanks".split()
)
