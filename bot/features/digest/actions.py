"""The actions of the digest's buttons and forms, with the types of their values."""

from dataclasses import dataclass

from bot.conversation.actions import OPTIONAL_TEXT, Action, Codec, PlainAction, spaced
from bot.features.pulse.suggestions import SuggestionOutcome

_WITH_FIGURES = " news"
_UNDO = "undo"


@dataclass(frozen=True, slots=True)
class ShownSuggestion:
    """`with_figures`: the message has figures, and keeps them after the answer."""

    suggestion_id: str
    with_figures: bool


@dataclass(frozen=True, slots=True)
class AnsweredSuggestion:
    """The answer to a suggestion. `OPEN` undoes it."""

    suggestion: ShownSuggestion
    outcome: SuggestionOutcome


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """`order` seeds the order of the comments, the same on each page; empty for one that is not chosen yet.

    `first` is the number of comments before this page.
    """

    wave_id: str
    order: str = ""
    first: int = 0


def _write_shown(shown: ShownSuggestion) -> str:
    return shown.suggestion_id + _WITH_FIGURES * shown.with_figures


def _read_shown(written: str) -> ShownSuggestion:
    return ShownSuggestion(written.removesuffix(_WITH_FIGURES), written.endswith(_WITH_FIGURES))


def _write_answered(answered: AnsweredSuggestion) -> str:
    shown = answered.suggestion
    return f"{shown.suggestion_id} {answered.outcome or _UNDO}{_WITH_FIGURES * shown.with_figures}"


def _read_answered(written: str) -> AnsweredSuggestion:
    shown = _read_shown(written)
    suggestion_id, _, word = shown.suggestion_id.partition(" ")
    outcome = SuggestionOutcome.OPEN if word == _UNDO else SuggestionOutcome(word)
    return AnsweredSuggestion(ShownSuggestion(suggestion_id, shown.with_figures), outcome)


DIGEST = PlainAction("digest")
ANSWER_SUGGESTION = Action("digest.suggestion", Codec(_write_answered, _read_answered))
PLAN = Action("digest.plan", Codec(_write_shown, _read_shown))
SAVE_PLAN = Action("digest.save-plan", Codec(_write_shown, _read_shown))
READ_COMMENTS = Action("digest.comments", spaced(CommentsPage))
RECORDS = PlainAction("records")
# The value is a group's key. Without one, the list beside the button says which.
OPEN_RECORDS = Action("records.open", OPTIONAL_TEXT)
