"""Forms in which people choose how the bot contacts them, and how the answers are read. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.conversation.dates import day_in_words
from bot.conversation.message import Choice, Form, Option, Paragraph, TextInput, text
from bot.conversation.routes import Faults
from bot.people.contact.actions import SAVE_SETTING
from bot.people.contact.message_kinds import MessageKind, subscriptions
from bot.people.contact.preference_text import (
    DAYS,
    days_in_words,
    quiet_in_words,
    read_date,
    read_days,
)
from bot.people.contact.preferences import ContactPreferences
from bot.people.contact.send_time import UNTIL_I_SAY

Field = Paragraph | Choice | TextInput
Values = Mapping[str, str]
Changes = dict[str, object]

# For a longer pause, the person gives its end.
_LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Setting:
    """`label` is how it is offered; `title` stands above the form, where Slack has room for 24 characters."""

    label: str
    title: str
    fields: Callable[[ContactPreferences, date], tuple[Field, ...]]
    read: Callable[[Values, ContactPreferences, date], Changes | Faults]

    def form(self, name: str, preferences: ContactPreferences, today: date) -> Form:
        return SAVE_SETTING.form(self.title, self.fields(preferences, today), name, submit="Save")


def _pause_fields(preferences: ContactPreferences, today: date) -> tuple[Field, ...]:
    options = (
        Option("week", f"For a week, until {day_in_words(today + timedelta(weeks=1))}"),
        Option("two weeks", f"For two weeks, until {day_in_words(today + timedelta(weeks=2))}"),
        Option("date", "Until the date below"),
        Option("until I say", "Until I say so"),
        Option("none", "No pause"),
    )
    until = preferences.snoozed_until if preferences.is_snoozed(today) else None
    written = until.isoformat() if until and until != UNTIL_I_SAY else ""
    return (
        text("While you pause, we don't write unasked. You can still ask anything, and get your answer."),
        Choice("pause", "How long?", options, initial="date" if written else "week"),
        TextInput(
            "until",
            "We write again from",
            "",
            written,
            optional=True,
            kind="date",
        ),
    )


def _read_pause(values: Values, _: ContactPreferences, today: date) -> Changes | Faults:
    weeks = {"week": 1, "two weeks": 2}
    match values.get("pause", ""):
        case ("week" | "two weeks") as chosen:
            return {"snoozed_until": today + timedelta(weeks=weeks[chosen])}
        case "until I say":
            return {"snoozed_until": UNTIL_I_SAY}
        case "none":
            return {"snoozed_until": None}
        case "date":
            return _read_until(values.get("until", ""), today)
        case _:
            return Faults({"pause": "Choose one of these."})


def _read_until(typed: str, today: date) -> Changes | Faults:
    until = read_date(typed)
    if until is None:
        return Faults({"until": f"Write the date as {today + timedelta(days=30)}, or as 1 December 2026."})
    if until <= today:
        return Faults(
            {"until": f"{day_in_words(until)} is not after today. Choose a later day, or no pause."}
        )
    if until > today + _LONGEST_PAUSE:
        return Faults({"until": 'That is more than a year away. Choose "Until I say so" instead.'})
    return {"snoozed_until": until}


def _tip_fields(preferences: ContactPreferences, _: date) -> tuple[Field, ...]:
    days = (Option("0", "The usual day"), *(Option(str(n), day) for n, day in enumerate(DAYS, 1)))
    hours = (Option("-1", "The usual time"), *_hours())
    return (
        Choice("day", "On which day do you want your weekly tip?", days, initial=str(preferences.tip_day)),
        Choice("hour", "At what time?", hours, initial=str(preferences.tip_hour)),
    )


def _read_tip(values: Values, preferences: ContactPreferences, _: date) -> Changes | Faults:
    day, hour = _number(values, "day"), _number(values, "hour")
    faults: dict[str, str] = {}
    if day is None or not 0 <= day <= 7:
        faults["day"] = "Choose one of these."
    elif day and str(day) not in preferences.working_days:
        faults["day"] = f"You don't work on {DAYS[day - 1]}s here. Change your working days first."
    if hour is None or not -1 <= hour <= 23:
        faults["hour"] = "Choose one of these."
    elif hour >= 0 and preferences.is_quiet(hour):
        faults["hour"] = f"That is in your quiet hours ({quiet_in_words(preferences)}). Change those first."
    return Faults(faults) if faults else {"tip_day": day, "tip_hour": hour}


def _days_fields(preferences: ContactPreferences, _: date) -> tuple[Field, ...]:
    hint = "Such as Mon-Fri, or Tue, Wed and Sat, or every day"
    return (
        TextInput(
            "days", "On which days do you work?", hint, days_in_words(preferences.working_days), longest=100
        ),
    )


def _read_days(values: Values, preferences: ContactPreferences, _: date) -> Changes | Faults:
    days = read_days(values.get("days", ""))
    if days is None:
        return Faults({"days": "Write the days like this: Mon-Fri, or Tue, Wed and Sat, or every day."})
    # A tip on a day they no longer work would wait for the next one each time: back to the usual day.
    off = preferences.tip_day and str(preferences.tip_day) not in days
    return {"working_days": days} | ({"tip_day": 0} if off else {})


def _quiet_fields(preferences: ContactPreferences, _: date) -> tuple[Field, ...]:
    return (
        text("We don't write in these hours, your time. From an hour to the same hour means no quiet hours."),
        Choice("from", "Quiet from", tuple(_hours()), initial=str(preferences.quiet_from)),
        Choice("to", "Quiet until", tuple(_hours()), initial=str(preferences.quiet_to)),
    )


def _read_quiet(values: Values, preferences: ContactPreferences, _: date) -> Changes | Faults:
    given = {name: _number(values, name) for name in ("from", "to")}
    if faults := {
        name: "Choose an hour." for name, hour in given.items() if hour is None or not 0 <= hour <= 23
    }:
        return Faults(faults)
    changed = preferences.with_changes(quiet_from=given["from"], quiet_to=given["to"])
    off = changed.tip_hour >= 0 and changed.is_quiet(changed.tip_hour)
    # A weekly time that lies in them now would never be kept: back to the usual one.
    usual: Changes = {"tip_hour": -1} if off else {}
    return usual | {"quiet_from": given["from"], "quiet_to": given["to"]}


def _hold_fields(preferences: ContactPreferences, _: date) -> tuple[Field, ...]:
    options = (
        Option("no", "Write to me in my working hours"),
        Option("yes", "Hold everything until I next write"),
    )
    return (
        text(
            "For irregular shifts: we keep what we have for you, and it comes when you write anything here."
        ),
        Choice(
            "hold",
            "When should we write?",
            options,
            initial="yes" if preferences.holds_until_writing else "no",
        ),
    )


def _read_hold(values: Values, _: ContactPreferences, __: date) -> Changes | Faults:
    if values.get("hold") not in ("yes", "no"):
        return Faults({"hold": "Choose one of these."})
    return {"holds_until_writing": values["hold"] == "yes"}


def _kinds_fields(preferences: ContactPreferences, _: date) -> tuple[Field, ...]:
    options = (Option("yes", "Yes"), Option("no", "No"))
    stopped = preferences.stopped()
    fields = [
        Choice(s.name, f"Do you want {s.words}?", options, initial="no" if s.name in stopped else "yes")
        for s in subscriptions()
    ]
    return (text("Whatever you stop, nobody is told, and you still get answers when you ask."), *fields)


def _read_kinds(values: Values, preferences: ContactPreferences, _: date) -> Changes | Faults:
    offered = subscriptions()
    if faults := {s.name: "Choose yes or no." for s in offered if values.get(s.name) not in ("yes", "no")}:
        return Faults(faults)
    stoppable = {kind for kinds in offered.values() for kind in kinds}
    stopped = [kind for s, kinds in offered.items() if values[s.name] == "no" for kind in kinds]
    not_stoppable: list[MessageKind] = [kind for kind in preferences.opted_out if kind not in stoppable]
    return {"opted_out": tuple(not_stoppable + stopped)}


def _hours() -> tuple[Option, ...]:
    return tuple(Option(str(hour), f"{hour:02}:00") for hour in range(24))


def _number(values: Values, name: str) -> int | None:
    """None for what was not offered."""
    typed = values.get(name, "")
    return int(typed) if typed.removeprefix("-").isascii() and typed.removeprefix("-").isdigit() else None


SETTINGS: dict[str, Setting] = {
    "pause": Setting("Pause for a while", "Pause", _pause_fields, _read_pause),
    "tip": Setting("Day and time of my weekly tip", "Your weekly tip", _tip_fields, _read_tip),
    "days": Setting("My working days", "Your working days", _days_fields, _read_days),
    "quiet": Setting("My quiet hours", "Your quiet hours", _quiet_fields, _read_quiet),
    "hold": Setting("Hold messages until I write", "Hold messages", _hold_fields, _read_hold),
    "kinds": Setting("What you send me", "What you get", _kinds_fields, _read_kinds),
}
