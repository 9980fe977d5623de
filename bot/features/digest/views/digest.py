"""Builds the digest message for leaders: with new figures, or for a week between waves."""

from bot.conversation.message import Block, Bullets, Buttons, Divider, Message, Span, text
from bot.features.digest.actions import OPEN_RECORDS, READ_COMMENTS, CommentsPage
from bot.features.digest.next_wave import Coming
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


def digest(found: Gathered) -> Message:
    if not any(section.report.histories for section in found.sections):
        return _first_time(found)
    return _with_figures(found) if found.has_news else between(found)


def _first_time(found: Gathered) -> Message:
    said = "Your weekly digest begins with the first answers."
    what = (
        "On the Monday after questions close you see here how many agree, how sure that is, and one thing "
        "to try. Never who answered, and never the figures of a small group."
    )
    blocks = (text(Span(said, bold=True)), text(what), *_reached(found), *_coming(found.coming))
    return Message(said, blocks)


def _with_figures(found: Gathered) -> Message:
    """One sentence, at most three numbers and one decision; details are below the line."""
    first = telling(found.sections)
    blocks: list[Block] = [
        *first_screen(found.sections),
        *to_decide(found.to_try, with_figures=True),
        Divider(),
    ]
    for number, section in enumerate(found.sections[:_MOST_SECTIONS]):
        blocks += blocks_of(section, draws=number < _MOST_CHARTS)
    blocks += [*_left_out(found), *_reached(found, but=first)]
    blocks += [*_coming(found.coming), *_notes(found), _closing_buttons(found)]
    return Message(_summary(found.sections), tuple(blocks))


def between(found: Gathered) -> Message:
    """Last time's suggestion first: it is what there is to answer."""
    blocks: list[Block] = [text(Span(_BETWEEN, bold=True))]
    for section in found.sections:
        blocks += blocks_of(section, draws=False)
    if any(section.shown for section in found.sections):
        blocks[0] = text(Span("New figures from questions that not everyone was asked.", bold=True))
    blocks += to_decide(found.to_try, with_figures=False)
    blocks += [*_reached(found), *_coming(found.coming), *_notes(found)]
    tell = OPEN_POST.button("Tell staff what you did", _group(found))
    return Message(_between_summary(found), (*blocks, Buttons((tell,))))


def _summary(sections: tuple[Section, ...]) -> str:
    """The notification: the headline of the first group with news."""
    if section := telling(sections):
        return sentence(section)
    return f"Your weekly digest. {figures.NO_FIGURES}."


def _between_summary(found: Gathered) -> str:
    if any(section.shown for section in found.sections):
        return "Your weekly digest. New figures from questions that not everyone was asked."
    asks = " Have you tried what we suggested?" if found.to_try and found.to_try.is_asked else ""
    return f"Your weekly digest. {_BETWEEN}{asks}"


def _reached(found: Gathered, but: Section | None = None) -> tuple[Block, ...]:
    lines = [
        text(f"{section.report.name}: about {section.reached} people had a short tip in the last four weeks.")
        for section in found.sections
        if section.reached and section is not but
    ]
    return (Bullets(tuple(lines)),) if len(lines) > 1 else tuple(lines)


def _coming(coming: Coming) -> tuple[Block, ...]:
    if coming.open_until:
        return (text(f"The short questions are open until {figures.day(coming.open_until)}."),)
    if coming.next_on:
        return (text(f"The next questions come on {figures.day(coming.next_on)}."),)
    return ()


def _notes(found: Gathered) -> tuple[Block, ...]:
    """Notes on the figures shown: their limits, and when the questions were asked."""
    closed_on = max((h.latest.closed_on for section in found.sections for h in section.shown), default=None)
    if closed_on is None:
        return ()
    peers = () if found.asks_peers else (text(_TOO_FEW_PEERS, quiet=True),)
    return (
        *peers,
        text(f"These questions closed on {figures.day(closed_on)}. {figures.UNVALIDATED}", quiet=True),
    )


def _left_out(found: Gathered) -> tuple[Block, ...]:
    names = [section.report.name for section in found.sections[_MOST_SECTIONS:]]
    if not names:
        return ()
    said = "One message holds no more than this. Not here, but in “Figures and report”:"
    return (text(f"{said} {', '.join(names)}.", quiet=True),)


def _closing_buttons(found: Gathered) -> Buttons:
    group = _group(found)
    comments = READ_COMMENTS.button("Read the comments", CommentsPage(found.comments))
    tell = OPEN_POST.button("Tell staff what you did", group)
    return Buttons((OPEN_RECORDS.button("Figures and report", group), comments if found.comments else tell))


def _group(found: Gathered) -> str:
    """The first group that the person leads."""
    return found.sections[0].report.group if found.sections else ORGANISATION
