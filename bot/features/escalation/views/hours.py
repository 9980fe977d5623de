"""Builds a champion's own view of their hours and question limit, and the form to change them."""

from bot.conversation.message import Button, Buttons, Choice, Facts, Form, Message, Option, TextInput, text
from bot.features.escalation.availability import Availability
from bot.people.contact.preference_text import days_in_words

MOST = 10


def what_applies(chosen: Availability) -> Message:
    said = "You get no questions for now." if chosen.not_now else "This is when you are offered questions."
    rows = (
        ("Days", days_in_words(chosen.days)),
        ("Hours", f"{chosen.from_hour:02}:00 to {chosen.to_hour:02}:00, your time"),
        ("At a time", "One question" if chosen.most == 1 else f"{chosen.most} questions"),
        ("Just now", "Not now" if chosen.not_now else "Yes"),
    )
    switch = ("Take questions again", "off") if chosen.not_now else ("Not now", "on")
    buttons = Buttons((Button("Change this", "hours.change"), Button(switch[0], "hours.not-now", switch[1])))
    note = text(
        "Nobody else sees this, and nobody asks you why. While you take no more, colleagues can't pass a question on "
        "to you by name. Your inbox is there for you whenever you like.",
        quiet=True,
    )
    return Message(said, (text(said), Facts(rows), note, buttons))


def form(chosen: Availability) -> Form:
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
        "now", "Do you take questions just now?", now, initial="no" if chosen.not_now else "yes"
    )
    return Form("hours.save", "My hours", fields, submit="Save", more=(just_now,))
