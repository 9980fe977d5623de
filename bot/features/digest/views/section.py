"""Builds one group's section of a digest: the headline and its line, then its other items."""

from collections.abc import Sequence

from bot.conversation.message import Block, Bullets, Facts, Heading, Paragraph, Span, text
from bot.core.themes import Audience
from bot.features.digest.parts import Section
from bot.features.digest.views import figures
from bot.features.digest.views.trend import trend
from bot.features.pulse.published_result import TooFew
from bot.features.pulse.reports.report import History
from bot.features.pulse.views.verdict_text import verdict_in_words

_ASKED_OF = {
    Audience.PEER_WORKER: "Asked of peer workers only",
    Audience.SUPERVISOR: "Asked of supervisors only",
    Audience.LEADER: "Asked of leaders only",
}


def blocks_of(section: Section, *, draws: bool) -> tuple[Block, ...]:
    """Empty if there is nothing new. `draws`: with a chart of the headline over time."""
    if not section.shown and not section.is_news:
        return ()
    return (
        Heading(section.report.name),
        *_headline(section, draws),
        *_items(section),
        *_caution(section),
        *(_organisation_only(section) if section.report.is_everyone else ()),
    )


def counted_with_others(name: str) -> Paragraph:
    return text(
        f"{name} is counted together with other teams, so that no answer can be traced to anyone. "
        "The figures of the whole organisation speak for it too."
    )


def _headline(section: Section, draws: bool) -> tuple[Block, ...]:
    if section.is_counted_with_others:
        return (counted_with_others(section.report.name),)
    if (history := section.headline) is None:
        return ()
    line = trend(history, section.report.done) if draws else None
    statement = Span(f"“{history.item.text}”", italic=True)
    figure = Paragraph(figures.headline(history))
    return (figure, Paragraph((statement,)), *((line,) if line else ()))


def _items(section: Section) -> tuple[Block, ...]:
    """Items that everyone was asked come first, then those for some roles."""
    others = [history for history in section.shown if history is not section.headline]
    everyones = [history for history in others if history.audience is Audience.EVERYONE]
    blocks: list[Block] = [_bullets(everyones)] if everyones else []
    for audience, asked_of in _ASKED_OF.items():
        if histories := [history for history in others if history.audience is audience]:
            blocks += [Paragraph((Span(f"{asked_of}:", bold=True),)), _bullets(histories)]
    return tuple(blocks)


def _bullets(histories: Sequence[History]) -> Bullets:
    return Bullets(tuple(Paragraph(figures.item(history)) for history in histories))


def _caution(section: Section) -> tuple[Block, ...]:
    cautions = (
        figures.CAUTION if figures.needs_caution(section.shown) else "",
        figures.POOLED if figures.is_pooled(section.shown) else "",
    )
    return tuple(text(caution, quiet=True) for caution in cautions if caution)


def _organisation_only(section: Section) -> tuple[Block, ...]:
    """The divisions' verdicts, and how many groups had too few answers."""
    headline = section.headline
    if headline is None or isinstance(headline.latest.result, TooFew):
        return ()
    few = figures.too_few(section.report.too_few)
    return (*_divisions(section, headline), *((text(few, quiet=True),) if few else ()))


def _divisions(section: Section, headline: History) -> tuple[Block, ...]:
    divisions = section.report.divisions
    if not divisions:
        return ()
    if all(judged == headline.latest.verdict for _, judged in divisions):
        return (text(f"The same holds for each division: {', '.join(name for name, _ in divisions)}."),)
    return (Facts(tuple((name, figures.sentence(verdict_in_words(judged))) for name, judged in divisions)),)
