"""Builds a champion's messages and forms for a question, in each of its states."""

from collections.abc import Sequence

from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Message,
    Paragraph,
    Quote,
    Span,
    text,
)
from bot.features.escalation.actions import (
    ANSWER,
    ASK_FOR_WORDS,
    CLOSE,
    INBOX,
    PASS_ON,
    TAKE,
)
from bot.features.escalation.models import Consent, Letter, LetterKind, Question
from bot.features.shared_actions import KEEP_FOR_EVERYONE
from bot.people.contact.availability_actions import QUESTION_HOURS

_LATEST = 4
_WHY = "I have no reviewed answer to it. The first to take it answers here, in the chat."
_WHY_AGAIN = "Nobody has answered it yet, so I ask once more. The first to take it answers here, in the chat."
_NOTE = "A colleague's note:"
_SAID_BEFORE = {
    LetterKind.ANSWER: "The answer:",
    LetterKind.REPLY: "{asker} replied:",
    LetterKind.PASSED_ON: _NOTE,
}
_NEWS = {
    LetterKind.REPLY: "{asker} replied to your answer.",
    LetterKind.THANKS: "{asker} says thank you: your answer was what they needed.",
    LetterKind.YOU_MAY: "{asker} agrees: you may use the words of their question.",
    LetterKind.YOU_MAY_NOT: "{asker} would rather see other words than theirs. Keep the answer in words of your own.",
    LetterKind.PASSED_ON: "{passer} passes this question on to you.",
}


def offer(question: Question, asker: str, note: str = "") -> Message:
    """The offer to a champion, with the note of a colleague who passed it on."""
    if question.directed_to:
        return for_champion(question, asker, ())
    sentence = f"{asker} asks:"
    why = text(_WHY_AGAIN if question.offers > 1 else _WHY, _about_the_name(question), quiet=True)
    buttons = Buttons((TAKE.button("I'll take it", question.id), QUESTION_HOURS.show.button("My hours")))
    return Message(sentence, (_bold(sentence), Quote((Span(question.text),)), *_noted(note), why, buttons))


def for_champion(question: Question, asker: str, letters: Sequence[Letter]) -> Message:
    """The question for its champion: all letters, and buttons for the next steps."""
    sentence = f"{asker} {'replies to your announcement' if question.about else 'asks'}:"
    blocks: list[Block] = [_bold(sentence), Quote((Span(question.text),))]
    for letter in [x for x in letters if x.says in _SAID_BEFORE and x.text][-_LATEST:]:
        label = _SAID_BEFORE[letter.says].format(asker=asker)
        blocks += [text(label, quiet=True), Quote((Span(letter.text),))]
    if about := _about_the_name(question):
        blocks.append(text(about.strip(), quiet=True))
    if question.closed_at:
        return Message(
            sentence, (*blocks, text(_closed(question), quiet=True), Buttons(_still_possible(question)))
        )
    return Message(sentence, (*blocks, Buttons(_for_the_holder(question))))


def to_champion(
    question: Question, letter: Letter, asker: str, letters: Sequence[Letter], passer: str = ""
) -> Message:
    """News of a question that they have, with everything before it; `passer` is who passed it on last."""
    sentence = _NEWS[letter.says].format(asker=asker, passer=passer)
    return Message(sentence, (_bold(sentence), *for_champion(question, asker, letters).blocks))


def _closed(question: Question) -> str:
    kept_for_all = " You can still keep your answer for everyone." if _may_be_kept(question) else ""
    return f"This question is closed.{kept_for_all}"


def _may_be_kept(question: Question) -> bool:
    return bool(question.answered_at) and not question.about


def _still_possible(question: Question) -> tuple[Button, ...]:
    others = INBOX.button("Colleagues' questions")
    if not _may_be_kept(question):
        return (others,)
    return (KEEP_FOR_EVERYONE.button("Keep this for everyone", question.id), others)


def _for_the_holder(question: Question) -> tuple[Button, ...]:
    if not question.answered_at:
        answer = ANSWER.button("Answer", question.id)
        if question.directed_to:
            return (answer, CLOSE.button("Close it", question.id))
        return (answer, PASS_ON.button("Pass it on", question.id))
    buttons = [ANSWER.button("Say more", question.id)]
    if not question.about:
        buttons.append(KEEP_FOR_EVERYONE.button("Keep this for everyone", question.id))
        if question.consent is Consent.NOT_ASKED:
            buttons.append(ASK_FOR_WORDS.button("Ask to use their words", question.id))
    return (*buttons, CLOSE.button("Close it", question.id))


def _noted(note: str) -> tuple[Block, ...]:
    return (text(_NOTE, quiet=True), Quote((Span(note),))) if note else ()


def _about_the_name(question: Question) -> str:
    return "" if question.is_named else " They asked without their name; your answer finds them all the same."


def _bold(sentence: str) -> Paragraph:
    return text(Span(sentence, bold=True))
