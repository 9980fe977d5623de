"""Builds the top of a digest: one sentence, at most three numbers, one thing to decide."""

from collections.abc import Sequence

from bot.conversation.message import Block, Facts, Span, text
from bot.features.digest.parts import Section
from bot.features.pulse.views.one_sentence import NO_FIGURES, one_sentence
from bot.features.pulse.views.ranges import between
from bot.publishing.publisher import Figures


def first_screen(sections: Sequence[Section]) -> tuple[Block, ...]:
    section = telling(sections)
    return (text(Span(sentence(section), bold=True)), *(_numbers(section) if section else ()))


def telling(sections: Sequence[Section]) -> Section | None:
    """The first group with a figure to tell."""
    return next((section for section in sections if _figures(section)), None)


def sentence(section: Section | None) -> str:
    if section is None or section.headline is None:
        return NO_FIGURES
    return one_sentence(section.report.name, section.headline)


def _numbers(section: Section) -> tuple[Block, ...]:
    figures = _figures(section)
    if figures is None:
        return ()
    tips = (("Had a short tip", f"about {section.reached}"),) if section.reached else ()
    agree = ("Agree", f"between {between(figures.best)} in 100")
    return (Facts((agree, ("Answered", f"{figures.answers} of {figures.eligible}"), *tips)),)


def _figures(section: Section) -> Figures | None:
    figures = section.headline.latest.result if section.headline else None
    return figures if isinstance(figures, Figures) else None
