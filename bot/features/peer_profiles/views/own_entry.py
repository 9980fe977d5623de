"""Builds the forms and dialogs for a peer worker's own entry. Dialogs leave nothing in the chat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.conversation.message import (
    Buttons,
    Choice,
    Fields,
    Form,
    Message,
    Option,
    Paragraph,
    Span,
    TextInput,
    saying,
    text,
)
from bot.conversation.routes import Faults
from bot.features.peer_profiles.actions import (
    CLOSE_ENTRY,
    OWN_ENTRY,
    PREVIEW_ENTRY,
    PUBLISH_ENTRY,
    SAVE_ENTRY,
    WITHDRAW_ENTRY,
    WITHDRAW_NOW,
    WRITE_ENTRY,
)
from bot.features.peer_profiles.models import WRITTEN, PeerProfile
from bot.features.peer_profiles.own_entry import Own
from bot.features.peer_profiles.reading_age import is_hard_for_the_page
from bot.features.peer_profiles.views.entry import entry
from bot.features.shared_actions import COME_ALONG, FIND_PEER_WORKER
from bot.people.audiences import chosen_colleagues_views as chosen
from bot.people.audiences.chosen_colleagues import Colleagues

COLLEAGUES, PAGE = "colleagues", "page"
YES, NO = "yes", "no"
CHOOSE = "Choose who sees it, or nobody."
ANOTHERS_NAME = "Colleagues know somebody else by that name. Choose one that is yours alone."

_OWN = (
    "If you work here from your own lived experience, you may have an entry in the directory of peer workers, so that "
    "colleagues find you by what you know about. Nobody has to: nothing here needs one."
)
_YOURS = (
    "Only you can write it and decide who sees it. No list, supervisor or administrator shows what you haven't "
    "published. What you write stays in the dialogs behind these buttons, and out of this chat."
)


def own_entry() -> Message:
    """The same for everybody: screens are shared, and whether there is an entry is in the dialogs."""
    buttons = (
        WRITE_ENTRY.button("Write or change it"),
        PREVIEW_ENTRY.button("See it, and choose who sees it"),
        WITHDRAW_ENTRY.button("Withdraw it"),
    )
    return Message("Your own entry", (text(_OWN), text(_YOURS, quiet=True), Buttons(buttons)))


def writing_form(own: Own) -> Form:
    """Four boxes, and four more for those who like."""
    before = own.newest
    note = text(
        "Nobody sees this before you publish it: until then it is kept sealed. You look at it first. Besides a name, one box "
        "is enough."
    )
    fields = tuple(_box(own.name, before, *each) for each in _FIELDS)
    more = tuple(_box(own.name, before, *each) for each in _MORE)
    return SAVE_ENTRY.form("Your own entry", (note, *fields), submit="See it", more=more, never_in_chat=True)


def preview_form(
    own: Own, profile: PeerProfile, organisation: str, warning: Sequence[Paragraph], *, is_page_weekly: bool
) -> Form:
    """The entry as others see it, and exactly who would. `is_page_weekly`: the bot makes the page by itself."""
    audiences = [each for each in (own.team, own.organisation) if each]
    options = [chosen.option(each, organisation) for each in audiences]
    options = [Option(Colleagues.NOBODY, "No colleague: only you see it"), *options]
    now = own.published
    before = now.colleagues if now else Colleagues.NOBODY
    names, many_names = chosen.who_sees(audiences, organisation)
    page = (Option(NO, "No"), Option(YES, "Yes: this text may stand on it"))
    fields: Fields = (
        text("This is what others see:", quiet=True),
        *entry(profile),
        *warning,
        text("Who sees it now: ", Span(_now(own, organisation), bold=True)),
        *((text(_POOL.format(own.pool), quiet=True),) if own.pool else ()),
        Choice(COLLEAGUES, "Which colleagues see it?", tuple(options), before),
        *names,
        Choice(PAGE, "On the page for people who use the service?", page, YES if now and now.on_page else NO),
        text(_PAGE.format(_WEEKLY if is_page_weekly else _BY_HAND), quiet=True),
        *((text(_EASIER, quiet=True),) if is_hard_for_the_page(_read_by_others(profile)) else ()),
        text(Span(_TELLS, bold=True)),
    )
    return PUBLISH_ENTRY.form(
        "Who sees it", fields, profile.version, submit="Apply", more=tuple(many_names), never_in_chat=True
    )


def no_entry() -> Form:
    note = text("You have no entry. Close this, and press “Write or change it” if you would like one.")
    return CLOSE_ENTRY.form("Your own entry", (note,), submit="Close")


def applied() -> Message:
    """The reply is the same for every choice."""
    return saying("Done: it applies from now on.", *_AGAIN)


def withdrawing_form(own: Own, organisation: str) -> Form:
    """Says what goes, and how to hide it instead; `own` has an entry."""
    now = ("Who sees it now: ", Span(_now(own, organisation), bold=True))
    fields = (
        text(*now),
        text(_GOES),
        text(_HIDE),
        text(_SEEN_BEFORE, quiet=True),
        text(_TIMES_STAY, quiet=True),
    )
    return WITHDRAW_NOW.form("Withdraw your entry?", fields, submit="Withdraw it", never_in_chat=True)


def withdrawn() -> Message:
    sentence = "Withdrawn. There is no entry of yours here any more: not for others, not for you."
    then = "If it stood on the page for people who use the service, the next one is made without it. Printed copies stay where they are."
    buttons = (_AGAIN[0], COME_ALONG.button("Times that you offer"))
    return Message(sentence, (text(sentence), text(then, quiet=True), Buttons(buttons)))


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """Texts by column."""

    texts: dict[str, str]

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        texts = {column: values.get(column, "").strip() for column in WRITTEN}
        if not texts["name"]:
            return Faults({"name": "Write the name that others see. A first name is enough."})
        if not any(words for column, words in texts.items() if column != "name"):
            return Faults(
                {"expertise": "Write something in one of these boxes, so that others find you by it."}
            )
        return cls(texts)


@dataclass(frozen=True, slots=True)
class ChosenReaders:
    """Which colleagues see the entry, and whether it stands on the page."""

    colleagues: Colleagues
    on_page: bool

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        chosen = values.get(COLLEAGUES, "")
        if chosen not in set(Colleagues):
            return Faults({COLLEAGUES: CHOOSE})
        return cls(Colleagues(chosen), values.get(PAGE) == YES)


def _read_by_others(profile: PeerProfile) -> str:
    """The text for the reading age: each box is a sentence. Without the name, and languages' names."""
    return "\n".join(
        words for column, words in profile.written.items() if column not in ("name", "languages")
    )


