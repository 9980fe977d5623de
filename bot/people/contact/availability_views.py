"""A person's own view of the hours in which they take questions or requests and of how many, and its form."""

from dataclasses import dataclass

from bot.conversation.message import Button, Buttons, Choice, Facts, Form, Message, Option, TextInput, text
from bot.people.contact.availability import Availability
from bot.people.contact.preference_text import days_in_words

MOST = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What they are asked, and where its actions begin. `note` is what else to know while they take no more."""

    at: str
    one: str
    many: str
    note: str


QUESTIONS = Asked(
    "hours",
    "question",
    "questions",
    "While you take no more, colleagues can't pass a question on to you by name. "
    "Your inbox is there for you whenever you like.",
)
REQUESTS = Asked(
    "requests.hours",
    "request",
    "requests",
    "While you take no more, colleagues who ask you read that you take none just now. "
    "Champions' questions keep to the same hours.",
)


def what_applies(chosen: Availability, asked: Asked) -> Message:
    said = (
        f"You get no {asked.many} for now."
        if chosen.not_now
        else f"This is when you are offered {asked.many}."
    )
    rows = (
        ("Days", days_in_words(chosen.days)),
        ("Hours", f"{chosen.from_hour:02}:00 to {chosen.to_hour:02}:00, your time"),
        ("At a time", f"One {asked.one}" if chosen.most == 1 else f"{chosen.most} {asked.many}"),
        ("Just now", "Not now" if chosen.not_now else "Yes"),
    )
    switch = (f"Take {asked.many} again", "off") if chosen.not_now else ("Not now", "on")
    buttons = (
        Button("Change this", f"{asked.at}.change"),
        Button(switch[0], f"{asked.at}.not-now", switch[1]),
    )
    note = text(f"Nobody else sees this, and nobody asks you why. {asked.note}", quiet=True)
    return Message(said, (text(said), Facts(rows), note, Buttons(buttons)))


def form(chosen: Availability, asked: Asked) -> Form:
    hours = tuple(Option(str(hour), f"{hour:02}:00") for hour in range(25))
    counts = tuple(Option(str(count), str(count)) for count in range(1, MOST + 1))
    now = (Option("yes", "Yes"), Option("no", "Not now"))
    fields = (
        TextInput(
            "days",
            "On which days?",
            'Such as "Mon-Fri" or "Tue, Thu"',
            days_in_words(chosen.days),
            longest=80,
        ),
        Choice("from", "From when?", hours[:-1], initial=str(chosen.from_hour)),
        Choice("to", "Until when?", hours[1:], initial=str(chosen.to_hour)),
        Choice("most", "How many at a time, at most?", counts, initial=str(chosen.most)),
    )
    just_now = Choice(
        "now", f"Do you take {asked.many} just now?", now, initial="no" if chosen.not_now else "yes"
    )
    return Form(f"{asked.at}.save", "My hours", fields, submit="Save", more=(just_now,))
