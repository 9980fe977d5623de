"""`Thread`: what a turn may follow up, made from the bot's last message."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.features.asking.cards.cards import Card
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.retrieval.passages import texts_of
from bot.features.asking.understanding import leaning


@dataclass(frozen=True, slots=True)
class Thread:
    """`question` opened the subject. `shown` is the card that is open.

    `tentative` are cards of which nobody knows yet whether they are meant: those offered, and the one that was
    shown before an offer or a refusal. `declined` is the card that the turn turns down. `figures` are the open card's.
    """

    question: str = ""
    shown: str = ""
    tentative: tuple[str, ...] = ()
    declined: str = ""
    figures: frozenset[str] = frozenset()
    in_part: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.question or self.shown or self.tentative)


def thread_of(last: LastSaid, cards: Mapping[str, Card]) -> Thread:
    """The thread after the bot's last message. Without a question, a card's title stands for it."""
    known = tuple(card for card in last.cards if card in cards)
    question = "" if last.context is Topic.TIP else last.opened_by or last.question
    question = question or (cards[known[0]].title if known else "")
    if last.context in (Topic.CARD, Topic.TIP):
        figures = leaning.figures_in(" ".join(texts_of([cards[known[0]]]))) if known else frozenset()
        return Thread(question, shown=known[0] if known else "", figures=figures, in_part=last.in_part)
    return Thread(question, tentative=known)


def without_declined(thread: Thread, turn: str, is_correction: bool) -> Thread:
    """The thread without the open card, if the turn corrects or rejects: "no, I meant staffing numbers".

    "No, in Scotland" still means the open card, and so does what is said against a passage of it: another may fit.
    """
    if leaning.turns_down_all(turn):
        thread = replace(thread, tentative=())
    is_rejected = is_correction or leaning.rejects(turn)
    if not thread.shown or thread.in_part or not is_rejected or leaning.names_only_a_place(turn):
        return thread
    return replace(thread, shown="", declined=thread.shown)


def opening_question(turn: str, thread: Thread, is_read_with_it: bool) -> str:
    """The question that the next turn may follow up.

    What says little itself ("can I say no", "is that the law") leaves the one that opened the subject.
    """
    return thread.question if is_read_with_it and leaning.says_little(turn) else turn
