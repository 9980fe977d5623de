"""Builds the form in which an announcement is written, and the list of announcements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from textwrap import shorten

from bot.conversation.choosing import chosen
from bot.conversation.dates import short_date
from bot.conversation.message import (
    Block,
    Buttons,
    Choice,
    Fields,
    Form,
    Heading,
    Message,
    Option,
    TextInput,
    text,
)
from bot.features.announcements.actions import CHECK, SHOW, WRITE, Origin
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.composition import (
    ABOUT,
    ACKNOWLEDGE,
    AT,
    AUDIENCE,
    IMAGE_ALT,
    IMAGE_URL,
    LINK_LABEL,
    LINK_URL,
    LONGEST,
    TITLE,
    WHEN,
    WORDS,
    Composed,
)
from bot.features.announcements.templates import Template, Templates

# With its state, it fits into an option on every platform.
_TITLE_FITS = 45
_START, _WHICH, _EMPTY = "start", "which", "empty"


def overview(
    templates: Templates, written: Sequence[Broadcast], today: date, paused: Collection[str] = ()
) -> Message:
    """The overview of announcements: templates, and the person's own."""
    title = "Announcements"
    note = text("You see each one as people will, with how many it reaches, before anything is sent.")
    options = (
        Option(_EMPTY, "An empty page"),
        *(Option(t.id, t.meta.name) for t in templates.by_id.values()),
    )
    start = Choice(_START, "Start from", options, initial=_EMPTY)
    blocks: list[Block] = [Heading(title), note, start, Buttons((WRITE.button("Write one"),))]
    if written:
        which = _listed_all(written, today, paused)
        blocks.append(Choice(_WHICH, "Yours", which, which[0].value, is_searched=True))
        blocks.append(Buttons((SHOW.button("Open it", ""),)))
    return Message(title, tuple(blocks))


def chosen_template(values: Mapping[str, str]) -> str:
    """The template's id; for an empty page, an id that no template has."""
    return values.get(_START, _EMPTY)


def chosen_announcement(
    values: Mapping[str, str], written: Sequence[Broadcast], today: date, paused: Collection[str] = ()
) -> str:
    """The id of the one that is chosen in the list. Raises NotOne."""
    return chosen(_WHICH, _listed_all(written, today, paused), values)


def _listed_all(written: Sequence[Broadcast], today: date, paused: Collection[str]) -> tuple[Option, ...]:
    """`paused` has the ids of those whose sending is paused."""
    return tuple(
        Option(broadcast.id, _listed(broadcast, today, is_paused=broadcast.id in paused))
        for broadcast in written
    )


def _listed(broadcast: Broadcast, today: date, *, is_paused: bool) -> str:
    """One that has its day still to come is planned for it, and not sent."""
    if is_paused:
        return f"{_title(broadcast)} (paused)"
    if broadcast.stage is AnnouncementStage.SENT and broadcast.day and broadcast.day > today:
        return f"{_title(broadcast)} (planned for {short_date(broadcast.day)})"
    day = broadcast.sent_at or broadcast.changed_at
    what = _STAGES[broadcast.stage]
    return f"{_title(broadcast)} ({what}, {short_date(day)})"


def _title(broadcast: Broadcast) -> str:
    return shorten(broadcast.title, _TITLE_FITS, placeholder="…")


_STAGES = {
    AnnouncementStage.DRAFT: "draft",
    AnnouncementStage.WAITING: "waiting for approval",
    AnnouncementStage.SENT: "sent",
    AnnouncementStage.CANCELLED: "cancelled",
    AnnouncementStage.RECALLED: "recalled",
}


def form(origin: Origin, typed: Composed, audiences: Sequence[Option], *, is_about_a_person: bool) -> Form:
    to_whom = Choice(AUDIENCE, "For whom?", tuple(audiences), typed.audience, is_searched=True)
    about = TextInput(
        ABOUT,
        "Is this about a particular person?" if not is_about_a_person else "Who is it about?",
        "Then write their e-mail or full name. It can't be sent before they have agreed to words and audience.",
        typed.about,
        optional=not is_about_a_person,
        longest=200,
    )
    day, _, at = typed.when.partition(" ")
    when = (
        TextInput(WHEN, "On which day?", "Empty: as soon as you send it.", day, optional=True, kind="date"),
        TextInput(AT, "At what time?", "Where each person is.", at, optional=True, kind="time"),
    )
    first: Fields = (*_words(typed), to_whom, *((about,) if is_about_a_person else ()), _NOTE)
    more: Fields = (*when, _acknowledge(typed), *(() if is_about_a_person else (about,)), *_extras(typed))
    return CHECK.form("An announcement", first, origin, submit="Show me", more=more)


def correction_form(origin: Origin, typed: Composed) -> Form:
    """The form of a correction, which keeps the audience and the subject."""
    note = text(
        "Everybody who has it sees these words instead, marked as corrected. The rest get only these."
    )
    first: Fields = (note, *_words(typed))
    return CHECK.form("Correct it", first, origin, submit="Show me", more=_extras(typed))


def _words(typed: Composed) -> tuple[TextInput, ...]:
    return (
        _box(TITLE, "Title", "", typed),
        _box(WORDS, "What it says", _MARKDOWN, typed, multiline=True),
    )


def _extras(typed: Composed) -> tuple[TextInput, ...]:
    return (
        _box(IMAGE_URL, "A picture's address", "https://…", typed, optional=True),
        _box(IMAGE_ALT, "What the picture shows", _ALT, typed, optional=True),
        _box(LINK_LABEL, "Words of a link below it", "Such as: Sign up", typed, optional=True),
        _box(LINK_URL, "Where it leads", "https://…", typed, optional=True),
    )


def _box(
    name: str, label: str, hint: str, typed: Composed, *, multiline: bool = False, optional: bool = False
) -> TextInput:
    initial = getattr(typed, name)
    return TextInput(name, label, hint, initial, multiline, optional, LONGEST[name])


def _acknowledge(typed: Composed) -> Choice:
    options = (Option("no", "No"), Option("yes", "Yes, with a button Got it: you see how many, never who"))
    initial = typed.acknowledge or "no"
    return Choice(ACKNOWLEDGE, "Should people say that they have it?", options, initial)


_NOTE = text(
    "Leave out what is somebody else's to tell: that a colleague is a peer worker, or anything about somebody who "
    "uses the service."
)
_MARKDOWN = "An empty line between paragraphs. **bold**, *italic*, [words](https://…) and lists with - work."
_ALT = "For people who can't see it"


def typed_of(broadcast: Broadcast, subject: str) -> Composed:
    """The form's values of an announcement."""
    return Composed(
        title=broadcast.title,
        words=broadcast.words,
        image_url=broadcast.image_url,
        image_alt=broadcast.image_alt,
        link_label=broadcast.link_label,
        link_url=broadcast.link_url,
        audience=broadcast.audience,
        acknowledge="yes" if broadcast.wants_acknowledgement else "no",
        when=f"{broadcast.day} {broadcast.at:%H:%M}" if broadcast.day else "",
        about=subject,
    )


def typed_from(template: Template | None) -> Composed:
    if template is None:
        return Composed("", "")
    acknowledge = "yes" if template.meta.acknowledge else "no"
    return Composed(template.meta.title, template.words, acknowledge=acknowledge)
