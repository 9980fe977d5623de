"""The actions of escalation's buttons and forms, with the types of their values.

`ASK_PERSON`, with which it begins, is in `bot/features/shared_actions.py`.
"""

from dataclasses import dataclass

from bot.conversation.actions import TEXT, Action, PlainAction, spaced


@dataclass(frozen=True, slots=True)
class UseOfWords:
    """Whether colleagues may see the words of a question."""

    question_id: str
    is_allowed: bool


# The asker's. The values are the question's id.
SEND = PlainAction("ask.person.send")
LIST_ANSWERS = PlainAction("ask.person.list")
LIST_UNANSWERED = PlainAction("ask.person.waiting")
TAKE_BACK = Action("ask.person.back", TEXT)
REPLY = Action("ask.person.reply", TEXT)
SEND_REPLY = Action("ask.person.reply.send", TEXT)
THANK = Action("ask.person.thank", TEXT)
ALLOW_WORDS = Action("ask.person.may", spaced(UseOfWords))

# The champion's. The values are the question's id.
INBOX = PlainAction("inbox")
TAKE = Action("inbox.take", TEXT)
SHOW = Action("inbox.show", TEXT)
ANSWER = Action("inbox.answer", TEXT)
SEND_ANSWER = Action("inbox.answer.send", TEXT)
PASS_ON = Action("inbox.pass", TEXT)
SEND_ON = Action("inbox.pass.send", TEXT)
ASK_FOR_WORDS = Action("inbox.may-we", TEXT)
CLOSE = Action("inbox.close", TEXT)
