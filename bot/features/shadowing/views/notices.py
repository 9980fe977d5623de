"""Builds shadowing's chat messages to both sides, and the form for a reflection. No message names a peer worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from bot.conversation.message import Form, Message, TextInput, saying, text
from bot.conversation.routes import Faults
from bot.features.shadowing.actions import OPEN_OFFERING, OPEN_REFLECTION, SAVE_REFLECTION, SHOW_OWN_TIMES
from bot.features.shadowing.models import ShadowOffer
from bot.features.shadowing.notices import ShadowNews
from bot.features.shadowing.reflection import WrittenReflection
from bot.features.shadowing.superseding import MINE, when
from bot.features.shadowing.views.offers import HUB
from bot.features.shared_actions import MY_DATA

SAW, TAKES = "saw", "takes"
LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Reflection:
    """Answers to the first and the second question; either may be empty."""

    saw: str
    takes: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        saw, takes = (values.get(name, "").strip()[:LONGEST] for name in (SAW, TAKES))
        return cls(saw, takes) if saw or takes else Faults({SAW: EMPTY})


def news(offer: ShadowOffer, which: ShadowNews, guest: str, zone: ZoneInfo) -> Message:
    time = when(offer, zone)
    match which:
        case ShadowNews.PLACE:
            then = "They hear of it in their working hours, and both of you are reminded on the working day before."
            return saying(f"You have a place: {time}. {then}", SHOW_OWN_TIMES.button("With whom, and where"))
        case ShadowNews.TAKEN:
            return saying(f"{guest} would like to come along: {time}.", MINE)
        case ShadowNews.GIVEN_BACK:
            return saying(f"A colleague gave their place back: {time}.", MINE)
        case ShadowNews.CANCELLED:
            return saying(f"The time with a peer worker is off: {time}. They needn't say why.", HUB)


def reminder_to_host(offer: ShadowOffer, guests: int, zone: ZoneInfo) -> Message:
    who = "1 colleague comes" if guests == 1 else f"{guests} colleagues come"
    return saying(f"{who} along with you: {when(offer, zone)}.", MINE)


def reminder_to_guest(offer: ShadowOffer, zone: ZoneInfo) -> Message:
    sentence = f"You come along with a peer worker: {when(offer, zone)}. If you can't, give your place back."
    return saying(sentence, SHOW_OWN_TIMES.button("With whom, and where"))


def afterwards(offer: ShadowOffer) -> Message:
    sentence = "How was it? Two questions, for you alone."
    return saying(f"{sentence} {_SEALED}", OPEN_REFLECTION.button("Write for myself", offer.id))


def afterwards_to_host(offer: ShadowOffer) -> Message:
    """The guest's reflection is private. The peer worker gets questions of their own."""
    sentence = "How was it for you to have somebody along? Two questions of your own, for you alone."
    buttons = (
        OPEN_REFLECTION.button("Write for myself", offer.id),
        OPEN_OFFERING.button("Offer another time"),
    )
    return saying(f"{sentence} {_SEALED}", *buttons)


_SEALED = "What you write is sealed. Nobody else sees it or that you wrote, and it is counted nowhere."
_QUESTIONS = ("What did you see that you hadn't expected?", "What do you take along into your own work?")
_OF_THE_HOST = ("How was it for you to have somebody along?", "What would you do again, and what not?")


def reflecting_form(about: str, before: WrittenReflection) -> Form:
    first, second = _OF_THE_HOST if before.as_host else _QUESTIONS
    saw, takes = before.answers
    fields = (
        text(
            "For you alone, as often as you like. Name nobody, and nothing by which anybody could be found."
        ),
        TextInput(SAW, first, "", saw, True, True, LONGEST),
        TextInput(TAKES, second, "", takes, True, True, LONGEST),
        text("It stands in “My data”, where you can erase it.", quiet=True),
    )
    return SAVE_REFLECTION.form("For you alone", fields, about, submit="Keep it", never_in_chat=True)


WRITTEN = saying("Kept, for you alone.", MY_DATA.button("My data"))
NOT_THERE = saying(
    "These questions are for those who were there that day. There is nothing for you to do.", HUB
)
EMPTY = "Write something, or close this."
