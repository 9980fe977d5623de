"""Builds the list of saved audiences, and the message about one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.conversation.choosing import chosen_in
from bot.conversation.message import (
    Block,
    Bullets,
    Buttons,
    Choice,
    Facts,
    Heading,
    Message,
    Option,
    text,
)
from bot.conversation.routes import Faults
from bot.people.audiences.actions import BRING_BACK, CHANGE, LIST, NEW, REMOVE, SHOW
from bot.people.audiences.saved_audiences import SavedAudience

_WHICH = "audience"


@dataclass(frozen=True, slots=True)
class Counted:
    saved: SavedAudience
    people: int
    channels: int

    @property
    def in_words(self) -> str:
        counted = [(self.people, "person", "people"), (self.channels, "channel", "channels")]
        return (
            " and ".join(f"{n} {singular if n == 1 else plural}" for n, singular, plural in counted if n)
            or "nobody yet"
        )


def listed(audiences: Sequence[Counted]) -> Message:
    title, new = "Audiences you have put together", NEW.button("Put one together")
    if not audiences:
        return Message(title, (Heading(title), text(_NONE_YET), Buttons((new,))))
    rows = tuple((counted.saved.name, counted.in_words) for counted in audiences)
    options = tuple(Option(counted.saved.id, counted.saved.name) for counted in audiences)
    which = Choice(_WHICH, "Which one?", options, is_searched=True)
    buttons = Buttons((SHOW.button("Open", None), new))
    return Message(title, (Heading(title), Facts(rows), text(_TODAY, quiet=True), which, buttons))


def chosen_audience(values: Mapping[str, str], mine: Sequence[SavedAudience]) -> str | Faults:
    """The id of the one that is chosen in the list. Raises NotOne."""
    chosen = chosen_in(_WHICH, {saved.id: saved.name for saved in mine}, values)
    return chosen or Faults({_WHICH: "Choose one of them first."})


def details(counted: Counted, names: Sequence[str], but_not: Sequence[str]) -> Message:
    """`names` and `but_not` are the names of the audiences that it is put together from."""
    saved = counted.saved
    title = f"{saved.name}: {counted.in_words}"
    whom = text(_ALL_OF if saved.combination.takes_all else _ANY_OF)
    blocks: list[Block] = [Heading(title), whom, _bullets(names)]
    if but_not:
        blocks += [text("But nobody who is in:"), _bullets(but_not)]
    change, remove = CHANGE.button("Change it", saved.id), REMOVE.button("Remove it", saved.id)
    buttons = Buttons((change, remove, LIST.button("All audiences")))
    return Message(title, (*blocks, text(_TODAY, quiet=True), buttons))


def removed(saved: SavedAudience) -> Message:
    sentence = f"Removed: {saved.name}."
    buttons = Buttons((BRING_BACK.button("Undo", saved.id), LIST.button("All audiences")))
    return Message(sentence, (text(sentence, " What you have planned for it still goes out."), buttons))


def _bullets(names: Sequence[str]) -> Bullets:
    return Bullets(tuple(text(name) for name in names))


GONE = 'That audience was changed or removed since, or belongs to a colleague. Say "audiences" to see yours.'
_ANY_OF = "People in any of these are in it, once."
_ALL_OF = "Only people in all of these are in it."
_TODAY = "Counted now, without guests and without people who have left. It follows your teams as they change."
_NONE_YET = (
    "None so far. Put together whom you write to again and again, such as two wards and the champions, and "
    "choose them by name when you write an announcement."
)
