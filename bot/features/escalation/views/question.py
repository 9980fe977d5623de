"""Builds a question's messages and forms for its champion and its asker, in each of its states."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.conversation.message import (
    Block,
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
from bot.features.escalation.models import Consent, Letter, Question, Says
from bot.people.contact.preference_text import day_in_words

LONGEST_ANSWER = 2000
LONGEST_NOTE = 200

WORDS, NAMED = "question", "named"
_WITH, _WITHOUT = "with", "without"
TO, ALL = "to", "all"


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


AGAIN = Button("Ask a person", "ask.person")
TAKEN_BACK = "Taken back. The question is deleted, and the messages that brought it to champions disappear."
MAY = "Thank you. They may use your words; your name stays out of it."
MAY_NOT = "Thank you for saying so. It will be written in other words."
OVER = "That question is closed. Ask anew whenever you like."
OVER_WITH_WORDS = "That question is closed by now, so this was not sent. Copy your words and ask anew: say “help” for the way."


def offer(question: Question, asker: str, note: str = "") -> Message:
    """To a champion who doesn't have it yet, or to the only one it is for; with the note of whoever passed it on."""
    if question.directed_to:
        return for_champion(question, asker, ())
    said = f"{asker} asks:"
    why = text(_WHY_AGAIN if question.offers > 1 else _WHY, _about_the_name(question), quiet=True)
    buttons = Buttons((Button("I'll take it", "inbox.take", question.id), Button("My hours", "hours")))
    return Message(said, (_bold(said), Quote((Span(question.text),)), *_noted(note), why, buttons))


def for_champion(question: Question, asker: str, letters: Sequence[Letter]) -> Message:
    """To whoever has it: what was said so far, and what they can do."""
    said = f"{asker} {'replies to your announcement' if question.about else 'asks'}:"
    blocks: list[Block] = [_bold(said), Quote((Span(question.text),))]
    for letter in [x for x in letters if x.says in _SAID_BEFORE and x.text][-_LATEST:]:
        label = _SAID_BEFORE[letter.says].format(asker=asker)
        blocks += [text(label, quiet=True), Quote((Span(letter.text),))]
    if about := _about_the_name(question):
        blocks.append(text(about.strip(), quiet=True))
    if question.closed_at:
        return Message(
            said, (*blocks, text(_closed(question), quiet=True), Buttons(_still_possible(question)))
        )
    return Message(said, (*blocks, Buttons(_for_whoever_has_it(question))))


def _closed(question: Question) -> str:
    kept_for_all = " You can still keep your answer for everyone." if _may_be_kept(question) else ""
    return f"This question is closed.{kept_for_all}"


def _may_be_kept(question: Question) -> bool:
    return bool(question.answered_at) and not question.about


def _still_possible(question: Question) -> tuple[Button, ...]:
    others = Button("Colleagues' questions", "inbox")
    if not _may_be_kept(question):
        return (others,)
    return (Button("Keep this for everyone", "local.open", question.id), others)


def _for_whoever_has_it(question: Question) -> tuple[Button, ...]:
    if not question.answered_at:
        answer = Button("Answer", "inbox.answer", question.id)
        if question.directed_to:
            return (answer, Button("Close it", "inbox.close", question.id))
        return (answer, Button("Pass it on", "inbox.pass", question.id))
    buttons = [Button("Say more", "inbox.answer", question.id)]
    if not question.about:
        buttons.append(Button("Keep this for everyone", "local.open", question.id))
        if question.consent is Consent.NOT_ASKED:
            buttons.append(Button("Ask to use their words", "inbox.may-we", question.id))
    return (*buttons, Button("Close it", "inbox.close", question.id))


def takers(colleagues: Sequence[tuple[str, str]]) -> tuple[Option, ...]:
    """All of them together, and each by name."""
    return (Option(ALL, "All the others who read it"), *(Option(*given) for given in colleagues))


def passing_form(question: Question, colleagues: Sequence[tuple[str, str]]) -> Form:
    """`colleagues` are the ids and names of those who could have it."""
    note = text("By name you find those who take questions just now. Whoever asked isn't told of it.")
    box = TextInput("note", "A note", "One line, only for champions", optional=True, longest=LONGEST_NOTE)
    fields = (note, Choice(TO, "To whom?", takers(colleagues), ALL, is_searched=True), box)
    return Form("inbox.pass.send", "Pass it on", fields, submit="Pass it on", value=question.id)


def answer_form(question: Question, asker: str) -> Form:
    note = text(f"{asker} asked: ", Span(question.text, italic=True))
    how = text(
        "Your answer goes to their chat in your name. They can reply, and you can say more.", quiet=True
    )
    box = TextInput("answer", "Your answer", multiline=True, longest=LONGEST_ANSWER)
    return Form("inbox.answer.send", "Your answer", (note, how, box), submit="Send it", value=question.id)


def reply_form(question: Question) -> Form:
    note = text(
        "It goes to whoever answered you" + ("." if question.is_named else ", again without your name.")
    )
    box = TextInput("reply", "Your reply", multiline=True, longest=LONGEST)
    return Form("ask.person.reply.send", "Your reply", (note, box), submit="Send it", value=question.id)


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


def to_champion(
    question: Question, letter: Letter, asker: str, letters: Sequence[Letter], passer: str = ""
) -> Message:
    """News of a question that they have, with everything before it; `passer` is who passed it on last."""
    said = _NEWS[letter.says].format(asker=asker, passer=passer)
    return Message(said, (_bold(said), *for_champion(question, asker, letters).blocks))


_LATEST = 4
_WHY = "I have no reviewed answer to it. Whoever takes it first answers here, in the chat."
_WHY_AGAIN = (
    "Nobody has answered it yet, so I ask once more. Whoever takes it first answers here, in the chat."
)
_NOTE = "A colleague's note:"
_SAID_BEFORE = {Says.ANSWER: "The answer:", Says.REPLY: "{asker} replied:", Says.PASSED_ON: _NOTE}
_NEWS = {
    Says.REPLY: "{asker} replied to your answer.",
    Says.THANKS: "{asker} says thank you: your answer was what they needed.",
    Says.YOU_MAY: "{asker} agrees: you may use the words of their question.",
    Says.YOU_MAY_NOT: "{asker} would rather see other words than theirs. Keep the answer in words of your own.",
    Says.PASSED_ON: "{passer} passes this question on to you.",
}


def _take_back(question: Question) -> Button:
    return Button("Take it back", "ask.person.back", question.id)


def _noted(note: str) -> tuple[Block, ...]:
    return (text(_NOTE, quiet=True), Quote((Span(note),))) if note else ()


def _about_the_name(question: Question) -> str:
    return "" if question.is_named else " They asked without their name; your answer finds them all the same."


def _champions(count: int) -> str:
    return "one champion" if count == 1 else f"{count} champions"


def _bold(said: str) -> Paragraph:
    return text(Span(said, bold=True))
