"""A person's own view of the hours in which they take questions or requests and of how many, and its form."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation.message import Buttons, Choice, Facts, Form, Message, Option, TextInput, text
from bot.conversation.routes import Faults
from bot.people.contact.availability import Availability
from bot.people.contact.availability_actions import QUESTION_HOURS, REQUEST_HOURS, HoursActions, NotNow
from bot.people.contact.preference_text import days_in_words, read_days

MOST = 10

_DAYS, _FROM, _TO, _MOST_AT_ONCE, _NOW = "days", "from", "to", "most", "now"
_TAKES, _TAKES_NONE = "yes", "no"


@dataclass(frozen=True, slots=True)
class RequestKind:
    """The kind of request, and its buttons' actions. `note` is shown while the person takes no more."""

    actions: HoursActions
    singular: str
    plural: str
    note: str


QUESTIONS = RequestKind(
    QUESTION_HOURS,
    "question",
    "questions",
    "While you take no more, colleagues can't pass a question on to you by name. "
    "Your inbox is there for you whenever you like.",
)
REQUESTS = RequestKind(
    REQUEST_HOURS,
    "request",
    "requests",
    "While you take no more, colleagues who ask you read that you take none just now. "
    "Champions' questions keep to the same hours.",
)


def what_applies(chosen: Availability, kind: RequestKind) -> Message:
    sentence = (
        f"You get no {kind.plural} for now."
        if chosen.not_now
        else f"This is when you are offered {kind.plural}."
    )
    rows = (
        ("Days", days_in_words(chosen.days)),
        ("Hours", f"{chosen.from_hour:02}:00 to {chosen.to_hour:02}:00, your time"),
        ("At a time", f"One {kind.singular}" if chosen.most == 1 else f"{chosen.most} {kind.plural}"),
        ("Just now", "Not now" if chosen.not_now else "Yes"),
    )
    switch = kind.actions.switch.button("Not now", NotNow.ON)
    if chosen.not_now:
        switch = kind.actions.switch.button(f"Take {kind.plural} again", NotNow.OFF)
    buttons = (kind.actions.change.button("Change this"), switch)
    note = text(f"Nobody else sees this, and nobody asks you why. {kind.note}", quiet=True)
    return Message(sentence, (text(sentence), Facts(rows), note, Buttons(buttons)))


def asked_by(action: str) -> RequestKind:
    """The kind of request from which the person opened their hours, which both kinds share."""
    return REQUESTS if action in REQUESTS.actions.names else QUESTIONS


def form(chosen: Availability, kind: RequestKind) -> Form:
    hours = tuple(Option(str(hour), f"{hour:02}:00") for hour in range(25))
    counts = tuple(Option(str(count), str(count)) for count in range(1, MOST + 1))
    now = (Option(_TAKES, "Yes"), Option(_TAKES_NONE, "Not now"))
    fields = (
        TextInput(
            _DAYS,
            "On which days?",
            'Such as "Mon-Fri" or "Tue, Thu"',
            days_in_words(chosen.days),
            longest=80,
        ),
        Choice(_FROM, "From when?", hours[:-1], initial=str(chosen.from_hour)),
        Choice(_TO, "Until when?", hours[1:], initial=str(chosen.to_hour)),
        Choice(_MOST_AT_ONCE, "How many at a time, at most?", counts, initial=str(chosen.most)),
    )
    just_now = Choice(
        _NOW, f"Do you take {kind.plural} just now?", now, initial=_TAKES_NONE if chosen.not_now else _TAKES
    )
    return kind.actions.save.form("My hours", fields, submit="Save", more=(just_now,))


def read(values: Mapping[str, str]) -> Availability | Faults:
    """The hours that the form has; not yet anybody's."""
    days = read_days(values.get(_DAYS, ""))
    if days is None:
        return Faults({_DAYS: 'Write days like "Mon-Fri" or "Tuesday, Thursday".'})
    numbers = [values.get(name, "") for name in (_FROM, _TO, _MOST_AT_ONCE)]
    if not all(number.isdecimal() for number in numbers):
        return _NOT_OFFERED
    from_hour, to_hour, most = map(int, numbers)
    if not (0 <= from_hour <= 23 and 1 <= to_hour <= 24 and 1 <= most <= MOST):
        return _NOT_OFFERED
    not_now = values.get(_NOW, "") == _TAKES_NONE
    return Availability(days=days, from_hour=from_hour, to_hour=to_hour, most=most, not_now=not_now)


_NOT_OFFERED = Faults({"": "Choose one of the hours and one of the numbers."})
