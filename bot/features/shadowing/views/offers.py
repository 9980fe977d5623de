"""Builds shadowing's lists and forms. Names and places stand in dialogs only, so none stays in a chat."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.message import (
    Buttons,
    Choice,
    Fields,
    Form,
    Message,
    Option,
    Paragraph,
    Span,
    TextInput,
    saying,
    text,
)
from bot.conversation.routes import Faults
from bot.core.typed_times import TimeFault, time_to_come
from bot.features.shadowing.actions import (
    CANCEL,
    CLOSE,
    LOOK_AT_TIMES,
    OPEN_OFFERING,
    SAVE_OFFER,
    TAKE_PLACE,
)
from bot.features.shadowing.service import Mine, SeenOffer, WantedTime
from bot.features.shadowing.superseding import MINE, when
from bot.features.shared_actions import COME_ALONG, FIND_PEER_WORKER
from bot.people.audiences import chosen_colleagues_views as chosen
from bot.people.audiences.chosen_colleagues import AudiencePreview, Colleagues

WHICH, KEEP = "which", "keep"
DAY, TIME, MINUTES, PLACE, PLACES, COLLEAGUES = "day", "time", "minutes", "place", "places", "colleagues"
LONGEST_PLACE = 100
LENGTHS = {"60": "1 hour", "120": "2 hours", "180": "3 hours", "240": "Half a day"}
COUNTS = ("1", "2", "3", "4", "5")

HUB = COME_ALONG.button("Come along with a peer worker")


def hub() -> Message:
    """The same for everybody: screens are shared, and who offers a time is in the dialogs."""
    sentence = "See what a peer worker does: come along for an hour or two, at a time that they offer."
    how = (
        "Peer workers offer times to the colleagues whom they choose. You take one with a press; nothing is written about "
        "anybody who uses the service, and those who are there on the day can always say no."
    )
    buttons = (
        LOOK_AT_TIMES.button("See the times"),
        MINE,
        OPEN_OFFERING.button("Offer a time"),
    )
    return Message(sentence, (text(sentence), text(how, quiet=True), Buttons(buttons)))


def times(seen: Sequence[SeenOffer], zone: ZoneInfo) -> Form:
    if not seen:
        note = text(
            "No time is offered to you just now. Peer workers choose when, and to whom. You can ask one of them."
        )
        return FIND_PEER_WORKER.form(_TITLE, (note,), submit="Find a peer worker")
    options = tuple(Option(each.offer.id, _label(each, zone)) for each in seen[:_MOST])
    note = text(
        "You are a guest: the peer worker and the people there can say no at any time, without a reason. "
        "Take no notes, and ask afterwards what you missed.",
        quiet=True,
    )
    choice = Choice(WHICH, "Which time suits you?", options, options[0].value)
    lines = tuple(_line(each, zone) for each in seen[:_MOST])
    fields: Fields = (*lines, choice, note)
    return TAKE_PLACE.form(_TITLE, fields, submit="Take this place", never_in_chat=True)


def taken() -> Message:
    """The reply to taking a place. It stays true; the next message changes if the time is called off."""
    return saying("Taken. The next message is your place; it changes if the time is called off.")


def offering_form(audiences: Sequence[AudiencePreview], organisation: str) -> Form:
    """The form of an offer. Its audiences show all names; its only free text is the place. Default: two hours, one guest."""
    options = tuple(chosen.option(each, organisation) for each in audiences)
    lengths = tuple(Option(value, label) for value, label in LENGTHS.items())
    counts = tuple(Option(count, count) for count in COUNTS)
    names, many_names = chosen.who_sees(audiences, organisation)
    fields: Fields = (
        TextInput(DAY, "Day", kind="date"),
        TextInput(TIME, "From", kind="time"),
        TextInput(PLACE, "Where do you meet?", "Such as: front desk, Rowan ward", longest=LONGEST_PLACE),
        Choice(COLLEAGUES, "Which colleagues see it?", options, options[0].value),
        *names,
        text("Name nobody who uses the service, here or anywhere in this tool.", quiet=True),
        text(Span(_TELLS, bold=True)),
    )
    more: Fields = (
        Choice(MINUTES, "How long?", lengths, "120"),
        Choice(PLACES, "For how many colleagues?", counts, "1"),
        *many_names,
    )
    return SAVE_OFFER.form("Offer a time", fields, submit="Offer it", more=more, never_in_chat=True)


def offered() -> Message:
    sentence = (
        "Done. You hear here of each person who takes a place, and you can cancel it under “Your times”."
    )
    return saying(sentence, MINE, OPEN_OFFERING.button("Offer another time"))


def mine(own_times: Mine, zone: ZoneInfo) -> Form:
    """The person's coming offers and places, with buttons to cancel one."""
    if not own_times.hosting and not own_times.going:
        return _closing(
            text(
                "You offer no time, and have no place to come along. Close this, and press “See the times” or “Offer a time”."
            )
        )
    lines = [_hosting(each, zone) for each in own_times.hosting] + [
        _going(each, zone) for each in own_times.going
    ]
    options = [Option(KEEP, "Nothing: all of it stays")]
    options += [
        Option(each.offer.id, f"What you offer: {when(each.offer, zone)}") for each in own_times.hosting
    ]
    options += [Option(each.offer.id, f"Your place: {when(each.offer, zone)}") for each in own_times.going]
    choice = Choice(WHICH, "Cancel one?", tuple(options), KEEP)
    note = text("The others are told, without a reason.", quiet=True)
    fields: Fields = (*lines[:_MOST], choice, note)
    return CANCEL.form("Your times", fields, submit="Apply", never_in_chat=True)


