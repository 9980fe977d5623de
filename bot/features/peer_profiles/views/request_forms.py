"""Builds and reads the forms of requests for peer support. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from bot.conversation.choosing import chosen
from bot.conversation.message import Choice, Fields, Form, Option, Paragraph, Span, TextInput, text
from bot.conversation.routes import Faults
from bot.core.typed_times import TimeFault, time_to_come
from bot.features.peer_profiles.actions import ASK_FOR_SUPPORT, CLOSE, PASS_ON, PROPOSE_TIMES
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.support.models import Purpose, Soon
from bot.features.peer_profiles.support.service import WantedSupport
from bot.people.audiences.audience_key import AudienceKey
from bot.people.identity.organisations import Team

TO, PURPOSE, SOON = "to", "purpose", "soon"
ANYBODY, TEAM = "anybody", "team"
TIMES = (("day1", "time1"), ("day2", "time2"), ("day3", "time3"))

PURPOSE_WORDS = {Purpose.SOMEBODY: "Somebody I work with", Purpose.TEAM: "My team: join a meeting of ours"}
SOON_WORDS = {Soon.WEEK: "Within a week", Soon.FORTNIGHT: "Within a fortnight", Soon.ANY: "There is no hurry"}
NOBODY_FREE = "They take no requests just now. Choose somebody else, or any peer worker."
GONE = "The person you chose can't be asked here any more. Choose somebody else."
NOT_THEM = "They can't take it just now. Choose somebody else; if a colleague has it by now, there is nothing left to do."
CHOOSE = "Choose one of these."
TIME_FAULTS = {
    TimeFault.UNREADABLE: "Choose a day and a time for it.",
    TimeFault.PAST: "That time has passed. Choose one that is still to come.",
    TimeFault.TOO_FAR: "That is more than a year away. Choose a time before that.",
}


def read_request(
    values: Mapping[str, str], profiles: Sequence[PeerProfile], teams: Sequence[Team]
) -> WantedSupport | Faults:
    """Raises NotOne."""
    offered = whom(profiles, teams)
    to = chosen(TO, offered, values)
    if to not in {option.value for option in offered}:
        return Faults({TO: CHOOSE})
    purpose, soon = values.get(PURPOSE, ""), values.get(SOON, "")
    if purpose not in set(Purpose) or soon not in set(Soon):
        return Faults({"": CHOOSE})
    key = AudienceKey.parse(to)
    team = key.rest if key.kind == TEAM else None
    person = None if team or to == ANYBODY else to
    return WantedSupport(Purpose(purpose), Soon(soon), person, team)


@dataclass(frozen=True, slots=True)
class ChosenBefore:
    """What a form that opens again begins with."""

    purpose: Purpose = Purpose.SOMEBODY
    soon: Soon = Soon.FORTNIGHT

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        purpose, soon = values.get(PURPOSE, ""), values.get(SOON, "")
        return cls(
            Purpose(purpose) if purpose in set(Purpose) else Purpose.SOMEBODY,
            Soon(soon) if soon in set(Soon) else Soon.FORTNIGHT,
        )


@dataclass(frozen=True, slots=True)
class ChosenTaker:
    """The peer worker to whom a request is passed on."""

    person_id: str

    @classmethod
    def read(cls, values: Mapping[str, str], profiles: Sequence[PeerProfile]) -> Self:
        """Raises NotOne."""
        return cls(chosen(TO, takers(profiles), values))


@dataclass(frozen=True, slots=True)
class ProposedTimes:
    """Times to come: the first, and the others that are filled in."""

    instants: tuple[datetime, ...]

    @classmethod
    def read(cls, values: Mapping[str, str], now: datetime) -> Self | Faults:
        """`now` is in the zone in which they type."""
        instants, faults = list[datetime](), dict[str, str]()
        for number, (day, time) in enumerate(TIMES):
            typed = values.get(day, "").strip(), values.get(time, "").strip()
            if not any(typed) and number:
                continue
            instant = time_to_come(*typed, now.tzinfo or UTC, now)
            if isinstance(instant, TimeFault):
                faults[day] = TIME_FAULTS[instant]
            else:
                instants.append(instant)
        return Faults(faults) if faults else cls(tuple(instants))


def asking_form(
    profiles: Sequence[PeerProfile],
    teams: Sequence[Team],
    chosen: str | None = None,
    refusal: str = "",
    before: "ChosenBefore | None" = None,
) -> Form:
    """Three choices and no box to write in. `refusal`: why it opens again, with what was chosen `before`."""
    if not profiles:
        return nobody_to_ask(refusal)
    before = before or ChosenBefore()
    why = (
        "There is no box for the person to be supported, on purpose: what is told about a person is theirs to tell, and is said "
        "when you meet, with their agreement. Your name goes with the request, and nothing else."
    )
    options = whom(profiles, teams)
    initial = chosen if chosen and any(option.value == chosen for option in options) else ANYBODY
    fields: Fields = (
        *_in_bold(refusal),
        Choice(TO, "Whom would you like to ask?", options, initial, is_searched=True),
        Choice(PURPOSE, "For whom?", _options(PURPOSE_WORDS), before.purpose),
        Choice(SOON, "How soon?", _options(SOON_WORDS), before.soon),
        text(why, quiet=True),
    )
    return ASK_FOR_SUPPORT.form(
        "Ask for peer support",
        fields,
        submit="Ask",
        never_in_chat=True,
        shows=[profile.person_id for profile in profiles],
    )


def whom(profiles: Sequence[PeerProfile], teams: Sequence[Team]) -> tuple[Option, ...]:
    return (
        *(Option(profile.person_id, profile.name) for profile in profiles),
        *(Option(str(AudienceKey(TEAM, team.id)), f"Any peer worker of {team.name}") for team in teams),
        Option(ANYBODY, "Any peer worker whose entry I see"),
    )


def nobody_to_ask(refusal: str = "") -> Form:
    note = text(
        "There is no entry of a peer worker that you can see, so I know nobody to ask. Ask your peer lead."
    )
    return CLOSE.form("Ask for peer support", (*_in_bold(refusal), note), submit="Close")


def passing_form(request_id: str, profiles: Sequence[PeerProfile], refusal: str = "") -> Form:
    """Names of those whose entry they see, too, so in a dialog."""
    if not profiles:
        note = text("Nobody else whose entry both of you see takes requests just now.")
        return CLOSE.form("Pass it on", (*_in_bold(refusal), note), submit="Close")
    options = takers(profiles)
    note = text(
        "They are asked alone, and may say no without a reason. The colleague isn't told who passed it on."
    )
    choice = Choice(TO, "To whom?", options, options[0].value, is_searched=True)
    return PASS_ON.form(
        "Pass it on",
        (*_in_bold(refusal), choice, note),
        request_id,
        submit="Pass it on",
        never_in_chat=True,
        shows=[profile.person_id for profile in profiles],
    )


def takers(profiles: Sequence[PeerProfile]) -> tuple[Option, ...]:
    return tuple(Option(profile.person_id, profile.name) for profile in profiles)


def times_form(request_id: str) -> Form:
    first, second, third = (
        (
            TextInput(day, f"Day {number}", kind="date", optional=number > 1),
            TextInput(time, f"Time {number}", kind="time", optional=number > 1),
        )
        for number, (day, time) in enumerate(TIMES, start=1)
    )
    return PROPOSE_TIMES.form("Propose times", (*first, *second), request_id, more=third)


def _in_bold(refusal: str) -> tuple[Paragraph, ...]:
    return (text(Span(refusal, bold=True)),) if refusal else ()


def _options(words: dict[Purpose, str] | dict[Soon, str]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in words.items())
