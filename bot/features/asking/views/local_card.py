"""Builds the form, preview, review and lists of an organisation's own card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Divider,
    Form,
    Heading,
    Message,
    Paragraph,
    Quote,
    Span,
    TextInput,
    text,
)
from bot.features.asking.cards.library import Library
from bot.features.asking.cards.local_cards import REVIEWED_AFTER, LocalCard
from bot.features.asking.views.card import ShownCard
from bot.people.contact.preference_text import day_in_words

QUESTIONS = ("first", "second", "third")
_LONGEST = {"title": 75, "body": 1200, "source": 150} | dict.fromkeys(QUESTIONS, 200)
_MOST = 8
LONGEST_REMARK = 500


@dataclass(frozen=True, slots=True)
class Written:
    """The form's content, as typed."""

    title: str = ""
    questions: Sequence[str] = ()
    body: str = ""
    source: str = ""

    @classmethod
    def read(cls, values: Mapping[str, str]) -> "Written":
        typed = {name: values.get(name, "").strip() for name in _LONGEST}
        return cls(typed["title"], [typed[q] for q in QUESTIONS], typed["body"], typed["source"])

    @classmethod
    def of(cls, card: LocalCard) -> "Written":
        return cls(card.title, card.questions, card.body, card.source)

    def faults(self) -> dict[str, str]:
        typed = dict(zip(QUESTIONS, self.questions, strict=True))
        typed |= {"title": self.title, "body": self.body, "source": self.source}
        return {name: fault for name, words in typed.items() if (fault := _fault(words, _LONGEST[name]))}


def form(written: Written, about: str, note: str = "") -> Form:
    """`about` names the card to start from, or the card or draft to change."""
    how = (
        "It stands beside what the evidence says, marked as your organisation's own. An editor reads it before "
        "anybody else does. Leave out names of colleagues and of people who use the service."
    )
    asked = [*written.questions, "", "", ""][:3]
    labels = ("A question it answers", "The same, asked differently", "And once more")
    boxes = [_box("title", "Title", written.title)]
    boxes += [_box(*given) for given in zip(QUESTIONS, labels, asked, strict=True)]
    boxes.append(_box("body", "The answer", written.body, "The first sentence answers. Bullets start with -"))
    boxes.append(_box("source", "Where it comes from", written.source, "Such as a policy, or who decided it"))
    notes = [text(said) for said in (how, note) if said]
    return Form("local.check", "An answer for everyone", (*notes, *boxes), submit="Show me", value=about)


def preview(card: LocalCard, library: Library, today: date, warning: tuple[Paragraph, ...]) -> Message:
    said = "Not in force yet. This is what colleagues will see:"
    buttons = (
        Button("Send it to an editor", "local.submit", card.id),
        Button("Change it", "local.change", card.id),
        Button("Leave it", "local.leave", card.id),
    )
    return Message(said, (*_shown(said, card, library, today), *warning, Buttons(buttons)))


def to_review(
    card: LocalCard, writer: str, library: Library, today: date, before: LocalCard | None, *, is_own: bool
) -> Message:
    """An editor's review. `before` is the published revision."""
    said = f"{writer} wrote this answer:"
    blocks = [*_shown(said, card, library, today)]
    if before:
        blocks += [text("In force now:", quiet=True), Quote((Span(before.body),))]
    change = Button("Change it", "local.change", card.id)
    if is_own:
        note = text("You wrote it yourself, so another editor has to read it.")
        return Message(said, (*blocks, note, Buttons((change,))))
    when = f"Once it is in force, it is due for review on {day_in_words(today + REVIEWED_AFTER)}."
    buttons = (
        Button("Put it in force", "local.publish", card.id),
        Button("Give it back", "local.return", card.id),
        change,
    )
    return Message(said, (*blocks, text(when, quiet=True), Buttons(buttons)))


