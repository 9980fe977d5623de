"""Builds the messages about rephrasing by a language model: off, on, and what would be sent where."""

from bot.conversation.message import Bullets, Buttons, Heading, Message, saying, text
from bot.features.asking.actions import CONSIDER_REPHRASING, TURN_REPHRASING_OFF, TURN_REPHRASING_ON
from bot.features.asking.rephrasing.outcome import LONGEST_QUESTION


def in_a_record(host: str) -> str:
    """The setting for the audit. Without a host it is off."""
    return f"on, by {host}" if host else "off"


NOT_SET_UP = saying(
    "No model is set up here, so every answer is shown as its card was written. There is nothing to do."
)

IS_OFF = Message(
    "No language model words answers here.",
    (
        Heading("Answers in a language model's words"),
        text("This is off: every answer is shown as its card was written."),
        text("Turning it on shows you first what would be sent, and where."),
        Buttons((CONSIDER_REPHRASING.button("See what would be sent"),)),
    ),
)


def shown_on(host: str) -> Message:
    summary = "A language model words answers here."
    return Message(
        summary,
        (
            Heading("Answers in a language model's words"),
            text(f"This is on: questions that a card answers are sent to {host}."),
            text(
                "An answer says when a model worded it, and the card as written is one press away. Whenever the model "
                "is slow, fails, or says what the card doesn't, the card is shown as it was written.",
                quiet=True,
            ),
            Buttons((TURN_REPHRASING_OFF.button("Turn it off"),)),
        ),
    )


def really_turn_on(host: str) -> Message:
    return Message(
        f"Really send questions to {host}?",
        (
            Heading(f"Really send questions to {host}?"),
            text("For each question that one of our cards answers, this is sent there:"),
            Bullets(
                (
                    text(
                        "The question as it was typed. E-mail addresses, telephone numbers, mentions and long numbers "
                        "are taken out first; a name in it is not."
                    ),
                    text("One to three of our cards, without your organisation's own."),
                )
            ),
            text(
                f"Never who asked, what was asked before, words of distress, or anything longer than {LONGEST_QUESTION} "
                "characters. The people who run that service may keep what it gets: settle that with them, and tell your people."
            ),
            Buttons(
                (
                    TURN_REPHRASING_ON.button(f"Turn it on with {host}"[:75], host),
                    TURN_REPHRASING_OFF.button("Leave it off"),
                )
            ),
        ),
    )
