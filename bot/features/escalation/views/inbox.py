"""Builds a champion's inbox message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from bot.conversation.dates import day_in_words
from bot.conversation.message import Block, Button, Buttons, Heading, Message, Quote, Span, saying, text
from bot.features.escalation.actions import INBOX, SHOW, TAKE
from bot.features.escalation.models import Question
from bot.features.escalation.question_closing import QuestionOfferEndings
from bot.people.contact.availability_actions import QUESTION_HOURS

_MOST = 5
_BEGINNING = 300


@dataclass(frozen=True, slots=True)
class InboxLine:
    question: Question
    asker: str
    asked_on: date


def inbox(waiting: Sequence[InboxLine], mine: Sequence[InboxLine]) -> Message:
    """Their own first: somebody counts on them."""
    sentence = f"Waiting for somebody: {len(waiting)}. With you: {len(mine)}."
    if not waiting and not mine:
        sentence = "No question is waiting, and none is with you."
    blocks: list[Block] = [text(sentence)]
    if mine:
        blocks.append(Heading("With you"))
    for line in mine[:_MOST]:
        blocks += _line(line, _state(line.question), SHOW.button("Open it", line.question.id))
    if waiting:
        blocks.append(Heading("Waiting for somebody"))
    for line in waiting[:_MOST]:
        blocks += _line(line, "", TAKE.button("I'll take it", line.question.id))
    if more := len(mine[_MOST:]) + len(waiting[_MOST:]):
        blocks.append(text(f"And {more} more, which come up here as these are done.", quiet=True))
    return Message(sentence, (*blocks, Buttons((QUESTION_HOURS.show.button("My hours"),))))


SECOND = "A colleague has this question, or it was taken back. There is nothing more to do, and thank you for wanting to."
OFFER_ENDINGS = QuestionOfferEndings(
    taken=saying(
        "A colleague has taken this question. There is nothing more to do, and thank you for looking."
    ),
    closed=saying("This question is closed. There is nothing more to do."),
    passed_on=saying("This question has gone on to a colleague. There is nothing more to do."),
    yours=lambda id_: saying("You took this question.", SHOW.button("Open it", id_)),
    moved_on=lambda id_: saying(
        "This question has moved on: the newest message about it says where it stands.",
        SHOW.button("Open it", id_),
    ),
    over=lambda id_: saying("This question of yours is closed.", SHOW.button("Open it", id_)),
)
OVER = "This question is closed by now, or with a colleague. There is nothing left for you to do."
OVER_WITH_WORDS = f"{OVER} Your words were not sent: copy them if you need them."
OTHERS = INBOX.button("Colleagues' questions")


def passed_on(whom: str) -> Message:
    """`whom` is a name, empty if all the others get it."""
    return saying(f"Passed on to {whom or 'all the others who read it'}. Thank you for looking.", OTHERS)


def _line(line: InboxLine, state: str, button: Button) -> tuple[Block, ...]:
    about = "replied to your announcement" if line.question.about else "asked"
    who = text(f"{line.asker} {about} on {day_in_words(line.asked_on)}. {state}".strip(), quiet=True)
    return (
        who,
        Quote((Span(shorten(line.question.text, _BEGINNING, placeholder=" …")),)),
        Buttons((button,)),
    )


def _state(question: Question) -> str:
    return "You answered." if question.answered_at else "It waits for your answer."
