"""Builds both sides' messages about a request for peer support. None has text about the person to be supported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from bot.conversation.dates import day_in_words
from bot.conversation.message import (
    Button,
    Buttons,
    Choice,
    Facts,
    Form,
    Message,
    Option,
    Paragraph,
    Span,
    saying,
    text,
)
from bot.features.peer_profiles.actions import (
    AGREE_TO_TIME,
    CLOSE,
    DECLINE_REQUEST,
    OPEN_PASSING_ON,
    OPEN_REQUEST,
    OPEN_TIMES,
    PICK_REQUEST,
    REQUESTS,
    SHOW_REQUESTS,
    TAKE_BACK,
    TAKE_REQUEST,
    ChosenTime,
)
from bot.features.peer_profiles.support.models import PeerRequest, RequestStage
from bot.features.peer_profiles.support.request_notices import RequestOfferEndings
from bot.features.peer_profiles.support.service import SeenRequest
from bot.features.peer_profiles.views.request_forms import PURPOSE_WORDS, SOON_WORDS
from bot.people.contact.availability_actions import REQUEST_HOURS

_STAGES = {
    RequestStage.WAITING: "nobody has taken it yet",
    RequestStage.TAKEN: "taken; times are to come",
    RequestStage.PROPOSED: "times are proposed",
    RequestStage.AGREED: "agreed",
}


def request_sent(count: int) -> Message:
    """The confirmation. It has no name, because it stays in the chat."""
    sentence = "Asked. " + ("One peer worker" if count == 1 else f"{count} peer workers") + " got it."
    then = "They may say no without a reason. Untaken after two working days it goes on to all whose entries you see."
    return saying(f"{sentence} {then} What comes of it arrives here.", MINE)


def offer(request: PeerRequest, asker: str) -> Message:
    sentence = f"{asker} asks for peer support."
    facts = Facts((("For", PURPOSE_WORDS[request.purpose]), ("When", SOON_WORDS[request.soon])))
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
    return Message(sentence, (text(Span(sentence, bold=True)), facts, note, Buttons(buttons)))


def with_peer(seen: SeenRequest, zone: ZoneInfo) -> Message:
    """The request for its peer worker, in each stage."""
    request, sentence = seen.request, f"You have {seen.asker}'s request for peer support."
    facts = Facts(
        (("For", PURPOSE_WORDS[request.purpose]), ("When", SOON_WORDS[request.soon]), *times(request, zone))
    )
    label = "Propose times" if request.stage is RequestStage.TAKEN else "Propose other times"
    buttons = (
        OPEN_TIMES.button(label, request.id),
        DECLINE_REQUEST.button("Give it back", request.id),
        OPEN_PASSING_ON.button("Pass it on", request.id),
        MINE,
    )
    return Message(sentence, (text(Span(sentence, bold=True)), facts, Buttons(buttons)))


def own(requests: Sequence[SeenRequest], zone: ZoneInfo) -> Form:
    """The state of each request, in a dialog, so that names don't stay in the chat. One can be opened."""
    if not requests:
        return CLOSE.form(
            "Peer support", (text("No request of yours is open, and none waits for you."),), submit="Close"
        )
    lines = tuple(_line(seen, zone) for seen in requests[:_MOST])
    options = tuple(Option(seen.request.id, _short(seen)) for seen in requests[:_MOST])
    choice = Choice(WHICH, "Which one?", options, options[0].value, is_searched=True)
    return PICK_REQUEST.form(
        "Peer support",
        (*lines, choice),
        submit="Open it",
        never_in_chat=True,
        shows=[seen.peer_id for seen in requests if seen.peer and seen.is_asker],
    )


@dataclass(frozen=True, slots=True)
class PickedRequest:
    """The id of the request that was chosen in the list. Empty for none."""

    request_id: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return cls(values.get(WHICH, ""))


