"""The form an announcement is written in, and the list it is opened from."""

from collections.abc import Sequence

from bot.broadcasts.composing import (
    ABOUT,
    ACKNOWLEDGE,
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
from bot.broadcasts.tables import Broadcast, Stage
from bot.broadcasts.templates import Template, Templates
from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Choice,
    Form,
    Heading,
    Message,
    Option,
    Paragraph,
    TextInput,
    text,
)

START, WHICH, EMPTY = "start", "which", "empty"

_Field = Paragraph | Choice | TextInput


def overview(templates: Templates, written: Sequence[Broadcast]) -> Message:
    """Where everything about announcements begins."""
    said = "Announcements"
    note = text("You see each one as people will, with how many it reaches, before anything is sent.")
    options = (
        Option(EMPTY, "An empty page"),
        *(Option(t.id, t.meta.name) for t in templates.by_id.values()),
    )
    start = Choice(START, "Start from", options, initial=EMPTY)
    blocks: list[Block] = [Heading(said), note, start, Buttons((Button("Write one", "broadcast.open"),))]
    if written:
        which = tuple(Option(one.id, _listed(one)) for one in written)
        blocks.append(Choice(WHICH, "Yours", which, initial=which[0].value))
        blocks.append(Buttons((Button("Open it", "broadcast.show"),)))
    return Message(said, tuple(blocks))


def _listed(broadcast: Broadcast) -> str:
    day = broadcast.sent_at or broadcast.changed_at
    what = _STAGES[broadcast.stage]
    return f"{broadcast.title[:45]} ({what}, {day.day} {day:%b})"


_STAGES = {
    Stage.DRAFT: "draft",
    Stage.WAITING: "waits for approval",
    Stage.SENT: "sent",
    Stage.CANCELLED: "cancelled",
    Stage.RECALLED: "recalled",
}


def form(value: str, typed: Composed, audiences: Sequence[Option], *, is_about_a_person: bool) -> Form:
    """`value` says which draft it is, or which template it begins as."""
    to_whom = Choice(AUDIENCE, "For whom?", tuple(audiences), initial=typed.audience)
    about = TextInput(
        ABOUT,
        "Is this about a particular person?" if not is_about_a_person else "Who is it about?",
        "Then write their e-mail or full name. It can't be sent before they have agreed to words and audience.",
        typed.about,
        optional=not is_about_a_person,
        longest=200,
    )
    when = TextInput(
        WHEN,
        "When?",
        "Empty: as soon as you send it. Or a day and a time where each person is, like 2027-01-14 09:00.",
        typed.when,
        optional=True,
        longest=40,
    )
    fields: tuple[_Field, ...] = (_NOTE, *_boxes(typed), to_whom, when, _acknowledge(typed), about)
    return Form("broadcast.check", "An announcement", fields, submit="Show me", value=value)


def correction_form(value: str, typed: Composed) -> Form:
    """For the same people, and about the same person if about one."""
    note = text(
        "Everybody who has it sees these words instead, marked as corrected. The rest get only these."
    )
    return Form("broadcast.check", "Correct it", (note, *_boxes(typed)), submit="Show me", value=value)


def _boxes(typed: Composed) -> tuple[TextInput, ...]:
    return (
        _box(TITLE, "Title", "", typed),
        _box(WORDS, "What it says", _MARKDOWN, typed, multiline=True),
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
_ALT = "For whoever can't see it"


def typed_of(broadcast: Broadcast, subject: str) -> Composed:
    """As it stood in the form."""
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
