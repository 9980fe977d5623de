"""Builds the summary of a person's stored data, and the form that erases it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.conversation.message import Block, Bullets, Buttons, Form, Heading, Message, Paragraph, Span, text
from bot.features.settings.actions import ASK_BEFORE_ERASING, ERASE_DATA, TAKE_DATA_AWAY
from bot.features.shared_actions import SETTINGS
from bot.people.records.personal_data import PersonalData


@dataclass(frozen=True, slots=True)
class MyData:
    """The personal data that features store, in groups by title, and the data without names."""

    groups: Mapping[str, Sequence[PersonalData]]
    without_name: Sequence[str]
    every: Sequence[PersonalData]

    @property
    def erasable(self) -> list[str]:
        return [data.erased for data in self.every if data.erased]

    @property
    def staying(self) -> list[str]:
        return [data.stays for data in self.every if data.stays]


def shown(my_data: MyData) -> Message:
    sentence = "What we keep about you"
    buttons = (
        TAKE_DATA_AWAY.button("Get it as a file"),
        ASK_BEFORE_ERASING.button("Erase what can be erased"),
    )
    return Message(
        sentence,
        (
            Heading(sentence),
            text("All of it is yours to see, and you can erase most of what you told us."),
            Buttons(buttons),
            *(block for title, data in my_data.groups.items() for block in _group(title, data)),
            text(Span("Without a name, so that nobody can show or erase it", bold=True)),
            _listed(my_data.without_name),
        ),
    )


def erasing_form(my_data: MyData) -> Form:
    return ERASE_DATA.form(
        "Erase my data",
        (
            text("This is erased, and can't be undone:"),
            *_paragraphs(my_data.erasable),
            text("This stays:"),
            *_paragraphs(my_data.staying),
            text("What has no name can't be erased, because nobody can tell which of it is yours."),
        ),
        submit="Erase it",
    )


def erased(my_data: MyData) -> Message:
    buttons = (TAKE_DATA_AWAY.button("See what is left, as a file"), SETTINGS.button("My settings"))
    return Message(
        "Erased.",
        (
            text("Erased. This is gone:"),
            _listed(my_data.erasable),
            text("This stays:"),
            _listed(my_data.staying),
            Buttons(buttons),
        ),
    )


def _listed(sentences: Sequence[str]) -> Bullets:
    return Bullets(tuple(map(text, sentences)))


def _paragraphs(sentences: Sequence[str]) -> tuple[Paragraph, ...]:
    return tuple(text(f"· {sentence}") for sentence in sentences)


def _group(title: str, data: Sequence[PersonalData]) -> tuple[Block, ...]:
    return (text(Span(title, bold=True)), _listed([category.title for category in data]))
