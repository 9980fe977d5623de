"""Builds the form, preview, review and lists of an organisation's own card."""

from collections.abc import Sequence
from datetime import date

from bot.conversation.dates import day_in_words
from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Divider,
    Heading,
    Message,
    Paragraph,
    Quote,
    Span,
    text,
)
from bot.features.asking.actions import (
    CHANGE_LOCAL,
    LEAVE_LOCAL,
    LOCAL_CARDS,
    PUBLISH_LOCAL,
    RETURN_LOCAL,
    REVIEW_LOCAL,
    SUBMIT_LOCAL,
    WITHDRAW_LOCAL,
    WRITE_LOCAL,
    LocalCardsPage,
    ShownCard,
)
from bot.features.asking.cards.library import Library
from bot.features.asking.cards.local_cards import REVIEWED_AFTER, LocalCard
from bot.features.asking.views.card import card_message
from bot.features.shared_actions import SHOW_CARD

_MOST = 8


def preview(card: LocalCard, library: Library, today: date, warning: tuple[Paragraph, ...]) -> Message:
    introduction = "Not in force yet. This is what colleagues will see:"
    buttons = (
        SUBMIT_LOCAL.button("Send it to an editor", card.id),
        CHANGE_LOCAL.button("Change it", card.id),
        LEAVE_LOCAL.button("Leave it", card.id),
    )
    return Message(introduction, (*_shown(introduction, card, library, today), *warning, Buttons(buttons)))


def to_review(
    card: LocalCard, writer: str, library: Library, today: date, before: LocalCard | None, *, is_own: bool
) -> Message:
    """An editor's review. `before` is the published revision."""
    introduction = f"{writer} wrote this answer:"
    blocks = [*_shown(introduction, card, library, today)]
    if before:
        blocks += [text("In force now:", quiet=True), Quote((Span(before.body),))]
    change = CHANGE_LOCAL.button("Change it", card.id)
    if is_own:
        note = text("You wrote it yourself, so another editor has to read it.")
        return Message(introduction, (*blocks, note, Buttons((change,))))
    when = f"Once it is in force, it is due for review on {day_in_words(today + REVIEWED_AFTER)}."
    buttons = (
        PUBLISH_LOCAL.button("Put it in force", card.id),
        RETURN_LOCAL.button("Give it back", card.id),
        change,
    )
    return Message(introduction, (*blocks, text(when, quiet=True), Buttons(buttons)))


def listed(
    in_force: Sequence[LocalCard],
    waiting: Sequence[LocalCard],
    today: date,
    first: int = 0,
    *,
    is_editor: bool,
) -> Message:
    """Published cards from number `first` on, which the list's own button supplies."""
    summary = f"Your organisation's own answers: {len(in_force)}. Waiting for an editor: {len(waiting)}."
    if not in_force and not waiting:
        summary = "Your organisation has no answers of its own yet. Write one where the cards leave a gap."
    blocks: list[Block] = [text(summary), Buttons((WRITE_LOCAL.button("Write one"),))]
    if waiting:
        blocks.append(Heading("Waiting for an editor"))
    for card in waiting[:_MOST]:
        blocks += [_title(card), Buttons((REVIEW_LOCAL.button("Look at it", card.id),))]
    if in_force:
        blocks.append(Heading("In force"))
    for card in in_force[first : first + _MOST]:
        blocks += [_title(card), _due(card, today), Buttons(_in_force(card, is_editor))]
    if more := len(waiting[_MOST:]):
        blocks.append(text(f"And {more} more, which come up here as these are decided.", quiet=True))
    if more := len(in_force[first + _MOST :]):
        blocks.append(
            Buttons((LOCAL_CARDS.button(f"Show {more} more in force", LocalCardsPage(first + _MOST)),))
        )
    return Message(summary, tuple(blocks))


def _in_force(card: LocalCard, is_editor: bool) -> tuple[Button, ...]:
    shown = (SHOW_CARD.button("Show it", card.card_id), CHANGE_LOCAL.button("Change it", card.id))
    return (*shown, WITHDRAW_LOCAL.button("Withdraw it", card.id)) if is_editor else shown


def published(card: LocalCard) -> Message:
    due = f" It is due for review on {day_in_words(card.review_by)}." if card.review_by else ""
    summary = "It is in force. People who ask find it from now on, beside what the evidence says."
    return Message(summary, (text(summary, due), Buttons((OTHERS,))))


SUBMITTED = "Sent to the editors. I'll tell you what they decide."
NO_EDITOR = (
    "Sent, but there is no editor besides you yet. Ask an administrator to give somebody the role of editor."
)
LEFT = "Left. Nothing of it is kept."
GONE = "This draft has been changed, sent or left since. Say “our answers” to see where things stand."
DECIDED = "A colleague has decided about it, or it is your own: another editor reads what you write. Say “our answers” to see the others."
OTHERS = LOCAL_CARDS.button("Our own answers", LocalCardsPage())
OVER = "A colleague has decided about this answer, or changed it. There is nothing left to do, and thank you for looking."
OVER_BY_YOU = "You decided about this answer."
RETURNED = "Given back. Its writer hears of it, with what you wrote."
WITHDRAWN = "Withdrawn. Nobody finds it any more."


def _shown(introduction: str, card: LocalCard, library: Library, today: date) -> tuple[Block, ...]:
    """The preview as colleagues will see it, without buttons, and the questions that it answers."""
    shown = card_message(ShownCard(card.card_id), library, today)
    blocks = (block for block in shown.blocks if not isinstance(block, Buttons))
    questions = text("Answers: ", Span(" · ".join(card.questions), italic=True), quiet=True)
    return (
        text(Span(introduction, bold=True)),
        Divider(),
        Heading(card.title),
        *blocks,
        Divider(),
        questions,
    )


def _title(card: LocalCard) -> Paragraph:
    return text(Span(card.title, bold=True), f" ({card.source})")


def _due(card: LocalCard, today: date) -> Paragraph:
    day = card.review_by or today
    return text(f"{'Was' if day < today else 'Is'} due for review on {day_in_words(day)}.", quiet=True)
