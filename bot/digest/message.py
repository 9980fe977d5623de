"""The digest as leaders see it: with new figures, or in a week between."""

from dataclasses import replace

from bot.conversation.message import Block, Bullets, Button, Buttons, Heading, Message, Paragraph, Span, text
from bot.digest import words
from bot.digest.coming import Coming
from bot.digest.section import blocks_of
from bot.digest.told import Gathered, Section, ToTry
from bot.pulse.disclosure import Hidden
from bot.pulse.groups import ORGANISATION
from bot.pulse.suggestions import Outcome

_MOST_CHARTS = 2
_MOST_SECTIONS = 8

_BETWEEN = "No new figures this week."
_TOO_FEW_PEERS = (
    "Too few peer workers to ask safely. This says nothing about their pay, induction or supervision."
)
_NOTHING_SURE = (
    "No suggestion this time: there is too little to go on to point to one thing. More answers make it surer."
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
    blocks: list[Block] = []
    for number, section in enumerate(found.sections[:_MOST_SECTIONS]):
        blocks += blocks_of(section, draws=number < _MOST_CHARTS)
    blocks += [*_left_out(found), *_reached(found), Heading("One thing to try")]
    # What became of it is asked in the weeks between, where there is room for the buttons.
    blocks += _to_try(replace(found.to_try, is_asked=False)) if found.to_try else [text(_NOTHING_SURE)]
    blocks += [*_coming(found.coming), *_notes(found), _closing_buttons(found)]
    return Message(_summary(found.sections), tuple(blocks))


def between(found: Gathered) -> Message:
    """Last time's suggestion first: it is what there is to answer."""
    blocks: list[Block] = [text(Span(_BETWEEN, bold=True))]
    for section in found.sections:
        blocks += blocks_of(section, draws=False)
    if any(section.shown for section in found.sections):
        blocks[0] = text(Span("New figures from questions that not everyone was asked.", bold=True))
    if found.to_try:
        blocks += [Heading("One thing to try"), *_to_try(found.to_try)]
    blocks += [*_reached(found), *_coming(found.coming), *_notes(found)]
    tell = Button("Tell staff what you did", "we-did.open", _group(found))
    return Message(_between_summary(found), (*blocks, Buttons((tell,))))


def _summary(sections: tuple[Section, ...]) -> str:
    """For a notification: how it stands, in the first group with something to tell."""
    for section in sections:
        if section.headline and not isinstance(section.headline.latest.told, Hidden):
            said = "".join(span.text for span in words.headline(section.headline))
            return f"{section.report.name}: {said}"
    return f"Your weekly digest. {words.NO_FIGURES}."


def _between_summary(found: Gathered) -> str:
    if any(section.shown for section in found.sections):
        return "Your weekly digest. New figures from questions that not everyone was asked."
    asks = " Have you tried what we suggested?" if found.to_try and found.to_try.is_asked else ""
    return f"Your weekly digest. {_BETWEEN}{asks}"


def _to_try(to_try: ToTry) -> tuple[Block, ...]:
    read = Button("Read more about it", "card.related", to_try.item.card)
    why = text(f"{_why(to_try)} {to_try.item.reference}.", quiet=True)
    action = (text(to_try.item.action), why)
    if to_try.is_asked:
        answers = tuple(
            Button(label, "digest.suggestion", f"{to_try.suggestion_id} {outcome}")
            for label, outcome in _ANSWERS.items()
        )
        return (*action, text("We suggested this last time. What became of it?"), Buttons((*answers, read)))
    if became := _BECAME.get(to_try.outcome):
        undo = Button("Undo", "digest.suggestion", f"{to_try.suggestion_id} undo")
        return (*action, Paragraph((Span(became, bold=True),)), Buttons((undo, read)))
    return (*action, Buttons((read,)))


_ANSWERS = {"Done": Outcome.DONE, "Not yet": Outcome.NOT_YET, "Not for us": Outcome.NOT_FOR_US}

_BECAME = {
    Outcome.DONE: "Done. Staff will want to hear of it; the button below helps you tell them.",
    Outcome.NOT_YET: "Not yet. That's fine; it may come up again.",
    Outcome.NOT_FOR_US: "Not for us. We won't suggest it again for half a year.",
}


def _why(to_try: ToTry) -> str:
    least = f"is among those with the least agreement: “{to_try.item.text}”"
    if to_try.is_borrowed:
        return (
            "Your own figures are too uncertain to point to one thing, so this follows from everyone's. "
            f"In all of {to_try.group} this statement {least}"
        )
    return f"In {to_try.group} this statement {least}"


def _reached(found: Gathered) -> tuple[Block, ...]:
    lines = [
        text(
            f"{section.report.name}: {section.reached} people had at least one short tip in the last four weeks."
        )
        for section in found.sections
        if section.reached
    ]
    return (Bullets(tuple(lines)),) if len(lines) > 1 else tuple(lines)


def _coming(coming: Coming) -> tuple[Block, ...]:
    if coming.open_until:
        return (text(f"This fortnight's questions are open until {words.day(coming.open_until)}."),)
    if coming.next_on:
        return (text(f"The next questions come on {words.day(coming.next_on)}."),)
    return ()


def _notes(found: Gathered) -> tuple[Block, ...]:
    """Of what is shown: what it can't tell, and when it was asked."""
    closed_on = max((h.latest.closed_on for section in found.sections for h in section.shown), default=None)
    if closed_on is None:
        return ()
    peers = () if found.asks_peers else (text(_TOO_FEW_PEERS, quiet=True),)
    return (
        *peers,
        text(f"These questions closed on {words.day(closed_on)}. {words.UNVALIDATED}", quiet=True),
    )


def _left_out(found: Gathered) -> tuple[Block, ...]:
    names = [section.report.name for section in found.sections[_MOST_SECTIONS:]]
    if not names:
        return ()
    said = "One message holds no more than this. Not here, but in “Figures and report”:"
    return (text(f"{said} {', '.join(names)}.", quiet=True),)


def _closing_buttons(found: Gathered) -> Buttons:
    group = _group(found)
    buttons = [
        Button("Tell staff what you did", "we-did.open", group),
        Button("Figures and report", "records.open", group),
    ]
    if found.comments:
        buttons.append(Button("Read the comments", "digest.comments", found.comments))
    return Buttons(tuple(buttons))


def _group(found: Gathered) -> str:
    """What they lead; where several, the first."""
    return found.sections[0].report.group if found.sections else ORGANISATION