def standing(seen: SeenRequest, me: str, zone: ZoneInfo) -> Message:
    """The request with the next steps of `me`. Its asker sees no name, because the message stays in the chat."""
    request = seen.request
    if not seen.is_asker:
        return with_peer(seen, zone) if request.taken_by == me else offer(request, seen.asker)
    sentence = f"Your request for peer support: {_STAGES[request.stage]}."
    facts = Facts(
        (("For", PURPOSE_WORDS[request.purpose]), ("When", SOON_WORDS[request.soon]), *times(request, zone))
    )
    choices = agreeing(request, zone) if request.stage is RequestStage.PROPOSED else ()
    buttons = Buttons((*choices, TAKE_BACK.button("Take it back", request.id)))
    return Message(sentence, (text(Span(sentence, bold=True)), facts, buttons))


def hub() -> Message:
    sentence = "Requests for peer support: those that you made, and those that wait for you."
    return Message(sentence, (text(sentence), Buttons((SHOW_REQUESTS.button("Show them"), ASK))))


def agreed(seen: SeenRequest, zone: ZoneInfo) -> Message:
    if seen.request.stage is not RequestStage.AGREED:
        return saying("Thank you. They are asked for other times.", MINE)
    (time,) = seen.request.instants
    sentence = f"Agreed: {_time(time, zone)}. It is on its way to them."
    return saying(sentence, MINE, TAKE_BACK.button("Take it back", seen.request.id))


def agreeing(request: PeerRequest, zone: ZoneInfo) -> tuple[Button, ...]:
    agree = (AGREE_TO_TIME.button(_time(t, zone), ChosenTime(request.id, t)) for t in request.instants)
    return (*agree, AGREE_TO_TIME.button("None of these", ChosenTime(request.id, None)))


def _who(seen: SeenRequest) -> str:
    return f"You asked {seen.peer or 'peer workers'}" if seen.is_asker else f"{seen.asker} asked"


def _short(seen: SeenRequest) -> str:
    asked_on = day_in_words(seen.request.asked_at.date())
    return f"{_who(seen)}, {asked_on}"


def _line(seen: SeenRequest, zone: ZoneInfo) -> Paragraph:
    who = _who(seen)
    instants = "; ".join(_time(time, zone) for time in seen.request.instants)
    state = _STAGES[seen.request.stage] + (f": {instants}" if instants else "")
    return text(Span(who, bold=True), f": {_inside(PURPOSE_WORDS[seen.request.purpose])}; {state}.")


def _inside(words: str) -> str:
    """With a small first letter, for use within a sentence."""
    return words[:1].lower() + words[1:]


def times(request: PeerRequest, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    label = "Agreed" if request.stage is RequestStage.AGREED else "Proposed"
    return tuple(
        (f"{label} {n}" if len(request.times) > 1 else label, _time(t, zone))
        for n, t in enumerate(request.instants, 1)
    )


def _time(instant: datetime, zone: ZoneInfo) -> str:
    local = instant.astimezone(zone)
    return f"{day_in_words(local.date())}, {local:%H:%M}"


WHICH = "which"
_MOST = 10
MINE = REQUESTS.button("Requests for peer support")
ASK = OPEN_REQUEST.button("Ask for peer support", None)
OFFER_ENDINGS = RequestOfferEndings(
    declined=saying(
        "You said no to this request. Nobody is told why, and nothing of it is kept against you.", MINE
    ),
    passed_on=saying("You passed this request on. There is nothing more to do.", MINE),
    taken_back=saying("Taken back. Nobody is asked any more.", MINE),
    unavailable=saying("This request is with a colleague or over. There is nothing more to do.", MINE),
    asked_again=saying(
        "This was asked once more since. “Requests for peer support” shows where it stands.", MINE
    ),
    moved_on=saying("This request has moved on: the newest message about it says where it stands.", MINE),
    over=saying("This request for peer support is over. There is nothing more to do."),
)
