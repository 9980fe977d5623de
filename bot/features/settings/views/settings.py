"""Builds the list of a person's settings (how the bot writes to them) and their forms. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from bot.conversation.message import Block, Buttons, Choice, Facts, Form, Message, Option, saying, text
from bot.conversation.routes import Faults
from bot.features.settings.actions import (
    CHANGE_SETTING,
    ERASE_ANSWERS,
    GO_ON,
    PAUSE_FOR_A_WEEK,
    SAVE_DECLARATION,
    UNDO,
)
from bot.features.shared_actions import MY_DATA
from bot.people.contact.preference_forms import SETTINGS, Changes
from bot.people.contact.preference_text import what_applies
from bot.people.contact.preferences import ContactPreferences
from bot.people.identity.people import Account

SETTING, PEER = "setting", "peer"
DECLARATION, PLACE, ERASING = "peer", "where", "erase"
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class OwnContact:
    """The contact settings of one person. `today` is in their time zone."""

    person_id: str
    preferences: ContactPreferences
    today: date
    zone: str
    accounts: Sequence[Account]


@dataclass(frozen=True, slots=True)
class PickedSetting:
    """The setting that was chosen in the list, by name. Empty if none was."""

    name: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return cls(values.get(SETTING, ""))


@dataclass(frozen=True, slots=True)
class WrittenDeclaration:
    is_peer: bool

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        if values.get(PEER) not in (_YES, _NO):
            return Faults({PEER: "Choose one of these."})
        return cls(values[PEER] == _YES)


def shown(
    me: OwnContact, preferences: ContactPreferences, title: str, undo: Changes | None = None
) -> Message:
    """The present settings, without the declaration as a peer worker, because screens are shared."""
    pause = PAUSE_FOR_A_WEEK.button("Nothing for a week")
    other = GO_ON.button("Write to me again") if preferences.is_snoozed(me.today) else pause
    buttons = [CHANGE_SETTING.button("Change this", None), other, MY_DATA.button("My data")]
    if undo:
        buttons.insert(0, UNDO.button("Undo", undo))
    blocks: tuple[Block, ...] = (
        text(title),
        Facts(what_applies(preferences, me.today, me.zone)),
        Choice(SETTING, "What do you want to change?", _options(me), initial="pause"),
        Buttons(tuple(buttons)),
    )
    return Message(title, blocks)


def declaration_saved() -> Message:
    """The confirmation doesn't show the choice, because it stays in the conversation."""
    sentence = "Saved. It applies from your next tip. Only you can see what you chose, in the form behind this button."
    again = Buttons((CHANGE_SETTING.button("See or change it back", DECLARATION),))
    return Message("Saved.", (text(sentence), again))


def declaration_form(is_declared: bool) -> Form:
    options = (Option(_YES, "I am a peer worker"), Option(_NO, "I am not, or I'd rather not say"))
    note = text(
        "This is yours to tell. If you do, tips for peer workers are added to yours, and nothing else changes. "
        "Only you see it, in this form: no list, report, export, message or administrator's page shows it. "
        "It is stored apart. People who run the database could look there, as with anything stored. "
        "You can take it back at any time, and then we erase it, with your entry in the directory, the times that you offer and your place in the network, if there are any. "
        "Tips you got by then stay in your chat."
    )
    chosen = Choice(
        PEER, "Do you work from your own lived experience here?", options, _YES if is_declared else _NO
    )
    return SAVE_DECLARATION.form("Being a peer worker", (note, chosen), submit="Save")


def _options(me: OwnContact) -> tuple[Option, ...]:
    """The account for messages is a choice only for people with several accounts."""
    return (Option(PLACE, "Where we write to you"), *_OPTIONS) if len(me.accounts) > 1 else _OPTIONS


_OPTIONS = (
    *(Option(name, setting.label) for name, setting in SETTINGS.items()),
    Option(DECLARATION, "Whether I am a peer worker"),
    Option(ERASING, "Erase my quiz answers"),
)
ERASING_FORM = ERASE_ANSWERS.form(
    "Erase quiz answers",
    (
        text(
            "Your answers only choose your next tips, and nobody can view them. "
            "Erasing them can't be undone. You won't get any tip twice because of it."
        ),
    ),
    submit="Erase them",
)
ERASED = saying("Erased. Nothing is left of your answers to the questions in our tips.")
APPLIES, UNCHANGED = "This is how you hear from us.", "Nothing changed. This applies."
SAVED, PAUSED, UNDONE = (
    "Saved. This applies now.",
    "Paused. This applies now.",
    "Undone. This applies now.",
)
GOING_ON = "We write to you again."
NOT_PICKED = 'Pick what you want to change. Say "settings" to see it all again.'
