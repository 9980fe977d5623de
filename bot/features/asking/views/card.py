"""Builds a card's message in each of its states."""

from dataclasses import replace
from datetime import date

from bot.conversation.message import Block, Buttons, Divider, Heading, Message, Paragraph, Span, text
from bot.features.asking.actions import HELPED, MORE, NOT_HELPED, Rating, ShownCard
from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import Library
from bot.features.shared_actions import ASK_PERSON, SHOW_CARD

_MOST_SOURCES = 4
_RELATED_BUTTONS = 2


def card_message(shown: ShownCard, library: Library, today: date) -> Message:
    card = library.cards.get(shown.card_id)
    if card is None:
        return _WITHDRAWN
    blocks: list[Block] = [*(_OWN if card.is_local else ()), *card.opening]
    if card.tips:
        blocks += [Heading("Try this"), *card.tips]
    if card.more and shown.is_long:
        blocks += [Heading("More"), *card.more]
    blocks.append(sources(card, library))
    blocks += [*notes(card, today), *_evidence(card, library, today)]
    if shown.rated:
        blocks.append(_THANKS[shown.rated])
    return Message(card.title, (*blocks, card_buttons(shown, card, library)))


def card_buttons(shown: ShownCard, card: Card, library: Library) -> Buttons:
    buttons = []
    if card.more and not shown.is_long:
        buttons.append(MORE.button("More", shown))
    if not shown.rated:
        buttons.append(HELPED.button("This helped", replace(shown, rated=Rating.HELPED)))
        buttons.append(NOT_HELPED.button("It didn't help", replace(shown, rated=Rating.NOT_HELPED)))
    if shown.rated is Rating.NOT_HELPED:
        buttons.append(ASK_PERSON.button("Ask a person", None))
    related = [library.cards[i] for i in card.meta.related if i in library.cards]
    related = [c for c in library.cards.values() if c.is_local and c.beside == card.id] + related
    buttons += [SHOW_CARD.button(c.title, c.id) for c in related[:_RELATED_BUTTONS]]
    return Buttons(tuple(buttons))


_THANKS = {
    Rating.HELPED: text("Thank you. We counted that it helped, and not who said so.", quiet=True),
    Rating.NOT_HELPED: text(
        "Thank you for saying so. We counted it, and not who said so. A person may know more.", quiet=True
    ),
}


_OWN = (text(Span("Your organisation's own answer", bold=True)),)
_WITHDRAWN = Message(
    "That answer was withdrawn.", (text("That answer was withdrawn. Ask me again to see what there is now."),)
)


def _evidence(card: Card, library: Library, today: date) -> list[Block]:
    """The organisation's note appears beside the evidence, never instead of it."""
    if not (beside := library.cards.get(card.beside)):
        return []
    heading = text(Span(f"What the evidence says: {beside.title}", bold=True))
    return [Divider(), heading, *beside.opening, sources(beside, library), *notes(beside, today)]


def sources(card: Card, library: Library) -> Paragraph:
    """Strength and sources in one quiet line."""
    named = {source.short: source for source in library.sources_of(card)}
    spans = [Span(f"{card.meta.strength} Sources: ")]
    for number, source in enumerate(list(named.values())[:_MOST_SOURCES]):
        spans += [Span("; ")] if number else []
        spans.append(Span(source.short, href=source.url or None))
    others = len(named) - _MOST_SOURCES
    spans.append(Span(f" and {others} more." if others > 0 else "."))
    return Paragraph(tuple(spans), quiet=True)


def notes(card: Card, today: date) -> list[Paragraph]:
    """With whom the card was written, and whether its review is overdue."""
    lines = [f"{_DID[person.did]} with {person.words}." for person in card.meta.together]
    if card.is_overdue(today):
        due = f"{card.meta.review_by:%B %Y}"
        lines.append(f"This answer was due for review in {due}, so parts of it may be out of date.")
    return [text(line, quiet=True) for line in lines]


_DID = {"wrote": "Written", "read": "Checked"}
