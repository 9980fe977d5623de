"""Builds the explanation of how a message was understood, stage by stage, for the demo's side panel and `ask --why`."""

from dataclasses import replace

from bot.conversation.message import Buttons, Facts, Message, Paragraph, Span, text
from bot.features.asking.actions import OPEN_COMMAND
from bot.features.asking.conversation.commands import Command
from bot.features.asking.conversation.last_said import LastSaid
from bot.features.asking.understanding.turn import Stage, Turn

_WORDS = {
    Stage.DISTRESS: "Taken as distress, before anything else.",
    Stage.CONVERSATION: "Taken as conversation, and not searched.",
    Stage.COMMAND: "Taken as asking for a tool.",
    Stage.FOLLOW_UP: "Taken as a follow-up.",
    Stage.SEARCH: "Searched for a card.",
}


def understood(turn: Turn, last: LastSaid) -> Message:
    """The stage, its reason, and the context."""
    summary = _WORDS[turn.stage]
    rows = [("Stage", turn.stage.value), ("Why", turn.how), ("Said before", last.context.value)]
    if turn.recognised and turn.recognised.acts:
        rows.append(("Acts", ", ".join(turn.recognised.acts)))
    if turn.recognised and turn.recognised.command:
        rows.append(("Command", turn.recognised.command.word))
    return Message(summary, (Paragraph((Span(summary, bold=True),)), Facts(tuple(rows))))


def taken_as_distress() -> Message:
    """For words of distress, which no later stage sees. Says nothing of the words."""
    stage = Stage.DISTRESS
    how = "Phrases or the classifier recognised it. Nothing about it is kept, counted or told anybody."
    return Message(
        _WORDS[stage],
        (Paragraph((Span(_WORDS[stage], bold=True),)), Facts((("Stage", stage.value), ("Why", how)))),
    )


def with_search(turn: Turn, last: LastSaid, search: Message) -> Message:
    """The stage first, then how the card was found."""
    first = understood(turn, last)
    return replace(search, blocks=(*first.blocks, *search.blocks))


def asking_back(command: Command) -> Message:
    """Asks back whether the sentence asks for this tool."""
    yes = Buttons((OPEN_COMMAND.button("Yes, open it", command.word),))
    question = text("Did you mean ", Span(command.word, italic=True), "?")
    return Message(f"Did you mean {command.word}?", (question, yes))


NOT_HERE = 'That tool isn\'t here now. Say "help" to see what is.'
