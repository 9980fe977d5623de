"""The actions of a tip's buttons, with the types of their values."""

from dataclasses import dataclass

from bot.conversation.actions import TEXT, Action, spaced


@dataclass(frozen=True, slots=True)
class TipQuestion:
    """`number` is which of the tip's questions is asked, from 0."""

    tip_key: str
    number: int


ANSWER = Action("tip.answer", spaced(TipQuestion))
SHOW_ANSWER = Action("tip.show", spaced(TipQuestion))
# The value is the tip's key.
MORE = Action("tip.more", TEXT)