def listed(
    in_force: Sequence[LocalCard],
    waiting: Sequence[LocalCard],
    today: date,
    first: int = 0,
    *,
    is_editor: bool,
) -> Message:
    """Published cards from number `first` on, which the list's own button supplies."""
    said = f"Your organisation's own answers: {len(in_force)}. Waiting for an editor: {len(waiting)}."
    if not in_force and not waiting:
        said = "Your organisation has no answers of its own yet. Write one where the cards leave a gap."
    blocks: list[Block] = [text(said), Buttons((Button("Write one", "local.write"),))]
    if waiting:
        blocks.append(Heading("Waiting for an editor"))
    for card in waiting[:_MOST]:
        blocks += [_title(card), Buttons((Button("Look at it", "local.review", card.id),))]
    if in_force:
        blocks.append(Heading("In force"))
    for card in in_force[first : first + _MOST]:
        blocks += [_title(card), _due(card, today), Buttons(_in_force(card, is_editor))]
    if more := len(waiting[_MOST:]):
        blocks.append(text(f"And {more} more, which come up here as these are decided.", quiet=True))
    if more := len(in_force[first + _MOST :]):
        blocks.append(Buttons((Button(f"Show {more} more in force", "local", str(first + _MOST)),)))
    return Message(said, tuple(blocks))


def _in_force(card: LocalCard, is_editor: bool) -> tuple[Button, ...]:
    shown = (Button("Show it", "card.related", card.card_id), Button("Change it", "local.change", card.id))
    return (*shown, Button("Withdraw it", "local.withdraw", card.id)) if is_editor else shown


def return_form(card: LocalCard) -> Form:
    box = TextInput(
        "remark", "What should change?", "Its writer sees this", multiline=True, longest=LONGEST_REMARK
    )
    return Form("local.return.send", "Give it back", (box,), submit="Give it back", value=card.id)


def published(card: LocalCard) -> Message:
    due = f" It is due for review on {day_in_words(card.review_by)}." if card.review_by else ""
    said = "It is in force. People who ask find it from now on, beside what the evidence says."
    return Message(said, (text(said, due),))


SUBMITTED = "Sent to the editors. I tell you what became of it."
NO_EDITOR = (
    "Sent, but there is no editor besides you yet. Ask an administrator to give somebody the role of editor."
)
LEFT = "Left. Nothing of it is kept."
GONE = (
    'That draft is not there any more: it was changed, sent, or left. Say "our answers" to see what there is.'
)
DECIDED = (
    "Somebody has decided about it already, or it is your own. Another editor has to read what you write."
)
TAKES_ITS_PLACE = "These words wait for an editor already. What you send takes their place, and an editor who isn't you reads it."
OTHERS = Button("Our own answers", "local")
OVER = "This answer needs no editor any more: somebody has decided about it, or changed it. Thank you for looking."
RETURNED = "Given back. Its writer hears of it, with what you wrote."
WITHDRAWN = "Withdrawn. Nobody finds it any more."


def _shown(said: str, card: LocalCard, library: Library, today: date) -> tuple[Block, ...]:
    """The preview as colleagues will see it, without buttons, and the questions that it answers."""
    shown = ShownCard(card.card_id).message(library, today)
    blocks = (block for block in shown.blocks if not isinstance(block, Buttons))
    asked = text("Answers: ", Span(" · ".join(card.questions), italic=True), quiet=True)
    return (text(Span(said, bold=True)), Divider(), Heading(card.title), *blocks, Divider(), asked)


def _title(card: LocalCard) -> Paragraph:
    return text(Span(card.title, bold=True), f" ({card.source})")


def _due(card: LocalCard, today: date) -> Paragraph:
    day = card.review_by or today
    return text(f"{'Was' if day < today else 'Is'} due for review on {day_in_words(day)}.", quiet=True)


def _box(name: str, label: str, initial: str, hint: str = "") -> TextInput:
    return TextInput(name, label, hint, initial, multiline=name == "body", longest=_LONGEST[name])


def _fault(words: str, longest: int) -> str:
    if not words:
        return "Write something here, or close this."
    return f"That is {len(words)} characters long. Keep it to {longest}." if len(words) > longest else ""
