"""Builds the directory's list, search form and results. Names stand in dialogs only, so none stays in a chat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.conversation.choosing import chosen_in
from bot.conversation.message import (
    Buttons,
    Choice,
    Form,
    Message,
    Option,
    Paragraph,
    Span,
    TextInput,
    text,
)
from bot.features.peer_profiles.actions import CLOSE, FIND, LOOK, OPEN_REQUEST, OWN_ENTRY, SHOW_ENTRY
from bot.features.peer_profiles.matching import Match
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.views.entry import LABELS, entry
from bot.features.shared_actions import COME_ALONG

WISH, WHO = "wish", "who"
LONGEST = 300
_LISTED = 8


@dataclass(frozen=True, slots=True)
class Wish:
    """The sentence that the person searched with. Empty if they want to see everybody."""

    sentence: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return cls(values.get(WISH, ""))


@dataclass(frozen=True, slots=True)
class PickedEntry:
    """The entry chosen in the list. None if it no longer exists."""

    profile: PeerProfile | None

    @classmethod
    def read(cls, values: Mapping[str, str], profiles: Sequence[PeerProfile]) -> Self:
        """Raises NotOne."""
        who = chosen_in(WHO, {profile.person_id: profile.name for profile in profiles}, values)
        return cls(next((profile for profile in profiles if profile.person_id == who), None))


def directory(wish: str = "") -> Message:
    """`wish` is what they asked for in a sentence."""
    sentence = "Peer workers who put themselves in the directory, with what each knows about."
    shown = (
        "They stand in a dialog beside the chat, so that an entry is gone everywhere once it is withdrawn."
    )
    first = LOOK.button("Show who fits" if wish else "Look", wish[:LONGEST])
    along = COME_ALONG.button("Come along with one")
    buttons = Buttons((first, along, OWN_ENTRY.button("Your own entry")))
    return Message(sentence, (text(sentence), text(shown, quiet=True), buttons))


def wish_form() -> Form:
    note = text(
        "Leave it empty to see everybody. Write nothing about a particular person who uses the service."
    )
    box = TextInput(
        WISH,
        "Whom are you looking for?",
        "Such as: someone who speaks Polish and knows about voices",
        optional=True,
        longest=LONGEST,
    )
    return FIND.form("Find a peer worker", (note, box), submit="Look")


def everybody(profiles: Sequence[PeerProfile]) -> Form:
    if not profiles:
        none = text("Nobody has an entry that you can see. Having one is each peer worker's own choice.")
        return CLOSE.form("Find a peer worker", (none,), submit="Close")
    sentence = "1 peer worker has an entry that you can see." if len(profiles) == 1 else _count(len(profiles))
    return _chosen((text(sentence),), profiles)


def matches(ranked: Sequence[Match], sought: Sequence[str]) -> Form:
    """Full matches first; each with the parts of the query that the entry covers."""
    if not ranked:
        quoted = ", ".join(f"“{wish}”" for wish in sought)
        return _nobody(
            f"No entry that you can see says anything about {quoted}. Try other words, or see everybody."
        )
    shown = ranked[:_LISTED]
    return _chosen(tuple(_line(match) for match in shown), [match.profile for match in shown])


def whole(profile: PeerProfile) -> Form:
    note = text("Each word is theirs. They may change it, or withdraw it, at any time.", quiet=True)
    fields = (*entry(profile), note)
    return OPEN_REQUEST.form(
        "A peer worker",
        fields,
        profile.person_id,
        submit="Ask for peer support",
        never_in_chat=True,
        shows=(profile.person_id,),
    )


def gone() -> Form:
    return _nobody("That entry isn't there any more.")


def outdated() -> Form:
    """Takes the place of a form that stands open, in every feature. It doesn't say whose words it showed."""
    note = text(
        "What stood here was changed or withdrawn by the person whose words they were. Close this, and open it again to see "
        "what there is now."
    )
    return CLOSE.form("Changed meanwhile", (note,), submit="Close")


def _count(count: int) -> str:
    return f"{count} peer workers have an entry that you can see."


def _line(match: Match) -> Paragraph:
    has = "; ".join(f"{LABELS[item.field].lower()} {item.words}" for item in match.met)
    lacks = f". Says nothing about: {', '.join(match.unmet)}" if match.unmet else ""
    return text(Span(match.profile.name, bold=True), f": {has}{lacks}.")


def _chosen(above: tuple[Paragraph, ...], profiles: Sequence[PeerProfile]) -> Form:
    options = tuple(Option(profile.person_id, profile.name) for profile in profiles)
    choice = Choice(WHO, "Whose entry would you like to see?", options, options[0].value, is_searched=True)
    return SHOW_ENTRY.form(
        "Find a peer worker",
        (*above, choice),
        submit="See the entry",
        never_in_chat=True,
        shows=[profile.person_id for profile in profiles],
    )


def _nobody(sentence: str) -> Form:
    return FIND.form("Find a peer worker", (text(sentence),), submit="See everybody")
