"""Builds the results for staff: everyone's, and their own team's where it may be shown."""

from collections.abc import Collection, Sequence

from bot.conversation.message import Block, Bullets, Buttons, Heading, Message, Paragraph, Span, text
from bot.features.digest.views import figures
from bot.features.pulse.published_result import TooFew
from bot.features.pulse.reports.report import History, Report
from bot.features.shared_actions import SETTINGS

_SUMMARY = "The results of the short questions"

_SAME = (
    "Leaders get these figures when you do. "
    "Questions and results come together: turn them off in your settings if you'd rather not have them."
)

NOTHING_YET = "There are no results yet. They come to everyone who was asked, once the first questions close."


def results(everyone: Report, team: Report | None, waves: Collection[int]) -> Message:
    """The results of these waves. It never says for which role questions were asked."""
    shown = [history for history in everyone.histories if history.latest.wave in waves]
    if not shown:
        return Message(NOTHING_YET, (text(NOTHING_YET),))
    return Message(
        _SUMMARY,
        (
            Heading(_SUMMARY),
            *_group(everyone, shown),
            *(_team(team, waves) if team else ()),
            text(f"{_SAME} {figures.UNVALIDATED}", quiet=True),
            Buttons((SETTINGS.button("Settings"),)),
        ),
    )


def _group(report: Report, shown: Sequence[History]) -> tuple[Block, ...]:
    lines = [history for history in shown if history is not report.headline]
    items = (Bullets(tuple(Paragraph(figures.in_short(history)) for history in lines)),) if lines else ()
    return (*_headline(report, shown), *items)


def _headline(report: Report, shown: Sequence[History]) -> tuple[Block, ...]:
    headline = report.headline
    if headline is None or headline not in shown:
        return (text(Span(f"{report.name}:", bold=True)),)
    statement = Paragraph((Span(f"“{headline.item.text}”", italic=True),))
    figure = figures.headline(headline)
    return (Paragraph((Span(f"{report.name}: "), *figure)), statement)


def _team(report: Report, waves: Collection[int]) -> tuple[Block, ...]:
    """Figures, or why there are none; nothing of questions that were counted for no team at all."""
    shown = [history for history in report.histories if history.latest.wave in waves]
    if any(not isinstance(history.latest.result, TooFew) for history in shown):
        return _group(report, shown)
    if report.wave not in waves:
        return ()
    few = next((h for h in shown if h is report.headline), None)
    if few:
        return (Paragraph((Span(f"{report.name}: ", bold=True), *figures.headline(few))),)
    why = "counted together with other teams, so that no answer can be traced to anyone."
    return (text(Span(f"{report.name}: ", bold=True), why),)
