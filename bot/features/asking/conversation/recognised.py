"""`Recognised`: the act or command of a line; combines several acts in one line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.features.asking.conversation import normalisation
from bot.features.asking.conversation.commands import Command
from bot.features.asking.conversation.languages import Language


@dataclass(frozen=True, slots=True)
class Recognised:
    """One act, or a command, or acts followed by a question (`rest`).

    `picked` is the position of the choice, from 0, or -1. `sign` is the meaning of a lone emoji: good, bad or
    unsure. `how` explains the decision in a few words; `score` is 1 for known phrases.
    """

    act: str = ""
    also: tuple[str, ...] = ()
    command: Command | None = None
    rest: str = ""
    picked: int = -1
    language: Language | None = None
    sign: str = ""
    how: str = ""
    score: float = 1.0

    @property
    def acts(self) -> tuple[str, ...]:
        return (*self.also, self.act) if self.act else self.also


# Polite acts yield to any other act in the line.
_ONLY_POLITE = frozenset(("greeting", "thanks", "praise", "yes", "no", "small-talk", "wait", "test", "emoji"))
_POLITE = frozenset(("greeting", "thanks"))
INTENT = re.compile(r"(i will|ill|i am going to|will)\b")


def with_acts_before(before: list[str], recognised: Recognised) -> Recognised:
    if recognised.command:
        return Recognised(
            also=tuple(before), command=recognised.command, how=recognised.how, score=recognised.score
        )
    return Recognised(
        recognised.act, tuple(before), rest=recognised.rest, how=recognised.how, score=recognised.score
    )


def strongest(recognised_parts: list[Recognised], parts: Sequence[str]) -> Recognised:
    """The first act that asks for something; if all are polite, the first."""
    polite = [part.act for part in recognised_parts if part.act in _ONLY_POLITE and not part.command]
    asking = [
        part
        for part, clause in zip(recognised_parts, parts, strict=True)
        if part.act not in _ONLY_POLITE
        and not (_POLITE & set(polite) and INTENT.match(normalisation.plain(clause)))
    ]
    return (
        with_acts_before(polite, asking[0]) if asking else Recognised(polite[0], how="a known phrase first")
    )
