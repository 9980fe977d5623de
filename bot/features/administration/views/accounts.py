"""Builds messages and the form for joining a person's accounts, for administrators. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.conversation.message import Block, Bullets, Buttons, Facts, Message, TextInput, text
from bot.conversation.routes import Faults
from bot.features.administration.actions import (
    JOIN,
    JOIN_ACCOUNTS,
    PREVIEW_JOIN,
    UNDO_JOIN,
    JoinedAccounts,
    Pair,
)
from bot.people.identity.account_views import account_in_words, person_with_accounts, where_choice
from bot.people.identity.people import Account, Person

WHO, OTHER = "who", "other"


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as administrators may see them: with granted roles, never declared ones."""

    person: Person
    accounts: Sequence[Account]
    roles: Sequence[str]

    @property
    def name(self) -> str:
        return self.person.name or "No name"

    @property
    def places(self) -> list[str]:
        return [account_in_words(account, self.accounts) for account in self.accounts]

    @property
    def in_words(self) -> str:
        return person_with_accounts(self.person, self.accounts)


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """E-mails or names, as they were typed. `other` may be empty: the other person of the same name."""

    who: str
    other: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return cls(values.get(WHO, ""), values.get(OTHER, ""))


def pair(first: Sequence[Person], other: Sequence[Person]) -> tuple[Person, Person] | Faults:
    """The person who stays, and the one who becomes part of them. One name that two people share finds both."""
    others = [person for person in other if len(first) != 1 or person.id != first[0].id]
    if len(first) == 1 and len(others) == 1:
        return first[0], others[0]
    if len(first) == 2 and not other:
        remaining, gone = sorted(first, key=lambda person: not person.email)
        return remaining, gone
    if not first:
        return Faults({WHO: _NOBODY})
    if len(first) > 1:
        return Faults({WHO: _SEVERAL})
    return Faults({OTHER: _SEVERAL if others else _NOBODY})


def offer() -> Message:
    sentence = "One person may have accounts on Slack and on Teams. Joined, they hear from us once."
    return Message(sentence, (text(sentence), Buttons((JOIN_ACCOUNTS.button("Join two accounts"),))))


def preview(remaining: KnownPerson, gone: KnownPerson) -> Message:
    sentence = "Are these one person? Nothing has been changed yet."
    accounts = [*remaining.accounts, *gone.accounts]
    blocks: list[Block] = [
        text(sentence),
        Facts((("Stays", remaining.in_words), ("Becomes part of them", gone.in_words))),
        Bullets(tuple(map(text, _consequences(remaining, gone)))),
    ]
    if accounts:
        blocks.append(where_choice(accounts, "Where should we write to them? They can change it."))
    do = JOIN.button("Join them", Pair(gone.person.id, remaining.person.id))
    return Message(sentence, (*blocks, Buttons((do, JOIN_ACCOUNTS.button("Pick others")))))


def not_now(reason: str) -> Message:
    return Message("Accounts can't be joined now.", (text("Accounts can't be joined now. ", reason),))


def joined(remaining: KnownPerson, accounts: JoinedAccounts) -> Message:
    sentence = f"Joined: {remaining.name} hears from us once now, in {remaining.places[0]}."
    undo = UNDO_JOIN.button("Undo", accounts)
    return Message(sentence, (text(sentence, _TELL_THEM), Buttons((undo,))))


def separated() -> Message:
    sentence = "Undone: they are two people again."
    return Message(sentence, (text(sentence, " Roles that were taken away have to be given again."),))


def _consequences(remaining: KnownPerson, gone: KnownPerson) -> list[str]:
    """The same text for everybody except for roles, so that it never shows what somebody declared."""
    consequences = []
    if remaining.roles:
        consequences.append(f"All these accounts may do what {_listed(remaining.roles)} may do here.")
    if gone.roles:
        consequences.append(
            f"The second one's roles are taken away: {_listed(gone.roles)}. You can give them again."
        )
    return [*consequences, _WISHES, _TOLD]


def _listed(roles: Sequence[str]) -> str:
    return " and ".join(roles)


FORM = PREVIEW_JOIN.form(
    "Join two accounts",
    (
        text("You see what would happen before it does."),
        TextInput(WHO, "Who stays?", "Their e-mail or full name", longest=200),
        TextInput(
            OTHER,
            "Who is the same person?",
            "Empty: the other one of that name",
            optional=True,
            longest=200,
        ),
    ),
    submit="Look",
)
_WISHES = "Pauses, and whatever either of them didn't want to get, count for both. No tip comes twice."
_TOLD = (
    "Whatever they told us for themselves only is forgotten, whether or not there was anything, so that no "
    "account shows it to the other. How the second one answered our questions is forgotten, too."
)
_TELL_THEM = " Tell them, and ask them to look at their settings once."
_NOBODY = (
    "Nobody else by that e-mail or name is known here. Check the spelling, or ask them to say hello to me."
)
_SEVERAL = "Several people have that name. Write the e-mail of one of them here."
