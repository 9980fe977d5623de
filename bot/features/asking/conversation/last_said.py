"""Data class for what was said last in a conversation; "more", "why" and "the second one" refer to it."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Topic(StrEnum):
    CARD = "card"
    OFFER = "offer"
    TIP = "tip"
    DIGEST = "digest"
    REFUSAL = "refusal"
    PULSE = "pulse"
    ANNOUNCEMENT = "announcement"
    DISTRESS = "distress"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class LastSaid:
    """`card` is the one shown, or the one that a tip belongs to; `offered` the cards of an offer, in order.

    `question` is what the person asked for it. `others` are the next nearest cards. `guess` is a command that
    was asked back. `is_long`: all of the card was shown. `line` is the last line of conversation, which is not said twice running.
    """

    context: Topic = Topic.NONE
    card: str = ""
    offered: tuple[str, ...] = ()
    question: str = ""
    others: tuple[str, ...] = ()
    guess: str = ""
    is_long: bool = False
    line: str = ""

    def saying(self, line: str) -> "LastSaid":
        return replace(self, line=line)


NOTHING = LastSaid()


def parsed(written: str, question: str = "", offered: tuple[str, ...] = ()) -> LastSaid:
    """From "card:role/boundaries", "offer", "offer:role/boundaries,…", "tip" …; ValueError for anything else."""
    name, _, rest = written.strip().partition(":")
    context = Topic(name or "none")
    ids = tuple(part.strip() for part in rest.split(",") if part.strip())
    if context is Topic.OFFER:
        return LastSaid(context, offered=ids or offered, question=question)
    return LastSaid(context, card=ids[0] if ids else "", question=question)
