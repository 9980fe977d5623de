"""What the two sides of a request for peer support read. Nothing here has room for words about the person to be supported."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Choice,
    Facts,
    Form,
    Message,
    Option,
    Paragraph,
    Span,
    TextInput,
    saying,
    text,
)
from bot.features.peer_profiles.actions import (
    AGREE_TO_TIME,
    ASK_FOR_SUPPORT,
    CLOSE,
    DECLINE_REQUEST,
    OPEN_PASSING_ON,
    OPEN_REQUEST,
    OPEN_TIMES,
    PASS_ON,
    PROPOSE_TIMES,
    REQUESTS,
    SHOW_REQUESTS,
    TAKE_BACK,
    TAKE_REQUEST,
    ChosenTime,
)
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.support.models import PeerRequest, Purpose, Soon, Stage
from bot.features.peer_profiles.support.request_flow import News
from bot.features.peer_profiles.support.service import Seen
from bot.features.shared_actions import FIND_PEER_WORKER
from bot.people.contact.availability_actions import REQUEST_HOURS
from bot.people.contact.preference_text import day_in_words
from bot.people.identity.organisations import Team

TO, PURPOSE, SOON = "to", "purpose", "soon"
ANYBODY, TEAM = "anybody", "team "
TIMES = (("day1", "time1"), ("day2", "time2"), ("day3", "time3"))

_PURPOSES = {Purpose.SOMEBODY: "Somebody I work with", Purpose.TEAM: "My team: join a meeting of ours"}
_SOON = {Soon.WEEK: "Within a week", Soon.FORTNIGHT: "Within a fortnight", Soon.ANY: "There is no hurry"}
_STAGES = {
    Stage.WAITING: "nobody has taken it yet",
    Stage.TAKEN: "taken; times are to come",
    Stage.PROPOSED: "times are proposed",
    Stage.AGREED: "agreed",
}


def asking_form(profiles: Sequence[PeerProfile], teams: Sequence[Team], chosen: str | None = None) -> Form:
    """Three choices and no box to write in."""
    why = (
        "There is no box for the person to be supported, on purpose: what is told about a person is theirs to tell, and is said "
        "when you meet, with their agreement. Your name goes with the request, and nothing else."
    )
    options = whom(profiles, teams)
    initial = chosen if chosen and any(option.value == chosen for option in options) else ANYBODY
    fields = (
        Choice(TO, "Whom would you like to ask?", options, initial, is_searched=True),
        Choice(PURPOSE, "For whom?", _options(_PURPOSES), Purpose.SOMEBODY),
        Choice(SOON, "How soon?", _options(_SOON), Soon.FORTNIGHT),
        text(why, quiet=True),
    )
    return ASK_FOR_SUPPORT.form("Ask for peer support", fields, submit="Ask", never_in_chat=True)


def whom(profiles: Sequence[PeerProfile], teams: Sequence[Team]) -> tuple[Option, ...]:
    return (
        *(Option(profile.person_id, profile.name) for profile in profiles),
        *(Option(f"{TEAM}{team.id}", f"Any peer worker of {team.name}") for team in teams),
        Option(ANYBODY, "Any peer worker whose entry I see"),
    )


def nobody_to_ask() -> Form:
    note = text(
        "There is no entry of a peer worker that you can see, so I know nobody to ask. Ask your peer lead."
    )
    return CLOSE.form("Ask for peer support", (note,), submit="Close")


NOBODY_FREE = "They take no requests just now. Choose somebody else, or any peer worker."
NOT_THEM = "They can't take it just now, or it isn't yours any more. Choose somebody else."
CHOOSE = "Choose one of these."
TWO_OF = "Choose a day and a time for it."
PAST = "That is over. Choose a time to come."


def asked(count: int) -> Message:
    """Without a name, because it stays in the chat."""
    said = "Asked. " + ("One peer worker" if count == 1 else f"{count} peer workers") + " can take it."
    return saying(f"{said} They may say no without a reason. What comes of it arrives here.", _MINE)


def offer(request: PeerRequest, asker: str) -> Message:
    said = f"{asker} asks for peer support."
    facts = Facts((("For", _PURPOSES[request.purpose]), ("When", _SOON[request.soon])))
    note = text(
        "The person to be supported isn't written down anywhere. You needn't give a reason for a no.",
        quiet=True,
    )
    buttons = (
        TAKE_REQUEST.button("I'll take it", request.id),
        DECLINE_REQUEST.button("Not this time", request.id),
        OPEN_PASSING_ON.button("Pass it on", request.id),
        REQUEST_HOURS.show.button("My hours"),
    )
    return Message(said, (text(Span(said, bold=True)), facts, note, Buttons(buttons)))


def with_peer(seen: Seen, zone: ZoneInfo) -> Message:
    """To the peer worker who has it, in each of its states."""
    request, said = seen.request, f"You have {seen.asker}'s request for peer support."
    facts = Facts(
        (("For", _PURPOSES[request.purpose]), ("When", _SOON[request.soon]), *_times(request, zone))
    )
    label = "Propose times" if request.stage is Stage.TAKEN else "Propose other times"
    buttons = (
        OPEN_TIMES.button(label, request.id),
        DECLINE_REQUEST.button("Give it back", request.id),
        OPEN_PASSING_ON.button("Pass it on", request.id),
        _MINE,
    )
    return Message(said, (text(Span(said, bold=True)), facts, Buttons(buttons)))


def passing_form(request_id: str, profiles: Sequence[PeerProfile]) -> Form:
    """Names of those whose entry they see, too, so in a dialog."""
    if not profiles:
        note = text("Nobody else whose entry both of you see takes requests just now.")
        return CLOSE.form("Pass it on", (note,), submit="Close")
    options = takers(profiles)
    note = text(
        "They are asked alone, and may say no without a reason. The colleague isn't told who passed it on."
    )
    choice = Choice(TO, "To whom?", options, options[0].value, is_searched=True)
    return PASS_ON.form("Pass it on", (choice, note), request_id, submit="Pass it on", never_in_chat=True)


def takers(profiles: Sequence[PeerProfile]) -> tuple[Option, ...]:
    return tuple(Option(profile.person_id, profile.name) for profile in profiles)


def times_form(request_id: str) -> Form:
    first, *others = (
        (
            TextInput(day, f"Day {number}", kind="date", optional=number > 1),
            TextInput(time, f"Time {number}", kind="time", optional=number > 1),
        )
        for number, (day, time) in enumerate(TIMES, start=1)
    )
    rest = tuple(field for pair in others for field in pair)
    return PROPOSE_TIMES.form("Propose times", (*first, *rest), request_id)


def news(seen: Seen, which: News, zone: ZoneInfo) -> Message:
    """To the asker, or to who has it."""
    said, then = (
        _SAID[which].format(peer=seen.peer or "A peer worker", asker=seen.asker),
        _THEN.get(which, ""),
    )
    blocks: list[Block] = [text(Span(said, bold=True), *([f" {then}"] if then else []))]
    if which in (News.PROPOSED, News.AGREED):
        blocks.append(Facts(_times(seen.request, zone)))
    return Message(said, (*blocks, Buttons(_buttons(seen.request, which, zone))))


def own(found: Sequence[Seen], zone: ZoneInfo) -> Form:
    """Where each stands, in a dialog: names don't stay in the chat."""
    if not found:
        return CLOSE.form(
            "Peer support", (text("No request of yours is open, and none waits for you."),), submit="Close"
        )
    lines = tuple(_line(seen, zone) for seen in found[:_MOST])
    return CLOSE.form("Peer support", lines, submit="Close", never_in_chat=True)


