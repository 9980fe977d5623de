"""The questions as the message people see, what it becomes, and the whole truth about how confidential it is."""

from collections.abc import Sequence
from datetime import datetime

from bot.conversation.message import (
    Bullets,
    Button,
    Buttons,
    Choice,
    Form,
    Heading,
    Message,
    Option,
    TextInput,
    text,
)
from bot.pulse.closing import COMMENTS_FROM
from bot.pulse.groups import FLOOR
from bot.pulse.items import Item

NOT_SURE = "not-sure"

OPTIONS = (
    Option("5", "Strongly agree"),
    Option("4", "Agree"),
    Option("3", "Neither agree nor disagree"),
    Option("2", "Disagree"),
    Option("1", "Strongly disagree"),
    Option(NOT_SURE, "Not sure, or doesn't apply to me"),
)

_SUMMARY = "This fortnight's questions"
_HOW = Button("How confidential is this?", "pulse.how-confidential")


def asked(wave_id: str, items: Sequence[Item], closes_at: datetime) -> Message:
    """`closes_at` in the organisation's own zone. It never says whom the questions were chosen for."""
    count = {1: "One question", 2: "Two questions", 3: "Three questions"}.get(
        len(items), f"{len(items)} questions"
    )
    return Message(
        _SUMMARY,
        (
            Heading(_SUMMARY),
            text(
                f"{count}, about ten seconds. Leave out what you like. You can answer once, "
                f"until {day_and_hour(closes_at)}; answers can't be changed afterwards."
            ),
            *(Choice(item.id, item.text, OPTIONS, optional=True) for item in items),
            Buttons((Button("Send my answers", "pulse.answer", wave_id), _HOW)),
            text(
                "Confidential: your answers are only added to a count, never stored with your name.",
                quiet=True,
            ),
        ),
    )


def thanks(wave_id: str) -> Message:
    said = "Thank you. Your answers are counted."
    return Message(
        said,
        (
            text(said, " You and everyone asked will see the results when leaders do."),
            Buttons((Button("Add a comment", "pulse.comment", wave_id), _HOW)),
        ),
    )


TWICE = "You have answered these questions already, and your answers are counted. They can't be changed or added to."
CLOSED = "These questions are closed, so nothing was counted. You may be asked others another time."
CLOSED_FOR_COMMENTS = "These questions are closed, so nothing was kept. You may be asked others another time."
NOT_INVITED = (
    "These questions were not sent to you, so nothing was counted. You may be asked others another time."
)
COMMENTED = "Thank you. Your comment is kept until these questions close."
COMMENTED_ALREADY = (
    "You have written a comment to these questions already, and one is what fits. Nothing was added."
)


def comment_form(wave_id: str) -> Form:
    return Form(
        "pulse.send-comment",
        "A comment",
        (
            text(
                "Comments are about the whole organisation: no name, team or time is stored with them, only "
                "a code until the questions close, so that everyone writes one. "
                f"They are shown to its leaders, in random order, only if {COMMENTS_FROM} or more people "
                "write one; otherwise they are deleted unread when the questions close. Shown ones are "
                "deleted after 30 days. Leave out names, and anything that only you could know."
            ),
            TextInput("comment", "What would you like to add?", multiline=True, longest=500),
        ),
        submit="Send the comment",
        value=wave_id,
    )


def how_confidential(floor: int = FLOOR) -> Message:
    summary = "How confidential your answers are"
    points = (
        "Your answer adds one to a count for your group. There is no record that holds one person's answers.",
        f"A group is {FLOOR} people or more who were asked, or everybody who was. Smaller teams are counted "
        "together with others before anything is counted.",
        f"Figures are shown only where at least {floor} people answered, and only where nobody could work out "
        "a hidden group from the others. You see those of the whole organisation and of your own team when "
        "leaders do.",
        "That you have answered, or written a comment, is stored as a code, so that everyone does it once. "
        "Nobody is shown who has and who hasn't. Only with a key that is kept outside the database could "
        "anyone find out whose code it is.",
        "When the questions close, all codes are deleted, and what is needed to read them. From then on "
        "nobody can join you to your answers, not even with the key, unless they kept a copy of the database "
        "from before. Copies that IT makes in these days may have the codes in them.",
        "Until then, somebody who holds that key and the running database could join you to your answers. "
        "And the chat platform and our server see each click.",
        "What stays is the counts, and who was asked. People who look after the database can also see counts "
        "that are too small to be shown: what a group chose, but not who chose what. Only if a whole group "
        "chose the same does that say it of each.",
        "So we say confidential, and not anonymous. Answers are never for appraisal or discipline.",
        "The questions are our own and nobody has validated them: they show a direction, not a diagnosis.",
    )
    return Message(summary, (Heading(summary), Bullets(tuple(text(point) for point in points))))


def day_and_hour(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B} at {at:%H:%M}"
