"""`LastSaid`: the bot's last message in a conversation, to which "more", "why" and "the second one" refer."""

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
    """`card` is the card shown, or the card of a tip; `offered` are the cards of an offer, in order.

    `earlier` is the card shown last before anything else: what follows may still be about it.
    `question` is what the person asked. `others` are the next nearest cards. `guess` is a command that the
    bot asked back about. `is_long`: the whole card was shown. `in_part`: at most a passage of it was. `line` is
    the last conversational reply, which is not repeated at once.
    """

    context: Topic = Topic.NONE
    card: str = ""
    earlier: str = ""
    offered: tuple[str, ...] = ()
    question: str = ""
    opened_by: str = ""
    others: tuple[str, ...] = ()
    guess: str = ""
    is_long: bool = False
    in_part: bool = False
    line: str = ""

    def saying(self, line: str) -> "LastSaid":
        return replace(self, line=line)

    def after(self, last: "LastSaid") -> "LastSaid":
        """The same, said after `last`."""
        return replace(self, earlier=last.card or last.earlier, line=last.line)

    @property
    def cards(self) -> tuple[str, ...]:
        """The cards that a turn may refer to."""
        match self.context:
            case Topic.CARD | Topic.TIP:
                return (self.card,)
            case Topic.OFFER:
                return (*self.offered, self.earlier) if self.earlier else self.offered
            case _:
                return (self.earlier,) if self.earlier else ()


NOTHING = LastSaid()


def parsed(written: str, question: str = "", offered: tuple[str, ...] = ()) -> LastSaid:
    """Parses "card:role/boundaries", "offer", "offer:role/boundaries,…", "tip" and so on.

    Raises ValueError otherwise.
    """
    name, _, rest = written.strip().partition(":")
    context = Topic(name or "none")
    ids = tuple(part.strip() for part in rest.split(",") if part.strip())
    if context is Topic.OFFER:
        return LastSaid(context, offered=ids or offered, question=question)
    return LastSaid(context, card=ids[0] if ids else "", question=question)
