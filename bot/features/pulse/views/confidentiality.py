"""The exact statement of how confidential answers are. A test compares all other texts with it."""

from fractions import Fraction

from bot.conversation.message import Bullets, Heading, Message, Span, text
from bot.features.pulse.waves.counting import COMMENTS_FROM
from bot.publishing.blur import blur_of, guessing_with
from bot.publishing.noise_scales import EPSILON, LEAST_EPSILON
from bot.publishing.publisher import FLOOR

TITLE = "How confidential your answers are"
FOOTNOTE = (
    "Confidential: sealed until these questions close, then only counted and blurred. Never shown by name."
)


def how_confidential(floor: int = FLOOR, epsilon: Fraction = EPSILON) -> Message:
    """`floor` and `epsilon` are those of the questions that are open, or of the next."""
    points = (
        (
            "Sealed",
            "Your answers are encrypted as soon as they arrive, to a key made for these questions alone. No name or "
            "time stands beside them. A code keeps you from answering twice; only a second key tells whose it is.",
        ),
        (
            "Opened once",
            "When the questions close, all answers are opened together in memory, shuffled and counted. Then the "
            "sealed answers, codes and keys are destroyed, and with them who was sent the questions and what "
            "became of it. Only counts of that stay.",
        ),
        ("Blurred on purpose", f"{_blur(epsilon)} {_odds(epsilon)} {_guesses(epsilon)}"),
        (
            "Small groups",
            f"Only where {floor} or more people answered is a figure shown. Smaller teams are counted with others. "
            "You see the figures of the whole organisation and of your own team when leaders do.",
        ),
        (
            "Comments",
            f"They are sealed too, and belong to the whole organisation. Fewer than {COMMENTS_FROM} are destroyed "
            "unopened; more are shown shuffled, and deleted after 30 days.",
        ),
        (
            "Before the close",
            "Somebody who has our master key and the live database, or a copy of it made in these days, could "
            "open answers and join them to people. And the chat platform and our running server see each click.",
        ),
        (
            "After the close",
            "Nobody can join you to your answers from anything that we keep, or that a database writes beside: "
            "files, journals, logs of statements, statistics, our backups. With the master key somebody could take "
            "a part of the blur off a group's figures, not all of it.",
        ),
        (
            "Our word for it",
            "So we say confidential, and not anonymous. Answers are never for appraisal or discipline. The "
            "questions are our own and nobody has validated them: they show a direction, not a diagnosis.",
        ),
    )
    bullets = Bullets(tuple(text(Span(f"{name}. ", bold=True), words) for name, words in points))
    return Message(TITLE, (Heading(TITLE), bullets))


def _blur(epsilon: Fraction) -> str:
    blur = blur_of(epsilon)
    return (
        f"Every figure is changed by chance before anyone sees it: a team's by about {blur.on_average} answers, in 80 "
        f"of 100 cases by no more than {blur.usually}, and in 95 by no more than {blur.seldom_over}. So one person's "
        "answer hardly shows, also when people join, leave or are away."
    )


def _odds(epsilon: Fraction) -> str:
    usual, least = blur_of(EPSILON).odds, blur_of(LEAST_EPSILON).odds
    return (
        "Were any single answer the other way, what a round tells of a question would be at most about "
        f"{blur_of(epsilon).odds:.1f} times as likely, or as unlikely: in statistics, an ε of {_number(epsilon)}. It is "
        f"{_number(EPSILON)} ({usual:.1f} times) as usual and at most; an administrator can make it "
        f"{_number(LEAST_EPSILON)} ({least:.1f} times), which is twice the blur."
    )


def _guesses(epsilon: Fraction) -> str:
    better = guessing_with(epsilon)
    return (
        "In our tests, a reader with all figures of 26 rounds, and three colleagues who told what they know, guessed a "
        f"newcomer's answer about {better.newcomer} in 100 better than without figures, and "
        f"{better.newcomer_at_worst} at worst; anybody's about {better.anybody} in 100 better, where they also knew "
        f"exactly who was away when, and {better.anybody_at_worst} at worst, of somebody who they knew was away for "
        "half of the rounds."
    )


def _number(epsilon: Fraction) -> str:
    return "½" if epsilon == Fraction(1, 2) else f"{float(epsilon):g}"
