"""Builds "You said, we did": the writer's form, preview and confirmation, and the message to staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.conversation.choosing import chosen_in
from bot.conversation.message import (
    Block,
    Buttons,
    Choice,
    Divider,
    Form,
    Heading,
    Message,
    Option,
    Paragraph,
    Span,
    TextInput,
    text,
)
from bot.conversation.routes import Faults
from bot.features.pulse.actions import CHANGE_POST, CHECK_POST, LEAVE_POST, SEND_POST, TAKE_POST_BACK
from bot.features.pulse.you_said_we_did import LONGEST, WeDid

_TITLE = "You said, we did"

_SAID, _DID, _GROUP = "said", "did", "group"


@dataclass(frozen=True, slots=True)
class WrittenPost:
    group: str
    said: str
    did: str

    @classmethod
    def read(cls, values: Mapping[str, str], groups: Mapping[str, str], opened_for: str) -> Self | Faults:
        """`groups` are the names, by key, of those that the writer leads. Raises NotOne."""
        group = chosen_in(_GROUP, groups, values) or opened_for
        faults = {} if group in groups else {_GROUP: "Choose one of the groups you lead."}
        said, did = (values.get(name, "").strip() for name in (_SAID, _DID))
        faults |= {name: fault for name, typed in ((_SAID, said), (_DID, did)) if (fault := _fault(typed))}
        return Faults(faults) if faults else cls(group, said, did)


def _fault(typed: str) -> str:
    if not typed:
        return "Write a sentence, or close this."
    return f"That is {len(typed)} characters long. Keep it to {LONGEST}." if len(typed) > LONGEST else ""


def form(groups: dict[str, str], group: str, said: str = "", did: str = "") -> Form:
    """`groups` has the names of the groups that the writer leads. A single one needs no choice."""
    note = text(
        "Leave out names, and anything about a particular peer worker or somebody who uses the service: "
        "that is theirs to tell. You see it as staff will before anything is posted."
    )
    options = tuple(Option(key, name) for key, name in groups.items())
    to_whom = (Choice(_GROUP, "For whom?", options, group, is_searched=True),) if len(groups) > 1 else ()
    boxes = (
        TextInput(_SAID, "You said", "What the answers told you", said, multiline=True, longest=LONGEST),
        TextInput(_DID, "We did", "What you changed because of it", did, multiline=True, longest=LONGEST),
    )
    return CHECK_POST.form(_TITLE, (note, *to_whom, *boxes), group, submit="Show me")


def to_staff(we_did: WeDid, group: str) -> Message:
    """The message to staff. Signed by role and group, not by name."""
    return Message(
        _TITLE,
        (
            Heading(_TITLE),
            text(Span("You said: ", bold=True), we_did.said),
            text(Span("We did: ", bold=True), we_did.did),
            text(f"From the leaders of {group}.", quiet=True),
        ),
    )


def preview(we_did: WeDid, group: str, people: int, warning: tuple[Paragraph, ...] = ()) -> Message:
    introduction = "Not posted yet. This is what staff will see:"
    buttons = Buttons(
        (
            SEND_POST.button("Post it", we_did.id),
            CHANGE_POST.button("Change it", we_did.id),
            LEAVE_POST.button("Leave it", we_did.id),
        )
    )
    who = text(
        f"It goes to everyone in {group}: {_people(people)}. It comes as soon as you post it and their working "
        "hours allow. People who turned results off don't get it."
    )
    return Message(introduction, (*_shown(introduction, we_did, group), *warning, who, buttons))


def posted(we_did: WeDid, group: str) -> Message:
    introduction = f"Posted to everyone in {group}:"
    back = TAKE_POST_BACK.button("Take it back", we_did.id)
    return Message(introduction, (*_shown(introduction, we_did, group), Buttons((back,))))


LEFT = "Left. Nothing was sent, and nothing is kept of it."
TAKEN_BACK = (
    "Taken back. Nobody else will get it, and it disappears from the chats it reached. "
    "People may have read it already."
)
GONE = "This draft has been changed, left or posted since. Say “digest” to begin again."
TOO_LATE = "It went out too long ago to be taken back. If something in it isn't so, tell staff with a new one: say “digest”."
NOT_YOURS_TO_LEAD = (
    "You no longer lead that group here, so nothing was posted. If that surprises you, ask an administrator."
)


def _shown(introduction: str, we_did: WeDid, group: str) -> tuple[Block, ...]:
    return (text(Span(introduction, bold=True)), Divider(), *to_staff(we_did, group).blocks, Divider())


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"