CHOOSE = "Choose one of these."
GONE = "That time is full by now, or was called off. See which others there are."
TIME_FAULTS = {
    TimeFault.UNREADABLE: "Choose a day and a time for it.",
    TimeFault.PAST: "That time has passed. Choose one that is still to come.",
    TimeFault.TOO_FAR: "That is more than a year away. Choose a time before that.",
}
NO_PLACE = "Write in one line where you meet."
TOO_MANY = "You offer as many times as fit at once. Cancel one, then offer this."
KEPT = saying("Nothing was changed.", MINE)
OFFER_CANCELLED = saying("Cancelled. The people who had a place are told, without a reason.", MINE)
PLACE_CANCELLED = saying("Cancelled. The peer worker is told, without a reason.", MINE)
OVER = saying("That time has passed, or was cancelled. There is nothing left to do.", MINE)


def _label(seen: SeenOffer, zone: ZoneInfo) -> str:
    return f"{when(seen.offer, zone)}: {seen.host}"


def _line(seen: SeenOffer, zone: ZoneInfo) -> Paragraph:
    left = "1 place" if seen.left == 1 else f"{seen.left} places"
    return text(Span(_label(seen, zone), bold=True), f". {seen.offer.place}. {left} left.")


def _hosting(seen: SeenOffer, zone: ZoneInfo) -> Paragraph:
    guests = f"{', '.join(seen.guests)} come along" if len(seen.guests) > 1 else "".join(seen.guests)
    guests = guests if len(seen.guests) != 1 else f"{guests} comes along"
    details = f". {seen.offer.place}. {guests or 'Nobody has taken it yet'}."
    return text(Span(f"You offer {when(seen.offer, zone)}", bold=True), details)


def _going(seen: SeenOffer, zone: ZoneInfo) -> Paragraph:
    return text(
        Span(f"You come along {when(seen.offer, zone)}", bold=True), f": {seen.host}. {seen.offer.place}."
    )


def read_offer(values: Mapping[str, str], zone: ZoneInfo, now: datetime) -> WantedTime | Faults:
    """The time that a submitted form offers, or all that is wrong with it, each beside its field."""
    given = {name: " ".join(value.split()) for name, value in values.items()}
    starts = time_to_come(given.get(DAY, ""), given.get(TIME, ""), zone, now)
    place = given.get(PLACE, "")[:LONGEST_PLACE]
    faults = {
        name: CHOOSE
        for name, among in (
            (MINUTES, LENGTHS),
            (PLACES, COUNTS),
            (COLLEAGUES, (Colleagues.TEAM, Colleagues.ORGANISATION)),
        )
        if given.get(name) not in among
    }
    if isinstance(starts, TimeFault):
        faults[DAY] = TIME_FAULTS[starts]
    if not place:
        faults[PLACE] = NO_PLACE
    if faults or isinstance(starts, TimeFault):
        return Faults(faults)
    return WantedTime(starts, int(given[MINUTES]), place, int(given[PLACES]), Colleagues(given[COLLEAGUES]))


def _closing(note: Paragraph) -> Form:
    return CLOSE.form(_TITLE, (note,), submit="Close")


_MOST = 15
_TITLE = "Come along"
_TELLS = "By offering this you tell those whom you chose that you work here from your own lived experience."
