"""Reads the frozen questions, and makes variants with a typing slip or chatty words around them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

_SEED = 20_261_123

_OPENINGS = (
    "hi, quick one: ",
    "Hello there, sorry to bother you, I was wondering: ",
    "morning! ",
    "Not sure if this is the right place but ",
    "hey, me again. ",
    "We were just talking about this in the office. ",
)
_ENDINGS = (
    "",
    " thanks",
    " Any help appreciated, it's been a long shift.",
    " cheers x",
    " TIA",
    " Thank you so much in advance!",
)


@dataclass(frozen=True, slots=True)
class EvaluationQuestions:
    """`in_scope[i]` belongs to the card `wanted[i]`; `near` and `far` belong to none."""

    in_scope: tuple[str, ...]
    wanted: tuple[str, ...]
    near: tuple[str, ...]
    far: tuple[str, ...]


def read_questions(folder: Path) -> EvaluationQuestions:
    pairs = [(q, card) for card, questions in _yaml(folder / "in_scope.yaml").items() for q in questions]
    return EvaluationQuestions(
        tuple(q for q, _ in pairs),
        tuple(card for _, card in pairs),
        _flat(folder / "near_out_of_scope.yaml"),
        _flat(folder / "far_out_of_scope.yaml"),
    )


def with_one_slip(questions: Sequence[str]) -> list[str]:
    """Each with one slip of the finger in a word of four letters or more; always the same ones."""
    dice = random.Random(_SEED)  # noqa: S311 - variety, not secrecy
    return [_slipped(question, dice) for question in questions]


def chatty(questions: Sequence[str]) -> list[str]:
    """Each wrapped in the words people put round a question; always the same ones."""
    dice = random.Random(_SEED)  # noqa: S311 - variety, not secrecy
    return [dice.choice(_OPENINGS) + question + dice.choice(_ENDINGS) for question in questions]


def _slipped(question: str, dice: random.Random) -> str:
    words = question.split(" ")
    long = [i for i, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    if not long:
        return question
    at = dice.choice(long)
    right = words[at]
    while words[at] == right:
        words[at] = _mistyped(right, dice)
    return " ".join(words)


def _mistyped(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word) - 1)
    match dice.choice(("drop", "double", "swap", "change")):
        case "drop":
            return word[:at] + word[at + 1 :]
        case "double":
            return word[:at] + word[at] + word[at:]
        case "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case _:
            return word[:at] + dice.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :]


def _flat(path: Path) -> tuple[str, ...]:
    return tuple(q for questions in _yaml(path).values() for q in questions)


def _yaml(path: Path) -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded
