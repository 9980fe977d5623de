"""Figures in words, and what a reader has to know about them: the same on paper, in files and in the browser."""

from collections import Counter
from collections.abc import Sequence

from bot.pulse.disclosure import AtEnd, Figures, Hidden
from bot.pulse.disclosure import Told as WhatIsTold
from bot.pulse.report import Report
from bot.pulse.statistics import response_rate
from bot.pulse.verdict import BASELINE_WAVES
from bot.themes import Audience, Theme

CAUTION = "Read with caution: fewer than half of those asked answered."


def in_words(told: WhatIsTold) -> str:
    """A sentence. The interval comes first, because it is what is known."""
    match told:
        case Hidden(_, why):
            return f"Not shown. {why}"
        case AtEnd(label):
            return f"{label} agree. No exact figure is given where nearly everyone answers alike."
        case Figures(share):
            return (
                f"Probably {share.in_words()} agree. Of those who answered, {round(share.value * 100)}% do."
            )


def rate_in_words(told: WhatIsTold) -> str:
    """How many answered; empty where nothing is shown."""
    if isinstance(told, Hidden):
        return ""
    answers, invited = told.answers, told.invited
    rate = response_rate(answers, invited)
    if rate is None:
        return f"{answers} answers."
    return f"{answers} answers from {invited} people asked ({round(rate.share * 100)}%)."


def hidden_in_words(report: Report) -> Sequence[str]:
    """How many groups are hidden, for each reason. Only of the whole: a team's leader is told of that team."""
    reasons = Counter(hidden.why for hidden in report.hidden if report.is_everyone)
    return [f"{'One group' if many == 1 else f'{many} groups'}: {why}" for why, many in reasons.items()]


def theme_in_words(theme: Theme) -> str:
    return theme.value.replace("-", " ").capitalize()


def asked_of(audience: Audience) -> str:
    return "everyone" if audience is Audience.EVERYONE else f"{audience.value.replace('-', ' ')}s"


def what_to_know(floor: int) -> tuple[tuple[str, str], ...]:
    """Each with its heading."""
    return (
        (
            "The questions",
            "These are our own single questions, and nobody has validated them. They show a direction, not a "
            "diagnosis, and are never for judging a person. Their themes, and what helps, come from a systematic "
            "review (Reeves et al. 2024).",
        ),
        (
            "Agree",
            "Those who chose “agree” or “strongly agree”, of all who chose one of the five points. “Not sure, "
            "or doesn't apply” is not counted.",
        ),
        (
            "Probably between",
            "With so few people, a share moves by chance. In 95 of 100 cases the true value lies between these "
            "two ends (Wilson's interval; Student's for the mean, which runs from 1 to 5).",
        ),
        (
            "Change",
            "Only the question asked every time is judged for change, with a moving average of its means "
            f"against the first {BASELINE_WAVES} waves. A wave is one round of questions. What is not called "
            "a change may well be chance.",
        ),
        (
            "What is hidden",
            f"Nothing is shown where fewer than {floor} people answered, nor where it would give away a hidden "
            "group, or what the few who joined or left have answered. Near the ends only “90% or more” or "
            "“10% or less” is said, with 85% and 15% among fewer than ten.",
        ),
        (
            "Confidential",
            "Answers are kept as counts, never by person. Figures are fixed when a wave closes and don't change. "
            "Everyone who was asked sees the same results as leaders do.",
        ),
    )
