"""Describes a report's figures in words, with notes on reading them, for paper, files and browser."""

from fractions import Fraction

from bot.conversation.dates import date_in_words
from bot.core.themes import Audience, Theme
from bot.features.pulse.published_result import PublishedResult, TooFew
from bot.features.pulse.reports.report import Report
from bot.features.pulse.statistics import response_rate
from bot.features.pulse.verdict import BASELINE_WAVES, RECENT
from bot.features.pulse.views.ranges import between, how_many, percent
from bot.publishing.blur import blur_of
from bot.publishing.noise_scales import EPSILON

CAUTION = "Read with caution: fewer than half of those asked answered."


def in_words(result: PublishedResult, floor: int) -> str:
    """One sentence. The range comes first, because it is what is certain."""
    if isinstance(result, TooFew):
        return f"Not shown: fewer than {floor} people answered."
    best = result.best
    sure = f"Probably between {between(best)} in 100 agree."
    if result.likely:
        drawn = f"{sure} So few answers tell little, so this is drawn towards the larger group's figure"
        return f"{drawn}." if best.value is None else f"{drawn}: about {percent(best.value)} in 100."
    if best.value is None:
        return f"{sure} That is {how_many(best)}; no exact figure is given there."
    return f"{sure} Of those who answered, about {percent(best.value)} in 100 do."


def not_sure_in_words(result: PublishedResult) -> str:
    """The share of "not sure". Published for the whole organisation only; empty elsewhere."""
    if isinstance(result, TooFew) or result.not_sure is None:
        return ""
    return f"Between {between(result.not_sure)} in 100 were not sure, or said that it doesn't apply to them."


def rate_in_words(result: PublishedResult) -> str:
    """The response rate. Empty if no figure is shown."""
    if isinstance(result, TooFew):
        return ""
    answers, invited = result.answers, result.eligible
    rate = response_rate(answers, invited)
    if rate is None:
        return f"{answers} answers."
    return f"{answers} answers from {invited} people asked ({round(rate.share * 100)}%)."


def too_few_in_words(report: Report) -> str:
    """The number of groups with too few answers. For the whole only; a team's leader sees that team."""
    if not report.is_everyone or not report.too_few:
        return ""
    groups = "one group" if report.too_few == 1 else f"{report.too_few} groups"
    return f"In {groups} fewer than {report.floor} people answered."


def blurred_later_in_words(report: Report) -> str:
    """Explains figures that were first published exactly and got noise later."""
    until = report.blurred_later_until
    if until is None:
        return ""
    return (
        f"Figures up to {date_in_words(until)} were told exactly when they came out. The counts behind them have "
        "been blurred once since, and the exact ones destroyed, so they differ from what you saw then."
    )


def theme_in_words(theme: Theme) -> str:
    return theme.value.replace("-", " ").capitalize()


def asked_of(audience: Audience) -> str:
    return "everyone" if audience is Audience.EVERYONE else f"{audience.value.replace('-', ' ')}s"


def what_to_know(floor: int, epsilon: Fraction = EPSILON) -> tuple[tuple[str, str], ...]:
    """Notes on reading the figures, each with its heading. `floor` and `epsilon` are the latest round's."""
    blur = blur_of(epsilon)
    return (
        (
            "The questions",
            "These are our own single questions, and nobody has validated them. They show a direction, not a "
            "diagnosis, and are never for judging a person. Their themes, and what helps, come from a systematic "
            "review (Reeves et al. 2024).",
        ),
        (
            "Agree",
            "Those who chose “agree” or “strongly agree”, of all who answered. “Not sure, or doesn't apply” is an "
            "answer too.",
        ),
        (
            "Blurred on purpose",
            "Every figure has been changed by chance before anyone saw it, so that a single answer hardly shows in it: "
            f"a team's count by about {blur.on_average} answers, and in 95 of 100 cases by no more than "
            f"{blur.seldom_over}; larger groups' by more, which among many answers is little. Figures of parts and "
            "wholes are made to add up.",
        ),
        (
            "Probably between",
            "In 95 of 100 cases the true value for everyone asked lies between these two ends. They know the "
            "blur, and who happened to answer of a group of this size.",
        ),
        (
            "Likely",
            "Where few answered, a team's own figure is mostly blur. The likely range draws it towards the larger "
            "group's figure, as far as teams are usually alike. It is the better guess, and less the team's own.",
        ),
        (
            "Change",
            "Only the question asked every time is judged for change: a moving average of its last shares against "
            f"the rounds before, which are at least {BASELINE_WAVES} and all but the last {RECENT}. What is not called "
            "a change may well be chance; and where fewer than about 25 answer, or where people often come and go, "
            "the blur hides even large changes.",
        ),
        (
            "When nothing is shown",
            f"Nothing is shown where fewer than {floor} people answered; there is no other reason. Near the ends "
            "only “nearly all” or “nearly none” is said, with a range that has room for three who see it "
            "differently.",
        ),
        (
            "Confidential",
            "Answers are sealed until the questions close, then counted, blurred and destroyed. Figures are fixed then "
            "and don't change. Everyone who was asked sees the same results as leaders do.",
        ),
    )
