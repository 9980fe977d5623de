"""The actions of asking's buttons and forms, with the types of their values.

`SHOW_CARD`, `ASK_PERSON` and `KEEP_FOR_EVERYONE` are in `bot/features/shared_actions.py`.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.conversation.actions import TEXT, Action, Codec, PlainAction, spaced


class Rating(StrEnum):
    NONE = ""
    HELPED = "yes"
    NOT_HELPED = "no"


class _Length(StrEnum):
    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card as it is shown. The buttons carry the state, so an old message still has its own."""

    card_id: str
    is_long: bool = False
    rated: Rating = Rating.NONE


def _write_shown(shown: ShownCard) -> str:
    length = _Length.LONG if shown.is_long else _Length.SHORT
    return f"{shown.card_id} {length} {shown.rated}".rstrip()


def _read_shown(written: str) -> ShownCard:
    """A card's id alone is short and unrated."""
    card_id, length, rating = [*written.split(" "), "", ""][:3]
    return ShownCard(card_id, _Length(length or _Length.SHORT) is _Length.LONG, Rating(rating))


_SHOWN = Codec(_write_shown, _read_shown)

# Answers. The values of the first are a card's id, of the last two the question.
CHOOSE_CARD = Action("card.choose", TEXT)
MORE = Action("card.more", _SHOWN)
HELPED = Action("card.helped", _SHOWN)
NOT_HELPED = Action("card.not-helped", _SHOWN)
NONE_OF_THESE = Action("ask.none-of-these", TEXT)
OPEN_MISSING = Action("missing.open", TEXT)
SEND_MISSING = PlainAction("missing.send")

# The value is the command's word.
OPEN_COMMAND = Action("command.open", TEXT)

# Inserting an answer into one's own message. The value is a card's id.
FIND_TO_INSERT = PlainAction("insert.find")
INSERT_CARD = Action("insert.card", TEXT)

# Distress. The value is whether somebody hurts them. Every value is readable: nobody is turned away here.
_ABUSE = "abuse"
MORE_PLACES = Action(
    "distress.more-places",
    Codec(lambda is_abuse: _ABUSE if is_abuse else "", lambda written: written == _ABUSE),
)
NOT_MEANT = PlainAction("distress.not-meant")

# Gaps. The value is a missing answer's id.
GAPS = PlainAction("gaps")
DONE_WITH_GAP = Action("gaps.done", TEXT)
REVIEWS = PlainAction("reviews")


@dataclass(frozen=True, slots=True)
class LocalCardsPage:
    """`first` is the number of published cards before this page."""

    first: int = 0


class StartedFrom(StrEnum):
    NOTHING = "new"
    QUESTION = "question"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class LocalCardOrigin:
    """The question that a local card answers, or the revision that it changes."""

    kind: StartedFrom = StartedFrom.NOTHING
    id: str = ""


def _read_origin(written: str) -> LocalCardOrigin:
    kind, _, origin_id = written.partition(":")
    return LocalCardOrigin(StartedFrom(kind), origin_id)


# The organisation's own cards. The values are a revision's id.
LOCAL_CARDS = Action("local", spaced(LocalCardsPage))
WRITE_LOCAL = PlainAction("local.write")
# The value is the name of a boundary: of what only the organisation can answer.
START_LOCAL = Action("local.start", TEXT)
CHANGE_LOCAL = Action("local.change", TEXT)
CHECK_LOCAL = Action("local.check", Codec(lambda origin: f"{origin.kind}:{origin.id}", _read_origin))
SUBMIT_LOCAL = Action("local.submit", TEXT)
LEAVE_LOCAL = Action("local.leave", TEXT)
REVIEW_LOCAL = Action("local.review", TEXT)
PUBLISH_LOCAL = Action("local.publish", TEXT)
RETURN_LOCAL = Action("local.return", TEXT)
SEND_RETURN = Action("local.return.send", TEXT)
WITHDRAW_LOCAL = Action("local.withdraw", TEXT)

# Rephrasing by a language model. The value is the host that they were shown.
CONSIDER_REPHRASING = PlainAction("wording.consider")
TURN_REPHRASING_ON = Action("wording.on", TEXT)
TURN_REPHRASING_OFF = PlainAction("wording.off")
