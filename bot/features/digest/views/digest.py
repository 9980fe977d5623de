"""Builds the digest message for leaders: with new figures, or for a week between waves."""

from bot.conversation.dates import coming_day
from bot.conversation.message import Block, Bullets, Buttons, Divider, Message, Span, text
from bot.features.digest.actions import OPEN_RECORDS, READ_COMMENTS, CommentsPage
from bot.features.digest.next_wave import NextWave
from bot.features.digest.parts import Gathered, Section
from bot.features.digest.views import figures
from bot.features.digest.views.first_screen import first_screen, sentence, telling
from bot.features.digest.views.section import blocks_of
from bot.features.digest.views.to_decide import to_decide
from bot.features.pulse.actions import OPEN_POST
from bot.features.pulse.waves.groups import ORGANISATION

_MOST_CHARTS = 2
_MOST_SECTIONS = 8

_BETWEEN = "No new figures this week."
_TOO_FEW_PEERS = (
    "Too few peer workers to ask safely. This says nothing about their pay, induction or supervision."
)


def digest(gathered: Gathered) -> Message:
    if not any(section.report.histories for section in gathered.sections):
        return _first_time(gathered)
    return _with_figures(gathered) if gathered.has_news else between(gathered)


def _first_time(gathered: Gathered) -> Message:
    title = "Your weekly digest begins with the first answers."
    what = (
        "On the Monday after questions close you see here how many agree, how sure that is, and one thing "
        "to try. Never who answered, and never the figures of a small group."
    )
    blocks = (text(Span(title, bold=True)), text(what), *_reached(gathered), *_coming(gathered.coming))
    return Message(title, blocks)


def _with_figures(gathered: Gathered) -> Message:
    """One sentence, at most three numbers and one decision; details are below the line."""
    first = telling(gathered.sections)
    blocks: list[Block] = [
        *first_screen(gathered.sections),
        *to_decide(gathered.to_try, with_figures=True),
        Divider(),
    ]
    for number, section in enumerate(gathered.sections[:_MOST_SECTIONS]):
        blocks += blocks_of(section, draws=number < _MOST_CHARTS)
    blocks += [*_left_out(gathered), *_reached(gathered, but=first)]
    blocks += [*_coming(gathered.coming), *_notes(gathered), _closing_buttons(gathered)]
    return Message(_summary(gathered.sections), tuple(blocks))


def between(gathered: Gathered) -> Message:
    """Last time's suggestion first: it is what there is to answer."""
    blocks: list[Block] = [text(Span(_BETWEEN, bold=True))]
    for section in gathered.sections:
        blocks += blocks_of(section, draws=False)
    if any(section.shown for section in gathered.sections):
        blocks[0] = text(Span("New figures from questions that not everyone was asked.", bold=True))
    blocks += to_decide(gathered.to_try, with_figures=False)
    blocks += [*_reached(gathered), *_coming(gathered.coming), *_notes(gathered)]
    tell_staff = OPEN_POST.button("Tell staff what you did", _group(gathered))
    return Message(_between_summary(gathered), (*blocks, Buttons((tell_staff,))))


def _summary(sections: tuple[Section, ...]) -> str:
    """The notification: the headline of the first group with news."""
    if section := telling(sections):
        return sentence(section)
    return f"Your weekly digest. {figures.NO_FIGURES}."


def _between_summary(gathered: Gathered) -> str:
    if any(section.shown for section in gathered.sections):
        return "Your weekly digest. New figures from questions that not everyone was asked."
    asks = " Have you tried what we suggested?" if gathered.to_try and gathered.to_try.is_asked else ""
    return f"Your weekly digest. {_BETWEEN}{asks}"


def _reached(gathered: Gathered, but: Section | None = None) -> tuple[Block, ...]:
    lines = [
        text(f"{section.report.name}: about {section.reached} people had a short tip in the last four weeks.")
        for section in gathered.sections
        if section.reached and section is not but
    ]
    return (Bullets(tuple(lines)),) if len(lines) > 1 else tuple(lines)


def _coming(coming: NextWave) -> tuple[Block, ...]:
    if coming.open_until:
        return (text(f"The short questions are open until {coming_day(coming.open_until)}."),)
    if coming.next_on:
        return (text(f"The next questions come on {coming_day(coming.next_on)}."),)
    return ()


def _notes(gathered: Gathered) -> tuple[Block, ...]:
    """Notes on the figures shown: their limits, and when the questions were asked."""
    closed_on = max(
        (h.latest.closed_on for section in gathered.sections for h in section.shown), default=None
    )
    if closed_on is None:
        return ()
    peers = () if gathered.asks_peers else (text(_TOO_FEW_PEERS, quiet=True),)
    return (
        *peers,
        text(f"These questions closed on {coming_day(closed_on)}. {figures.UNVALIDATED}", quiet=True),
    )


def _left_out(gathered: Gathered) -> tuple[Block, ...]:
    names = [section.report.name for section in gathered.sections[_MOST_SECTIONS:]]
    if not names:
        return ()
    sentence = "One message holds no more than this. Not here, but in “Figures and report”:"
    return (text(f"{sentence} {', '.join(names)}.", quiet=True),)


def _closing_buttons(gathered: Gathered) -> Buttons:
    group = _group(gathered)
    comments = READ_COMMENTS.button("Read the comments", CommentsPage(gathered.comments))
    tell_staff = OPEN_POST.button("Tell staff what you did", group)
    return Buttons(
        (OPEN_RECORDS.button("Figures and report", group), comments if gathered.comments else tell_staff)
    )


def _group(gathered: Gathered) -> str:
    """The first group that the person leads."""
    return gathered.sections[0].report.group if gathered.sections else ORGANISATION
