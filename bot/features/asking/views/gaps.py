"""Builds the message about missing and unhelpful answers, and the list of cards to review. Counts only."""

from collections.abc import Sequence
from datetime import date

from bot.conversation.dates import date_in_words, day_in_words
from bot.conversation.message import Block, Bullets, Buttons, Heading, Message, Quote, Span, text
from bot.features.asking.actions import DONE_WITH_GAP, LOCAL_CARDS, REVIEWS, LocalCardsPage
from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import Library
from bot.features.asking.feedback import Missing
from bot.features.asking.gaps import Gaps
from bot.features.asking.views.own_questions import questions_for_organisation

_MOST = 10
_MOST_REPORTED = 5
_MOST_REVIEWS = 20


def gaps_message(
    gaps: Gaps,
    reported: Sequence[Missing] | None,
    library: Library,
    unwritten: Sequence[str],
    floor: int,
    today: date,
) -> Message:
    summary = "This is what was missing, in counts of whole weeks, blurred on purpose."
    when = f" From {day_in_words(gaps.since)} to {day_in_words(gaps.until)}. No question is kept."
    overdue = sum(card.is_overdue(today) for card in library.cards.values())
    return Message(
        summary,
        (
            text(summary, when),
            Heading("I didn't know"),
            *_unanswered(gaps, library, floor),
            *questions_for_organisation(gaps.unanswered, library, unwritten),
            Heading("Told to the editors"),
            *(_count_reported(gaps, floor) if reported is None else _reported(reported)),
            Heading("Whether answers helped"),
            *_rated(gaps, library, floor),
            Heading("To review"),
            text(f"Past their review date: {overdue} of {len(library.cards)} answers."),
            Buttons(
                (REVIEWS.button("Cards to review"), LOCAL_CARDS.button("Our own answers", LocalCardsPage()))
            ),
        ),
    )


def _unanswered(gaps: Gaps, library: Library, floor: int) -> list[Block]:
    """Subjects below the floor appear without counts."""
    if not gaps.unanswered:
        return [text("Nothing yet.")]
    counted = [(_named(nearest, library), count) for nearest, count in gaps.unanswered]
    lines = [text(f"{name}: about {count}") for name, count in counted if count is not None]
    few = [name for name, count in counted if count is None]
    blocks: list[Block] = [Bullets(tuple(lines[:_MOST]))] if lines else []
    return [*blocks, text(f"Fewer than {floor} each: {', '.join(few)}.", quiet=True)] if few else blocks


def _count_reported(gaps: Gaps, floor: int) -> list[Block]:
    return [
        text(
            f"Fewer than {floor}."
            if gaps.reported is None
            else f"About {gaps.reported} waiting for an editor."
            if gaps.reported
            else "Nothing is waiting."
        )
    ]


def _reported(reported: Sequence[Missing]) -> list[Block]:
    blocks: list[Block] = [text(f"{len(reported)} waiting." if reported else "Nothing is waiting.")]
    for missing in reported[:_MOST_REPORTED]:
        blocks += [
            Quote((Span(missing.question),)),
            Buttons((DONE_WITH_GAP.button("Done with it", missing.id),)),
        ]
    return blocks


def _rated(gaps: Gaps, library: Library, floor: int) -> list[Block]:
    if not gaps.rated:
        return [text(f"No answer was rated {floor} times yet.")]
    lines = [
        text(
            f"{_named(r.card_id, library)}: helped about {r.helped} times, didn't about {r.not_helped} times"
        )
        for r in gaps.rated[:_MOST]
    ]
    return [Bullets(tuple(lines)), text(f"Only answers that were rated {floor} times or more.", quiet=True)]


def _named(name: str, library: Library) -> str:
    """A boundary's title, a card's, or an area's name."""
    if name in library.boundaries:
        return library.boundaries[name].title
    return library.cards[name].title if name in library.cards else name.replace("-", " ").capitalize()


def no_reviews(first: Card) -> Message:
    """`first` is the card that is due first."""
    summary = f"No card needs a review in the next month. The first is due on {date_in_words(first.meta.review_by)}."
    return Message(summary, (text(summary),))


def reviews(waiting: Sequence[Card], today: date) -> Message:
    summary = f"{len(waiting)} cards want a review, the oldest first."
    lines = [
        text(
            f"{card.title} ({card.id}): ",
            "overdue since " if card.is_overdue(today) else "by ",
            date_in_words(card.meta.review_by),
        )
        for card in waiting[:_MOST_REVIEWS]
    ]
    return Message(summary, (text(summary), Bullets(tuple(lines))))