def _now(own: Own, organisation: str) -> str:
    if own.published is None:
        return "only you."
    colleagues = {
        Colleagues.NOBODY: "",
        Colleagues.TEAM: own.team.label if own.team else "",
        Colleagues.ORGANISATION: f"everyone at {organisation}",
    }[own.published.colleagues]
    page = "everybody who gets the page for people who use the service" if own.published.on_page else ""
    seen = " and ".join(each for each in (colleagues, page) if each)
    return f"{seen}, as you published it." + (" What you changed since, only you." if own.draft else "")


def _box(
    name: str, before: PeerProfile | None, column: str, label: str, hint: str, longest: int
) -> TextInput:
    initial = getattr(before, column) if before else name if column == "name" else ""
    is_name = column == "name"
    return TextInput(column, label, hint, initial[:longest], longest > 100, not is_name, longest)


_FIELDS = (
    ("name", "Name that others see", "A first name is enough", 60),
    ("expertise", "What do you know about?", "Such as: hearing voices, going back to work", 400),
    ("languages", "Which languages do you speak?", "Such as: English, Polish", 100),
    ("how_to_ask", "How do you like to be asked?", "Such as: come by, or write to me", 300),
)
_MORE = (
    ("settings", "Where do you work?", "Such as: Rowan ward, home visits", 200),
    ("ways", "How do you meet people?", "Such as: in person, by phone, in a group", 200),
    ("days", "On which days?", "Such as: Monday, Thursday mornings", 100),
    ("not_offered", "What don't you do?", "Such as: no crisis work, not about medication", 300),
)
_PAGE = (
    "That page is printed or put on your organisation's site: anybody may read and copy it. {}, "
    "and an entry that you withdraw isn't on the next one."
)
_POOL = "Who sees it can also ask for “any peer worker of {}”, and so reads that your team has one."
_EASIER = (
    "Some who get that page read slowly. Short sentences and everyday words reach more of them. They are your words: leave "
    "them as they are, if you like."
)
_WEEKLY, _BY_HAND = "It is made anew every week", "Your organisation makes it when it needs one"
_GOES = (
    "Your words are deleted at once, what you have published and what you still write: nobody finds them any more, and requests "
    "for peer support that you were asked or have go from both chats, and times agreed in them are off. It can't be undone."
)
_HIDE = (
    "To keep your words for yourself, close this, press “See it, and choose who sees it”, and choose nobody."
)
_SEEN_BEFORE = (
    "What somebody has seen can't be taken back: a notification with your name, a printed page, what your chat platform keeps "
    "of deleted messages. A colleague who has your entry open at this moment may see it until they close it, in Teams always; "
    "nothing in it works any more."
)
_TIMES_STAY = (
    "Times at which colleagues may come along with you stay, until you cancel them under “Your times”."
)
_TELLS = "By applying this you tell those whom you chose that you work here from your own lived experience."
_AGAIN = (
    OWN_ENTRY.button("Your own entry"),
    FIND_PEER_WORKER.button("Find a peer worker"),
)