def hub() -> Message:
    said = "Requests for peer support: those that you made, and those that wait for you."
    return Message(said, (text(said), Buttons((SHOW_REQUESTS.button("Show them"), _ASK))))


OVER = "This request is with a colleague or over. There is nothing more to do."
TAKEN_BACK = "Taken back. Nobody is asked any more."


def agreed(seen: Seen, zone: ZoneInfo) -> Message:
    if seen.request.stage is not Stage.AGREED:
        return saying("Thank you. They are asked for other times.", _MINE)
    (time,) = seen.request.instants
    return saying(f"Agreed: {_time(time, zone)}. It is on its way to them.", _MINE)


def _buttons(request: PeerRequest, which: News, zone: ZoneInfo) -> tuple[Button, ...]:
    match which:
        case News.PROPOSED:
            times = enumerate(request.instants)
            agree = (AGREE_TO_TIME.button(_time(t, zone), ChosenTime(request.id, n)) for n, t in times)
            return (*agree, AGREE_TO_TIME.button("None of these", ChosenTime(request.id, None)))
        case News.TAKEN | News.NOBODY:
            return (TAKE_BACK.button("Take it back", request.id), _MINE)
        case News.DECLINED | News.GONE:
            return (_ASK, FIND_PEER_WORKER.button("Find a peer worker"))
        case News.NO_TIME:
            return (OPEN_TIMES.button("Propose times", request.id), _MINE)
        case _:
            return (_MINE,)


def _line(seen: Seen, zone: ZoneInfo) -> Paragraph:
    who = f"You asked {seen.peer or 'peer workers'}" if seen.is_asker else f"{seen.asker} asked"
    times = "; ".join(_time(time, zone) for time in seen.request.instants)
    state = _STAGES[seen.request.stage] + (f": {times}" if times else "")
    return text(Span(who, bold=True), f": {_PURPOSES[seen.request.purpose].lower()}; {state}.")


def _times(request: PeerRequest, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    label = "Agreed" if request.stage is Stage.AGREED else "Proposed"
    return tuple(
        (f"{label} {n}" if len(request.times) > 1 else label, _time(t, zone))
        for n, t in enumerate(request.instants, 1)
    )


def _time(instant: datetime, zone: ZoneInfo) -> str:
    local = instant.astimezone(zone)
    return f"{day_in_words(local.date())}, {local:%H:%M}"


def _options(words: dict[Purpose, str] | dict[Soon, str]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in words.items())


_MOST = 10
_MINE = REQUESTS.button("Requests for peer support")
_ASK = OPEN_REQUEST.button("Ask for peer support", None)
_SAID = {
    News.TAKEN: "{peer} takes your request for peer support.",
    News.PROPOSED: "{peer} proposes times for your request for peer support.",
    News.DECLINED: "Whom you asked for peer support can't this time.",
    News.NOBODY: "Nobody has been able to take your request for peer support yet.",
    News.GONE: "Whom you asked for peer support can't be asked here any more.",
    News.AGREED: "{asker} agrees to a time for peer support.",
    News.NO_TIME: "{asker} can't come at any of the times that you proposed.",
    News.TAKEN_BACK: "{asker} doesn't need peer support any more. There is nothing more to do.",
}
_THEN = {
    News.TAKEN: "Times to choose from come next.",
    News.DECLINED: "They needn't say why. You can ask somebody else.",
    News.NOBODY: "I asked twice, and it stays open for two weeks. Ask your peer lead meanwhile.",
    News.GONE: "You can ask somebody else.",
}
