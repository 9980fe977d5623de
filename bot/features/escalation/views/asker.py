"""Builds the asker's messages and forms for a question, in each of its states."""

from collections.abc import Sequence
from datetime import date

from bot.conversation.dates import day_in_words
from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Message,
    Paragraph,
    Quote,
    Span,
    saying,
    text,
)
from bot.features.escalation.actions import ALLOW_WORDS, LIST_UNANSWERED, REPLY, TAKE_BACK, THANK, UseOfWords
from bot.features.escalation.models import Letter, LetterKind, Question
from bot.features.escalation.views.asker_forms import champions
from bot.features.shared_actions import ASK_PERSON, MENU

_LATEST = 4

AGAIN = ASK_PERSON.button("Ask a person", None)
YOURS = LIST_UNANSWERED.button("Your other questions")
WAITING = MENU.button("What waits for me")
REPLY_SENT = "Sent. The answer comes to our chat."
TAKEN_BACK = "Taken back. The question is deleted, and the messages that brought it to champions disappear."
MAY = "Thank you. They may use your words; your name stays out of it."
MAY_NOT = "Thank you for saying so. It will be written in other words."
OVER = "This question is closed. Ask again whenever you like."
OVER_WITH_WORDS = "This question has closed meanwhile, so your words were not sent. Copy them, then press “Ask a person” to ask again."


def sent(question: Question, count: int, by: date) -> Message:
    sentence = f"Sent to {champions(count)}, {'with' if question.is_named else 'without'} your name."
    then = f" The answer comes to our chat. Somebody should have taken it by {day_in_words(by)}."
    return Message(
        sentence, (text(sentence, then), Quote((Span(question.text),)), Buttons((_take_back(question),)))
    )


def only_staff(contact: str) -> Message:
    """The reply to a person from outside."""
    sentence = "I can only pass on questions from people who work here, so yours was not sent."
    else_ = contact or "Somebody who works here with you can ask it for you."
    return Message(sentence, (text(sentence, " I'm sorry."), text(else_)))


def contact(named: str) -> Message:
    """Shown if no champion can be asked. `named` is the organisation's contact, or empty."""
    sentence = named or (
        "Your organisation has not named anyone for this yet. Your line manager is a good place to start."
    )
    return Message("A person who can help", (text(sentence),))


def to_asker(question: Question, letter: Letter, champion: str, contact: str) -> Message:
    quoted = (text("You asked:", quiet=True), Quote((Span(question.text),)))
    if letter.says is LetterKind.NOBODY_YET:
        sentence = "Nobody has been able to answer your question yet."
        else_ = contact or "Your line manager is a good place to turn to meanwhile."
        sorry = text(sentence, " I'm sorry. I asked twice, and it stays open:")
        return Message(sentence, (sorry, *quoted, text(else_), Buttons((_take_back(question),))))
    if letter.says is LetterKind.MAY_WE:
        sentence = "May colleagues see the words of your question?"
        why = (
            f" {champion} would like to keep the answer for everyone. If you say no, it is written in other "
            "words. Nobody is told who asked."
        )
        buttons = (
            ALLOW_WORDS.button("Yes, use my words", UseOfWords(question.id, is_allowed=True)),
            ALLOW_WORDS.button("No, other words", UseOfWords(question.id, is_allowed=False)),
        )
        return Message(sentence, (text(sentence, why), *quoted, Buttons(buttons)))
    sentence = f"{champion} answers:"
    buttons = (
        THANK.button("Thank you, that's all", question.id),
        REPLY.button("Reply", question.id),
    )
    return Message(sentence, (_bold(sentence), Quote((Span(letter.text),)), *quoted, Buttons(buttons)))


def answered(questions: Sequence[tuple[Question, Letter, str]]) -> Message:
    """Answers that wait for their asker, each with buttons; `str` is the champion's name."""
    if not questions:
        return saying("No answer is waiting for you.", AGAIN)
    shown = [to_asker(question, letter, champion, "").blocks for question, letter, champion in questions]
    sentence = "1 answer for you" if len(shown) == 1 else f"{len(shown)} answers for you"
    return Message(sentence, (text(sentence), *(block for blocks in shown[:_LATEST] for block in blocks)))


def unanswered(questions: Sequence[tuple[Question, date | None]]) -> Message:
    """Questions of the asker's own that wait for an answer, each with where it stands and by when."""
    if not questions:
        return saying("No question of yours is waiting for an answer.", AGAIN)
    sentence = f"{len(questions)} questions of yours wait for an answer."
    if len(questions) == 1:
        sentence = "1 question of yours waits for an answer."
    blocks: list[Block] = [text(sentence)]
    for question, by in questions:
        stands = text(_where_it_stands(question, by), quiet=True)
        blocks += [Quote((Span(question.text),)), stands, Buttons((_take_back(question),))]
    return Message(sentence, tuple(blocks))


def taken_back(others: int) -> Message:
    """`others` is the number of their questions that still wait."""
    return saying(TAKEN_BACK, *((YOURS,) if others else ()), AGAIN)


def _where_it_stands(question: Question, by: date | None) -> str:
    if by is None:
        return "Nobody has been able to answer it yet. It stays open."
    has_it = (
        "A colleague has it and should answer" if question.claimed_by else "Somebody should have taken it"
    )
    return f"{has_it} by {day_in_words(by)}."


def thanked(question: Question, letters: Sequence[Letter]) -> Message:
    """The message that stays in the asker's chat after they closed the question."""
    sentence = "You said thank you, and the question is closed."
    gone = "" if question.is_named else " Nothing here says any more that you asked it."
    answers = [Quote((Span(letter.text),)) for letter in letters if letter.says is LetterKind.ANSWER]
    quoted = (text("You asked:", quiet=True), Quote((Span(question.text),)))
    then = Buttons((AGAIN,))
    return Message(
        sentence, (text(sentence, gone), *quoted, text("The answer:", quiet=True), *answers[-1:], then)
    )


def _take_back(question: Question) -> Button:
    return TAKE_BACK.button("Take it back", question.id)


def _bold(sentence: str) -> Paragraph:
    return text(Span(sentence, bold=True))
