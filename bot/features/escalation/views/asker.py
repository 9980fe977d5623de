"""Builds the asker's messages and forms for a question, in each of its states."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.conversation.message import (
    Button,
    Buttons,
    Choice,
    Form,
    Message,
    Option,
    Paragraph,
    Quote,
    Span,
    TextInput,
    saying,
    text,
)
from bot.features.escalation.asking import LONGEST
from bot.features.escalation.models import Letter, Question, Says
from bot.people.contact.preference_text import day_in_words

WORDS, NAMED = "question", "named"
_WITH, _WITHOUT = "with", "without"
_LATEST = 4

AGAIN = Button("Ask a person", "ask.person")
TAKEN_BACK = "Taken back. The question is deleted, and the messages that brought it to champions disappear."
MAY = "Thank you. They may use your words; your name stays out of it."
MAY_NOT = "Thank you for saying so. It will be written in other words."
OVER = "That question is closed. Ask anew whenever you like."
OVER_WITH_WORDS = "That question is closed by now, so this was not sent. Copy your words and ask anew: say “help” for the way."


@dataclass(frozen=True, slots=True)
class Readers:
    """How many champions read it with the asker's name, and how many without."""

    named: int
    unnamed: int
    organisation: str


def asking_form(words: str, readers: Readers, by: date, contact: str) -> Form:
    """The box holds exactly what is sent; below it stands who reads it, and by when; the rest is for who asks."""
    said = (
        f"{_champions(readers.unnamed).capitalize()} will read it; one should take it by {day_in_words(by)}."
    )
    what = (
        "The words above go to champions: colleagues who answer questions about peer work. Nothing else goes "
        "with them. Leave out anything about a particular person who uses the service."
    )
    who = (
        f"With your name, {_champions(readers.named)} will read it, for your team or for all of "
        f"{readers.organisation}. Without it, {_champions(readers.unnamed)} will."
    )
    unnamed = (
        "Without your name, champions don't see who asks. We keep a link to you so that the answer finds you, "
        "and delete it when the question is closed. The words are deleted 30 days after that."
    )
    when = "If nobody takes it by then, I ask them once more, and then tell you who else to turn to."
    options = (Option(_WITHOUT, "Without my name"), Option(_WITH, "With my name"))
    box = TextInput(WORDS, "Your question", initial=words[:LONGEST], multiline=True, longest=LONGEST)
    named = Choice(NAMED, "How do you want to ask?", options, initial=_WITHOUT)
    notes = tuple(text(note) for note in (what, who, unnamed, when))
    if contact:
        notes += (text(f"If you would rather not write: {contact}"),)
    return Form("ask.person.send", "Ask a person", (box, text(said), named), submit="Send it", more=notes)


def is_named(chosen: str) -> bool:
    return chosen == _WITH


def sent(question: Question, count: int, by: date) -> Message:
    said = f"Sent to {_champions(count)}, {'with' if question.is_named else 'without'} your name."
    then = f" The answer comes to our chat. Somebody should have taken it by {day_in_words(by)}."
    return Message(said, (text(said, then), Quote((Span(question.text),)), Buttons((_take_back(question),))))


def only_staff(contact: str) -> Message:
    """To somebody from outside."""
    said = "I can only pass on questions from people who work here, so yours was not sent."
    else_ = contact or "Somebody who works here with you can ask it for you."
    return Message(said, (text(said, " I'm sorry."), text(else_)))


def to_asker(question: Question, letter: Letter, champion: str, contact: str) -> Message:
    asked = (text("You asked:", quiet=True), Quote((Span(question.text),)))
    if letter.says is Says.NOBODY_YET:
        said = "Nobody has been able to answer your question yet."
        else_ = contact or "Your line manager is a good place to turn to meanwhile."
        sorry = text(said, " I'm sorry. I asked twice, and it stays open:")
        return Message(said, (sorry, *asked, text(else_), Buttons((_take_back(question),))))
    if letter.says is Says.MAY_WE:
        said = "May colleagues see the words of your question?"
        why = (
            f" {champion} would like to keep the answer for everyone. If you say no, it is written in other "
            "words. Nobody is told who asked."
        )
        buttons = (
            Button("Yes, use my words", "ask.person.may", f"{question.id} yes"),
            Button("No, other words", "ask.person.may", f"{question.id} no"),
        )
        return Message(said, (text(said, why), *asked, Buttons(buttons)))
    said = f"{champion} answers:"
    buttons = (
        Button("Thank you, that's all", "ask.person.thank", question.id),
        Button("Reply", "ask.person.reply", question.id),
    )
    return Message(said, (_bold(said), Quote((Span(letter.text),)), *asked, Buttons(buttons)))


def answered(questions: Sequence[tuple[Question, Letter, str]]) -> Message:
    """All that waits for its asker, each with what can be done; `str` is who answered."""
    if not questions:
        return saying("No answer is waiting for you.", AGAIN)
    shown = [to_asker(question, letter, champion, "").blocks for question, letter, champion in questions]
    said = "1 answer for you" if len(shown) == 1 else f"{len(shown)} answers for you"
    return Message(said, (text(said), *(block for blocks in shown[:_LATEST] for block in blocks)))


def thanked(question: Question, letters: Sequence[Letter]) -> Message:
    """What stays in the asker's chat once they closed it."""
    said = "You said thank you, and the question is closed."
    gone = "" if question.is_named else " Nothing here says any more that you asked it."
    answers = [Quote((Span(letter.text),)) for letter in letters if letter.says is Says.ANSWER]
    asked = (text("You asked:", quiet=True), Quote((Span(question.text),)))
    then = Buttons((AGAIN,))
    return Message(said, (text(said, gone), *asked, text("The answer:", quiet=True), *answers[-1:], then))


def reply_form(question: Question) -> Form:
    note = text(
        "It goes to the person who answered you"
        + ("." if question.is_named else ", again without your name.")
    )
    box = TextInput("reply", "Your reply", multiline=True, longest=LONGEST)
    return Form("ask.person.reply.send", "Your reply", (note, box), submit="Send it", value=question.id)


def _take_back(question: Question) -> Button:
    return Button("Take it back", "ask.person.back", question.id)


def _champions(count: int) -> str:
    return "one champion" if count == 1 else f"{count} champions"


def _bold(said: str) -> Paragraph:
    return text(Span(said, bold=True))
