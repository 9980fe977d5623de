"""Right options can't be told by many words that each say little."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

from bot.features.learning.giveaways.cues import giveaways
from bot.features.learning.giveaways.guesser import guesses
from bot.features.learning.tracks import ChoiceQuestion, Tip
from tests.features.learning.tips import tip, tracks_of

_RIGHT, _WRONG, _ANY = [[f"{kind}{chr(97 + at)}" for at in range(20)] for kind in ("r", "w", "x")]


def tips(right: Sequence[str], wrong: Sequence[str], number: int = 40) -> list[Tip]:
    """Options of four words: three of any kind, and one that right or wrong options have."""
    chance = Random(11)

    def option(own: Sequence[str]) -> str:
        return " ".join([*chance.sample(_ANY, 3), chance.choice(own)])

    def question(name: str) -> ChoiceQuestion:
        answer = chance.randrange(3)
        options = [option(right if at == answer else wrong) for at in range(3)]
        return ChoiceQuestion(
            question=name, options=tuple(options), answer=answer + 1, explanation="Because."
        )

    return [
        tip(f"everyone/{at:02}-tip", questions=[question(f"{at}.{n}") for n in range(3)])
        for at in range(number)
    ]


def share_right(made: Sequence[Tip]) -> float:
    found = [guess.is_right for guess in guesses(made)]
    return sum(found) / len(found)


def test_many_words_that_each_say_little_are_seen_together() -> None:
    made = tips(_RIGHT, _WRONG)
    assert share_right(made) > 0.9
    assert any("words alone tell" in str(fault) for fault in giveaways(Path("content"), tracks_of(made)))


def test_words_that_right_and_wrong_options_share_tell_nothing() -> None:
    made = tips(_ANY, _ANY)
    assert share_right(made) < 0.44
    assert not any("words alone tell" in str(fault) for fault in giveaways(Path("content"), tracks_of(made)))


def test_a_tip_is_not_guessed_from_its_own_questions() -> None:
    """Each tip has a word of its own in all its right options, which only they could teach."""
    made = [
        tip(
            f"everyone/{at:02}-tip",
            questions=[
                ChoiceQuestion(
                    question=f"{at}.{n}",
                    options=("one", "two", f"own{chr(97 + at)}"),
                    answer=3,
                    explanation="Because.",
                )
                for n in range(3)
            ],
        )
        for at in range(1, 20)
    ]
    leads = {(guess.is_right, round(guess.lead, 6)) for guess in guesses(made)}
    alone = {(guess.is_right, round(guess.lead, 6)) for guess in guesses(made[:1])}
    assert len(leads) == 1
    assert alone == {(False, 0.0)}
