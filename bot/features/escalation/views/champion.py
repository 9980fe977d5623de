"""Builds a champion's messages and forms for a question, in each of its states."""

from collections.abc import Sequence

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
    text,
)
from bot.features.escalation.models import Consent, Letter, Question, Says

LONGEST_ANSWER = 2000
LONGEST_NOTE = 200

TO, ALL = "to", "all"

_LATEST = 4
_WHY = "I have no reviewed answer to it. The first to take it answers here, in the chat."
_WHY_AGAIN = "Nobody has answered it yet, so I ask once more. The first to take it answers here, in the chat."
_NOTE = "A colleague's note:"
_SAID_BEFORE = {Says.ANSWER: "The answer:", Says.REPLY: "{asker} replied:", Says.PASSED_ON: _NOTE}
_NEWS = {
    Says.REPLY: "{asker} replied to your answer.",
    Says.THANKS: "{asker} says thank you: your answer was what they needed.",
    Says.YOU_MAY: "{asker} agrees: you may use the words of their question.",
    Says.YOU_MAY_NOT: "{asker} would rather see other words than theirs. Keep the answer in words of your own.",
    Says.PASSED_ON: "{passer} passes this question on to you.",
}


def offer(question: Question, asker: str, note: str = "") -> Message:
    """To a champion who may take it, or to the only one it was directed to; with the note of a colleague who passed it on."""
    if question.directed_to:
        return for_champion(question, asker, ())
    said = f"{asker} asks:"
    why = text(_WHY_AGAIN if question.offers > 1 else _WHY, _about_the_name(question), quiet=True)
    buttons = Buttons((Button("I'll take it", "inbox.take", question.id), Button("My hours", "hours")))
    return Message(said, (_bold(said), Quote((Span(question.text),)), *_noted(note), why, buttons))


def for_champion(question: Question, asker: str, letters: Sequence[Letter]) -> Message:
    """To the champion who has it: what was said so far, and what they can do."""
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
    return Message(said, (*blocks, Buttons(_for_the_holder(question))))


def to_champion(
    question: Question, letter: Letter, asker: str, letters: Sequence[Letter], passer: str = ""
) -> Message:
    """News of a question that they have, with everything before it; `passer` is who passed it on last."""
    said = _NEWS[letter.says].format(asker=asker, passer=passer)
    return Message(said, (_bold(said), *for_champion(question, asker, letters).blocks))


def takers(colleagues: Sequence[tuple[str, str]]) -> tuple[Option, ...]:
    """All of them together, and each by name."""
    return (Option(ALL, "All the others who read it"), *(Option(*given) for given in colleagues))


def passing_form(question: Question, colleagues: Sequence[tuple[str, str]]) -> Form:
    """`colleagues` are the ids and names of those who could have it."""
    note = text("By name you find those who take questions just now. The person who asked isn't told.")
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


def _for_the_holder(question: Question) -> tuple[Button, ...]:
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


def _noted(note: str) -> tuple[Block, ...]:
    return (text(_NOTE, quiet=True), Quote((Span(note),))) if note else ()


def _about_the_name(question: Question) -> str:
    return "" if question.is_named else " They asked without their name; your answer finds them all the same."


def _bold(said: str) -> Paragraph:
    return text(Span(said, bold=True))
