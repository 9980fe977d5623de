"""What arrives in the chat of both sides, and the two questions afterwards. No message names a peer worker."""

from zoneinfo import ZoneInfo

from bot.conversation.message import Button, Form, Message, TextInput, saying, text
from bot.features.shadowing.models import ShadowOffer
from bot.features.shadowing.notices import News
from bot.features.shadowing.views.offers import HUB, MINE, when

SAW, TAKES = "saw", "takes"
LONGEST = 1500


def news(offer: ShadowOffer, which: News, guest: str, zone: ZoneInfo) -> Message:
    time = when(offer, zone)
    match which:
        case News.TAKEN:
            return saying(f"{guest or 'A colleague'} would like to come along: {time}.", MINE)
        case News.GIVEN_BACK:
            return saying(f"A place is free again: {time}.", MINE)
        case News.CANCELLED:
            return saying(f"The time with a peer worker is off: {time}. They needn't say why.", HUB)


def reminder_to_host(offer: ShadowOffer, guests: int, zone: ZoneInfo) -> Message:
    who = "1 colleague comes" if guests == 1 else f"{guests} colleagues come"
    return saying(f"{who} along with you: {when(offer, zone)}.", MINE)


def reminder_to_guest(offer: ShadowOffer, zone: ZoneInfo) -> Message:
    said = f"You come along with a peer worker: {when(offer, zone)}. If you can't, give your place back."
    return saying(said, Button("With whom, and where", "come-along.mine"))


def afterwards(offer: ShadowOffer) -> Message:
    said = "How was it? Two questions, for you alone."
    note = "What you write is sealed. Nobody else sees it or that you wrote, and it is counted nowhere."
    return saying(f"{said} {note}", Button("Write for myself", "come-along.reflect", offer.id))


def reflecting_form(about: str, before: tuple[str, str]) -> Form:
    saw, takes = before
    fields = (
        text(
            "For you alone, as often as you like. Name nobody, and nothing by which anybody could be found."
        ),
        TextInput(SAW, "What did you see that you hadn't expected?", "", saw, True, True, LONGEST),
        TextInput(TAKES, "What do you take along into your own work?", "", takes, True, True, LONGEST),
        text("It stands in “My data”, where you can erase it.", quiet=True),
    )
    return Form("come-along.reflect.save", "For you alone", fields, "Keep it", about, never_in_chat=True)


WRITTEN = saying("Kept, for you alone.", Button("My data", "my-data"))
NOT_THERE = saying("These questions are for those who were there.", HUB)
EMPTY = "Write something, or close this."
