"""Names accounts in words, and builds the form to choose which one gets messages. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.conversation.message import Choice, Form, Message, Option, saying, text
from bot.people.identity.actions import CHOOSE_ACCOUNT
from bot.people.identity.people import Account, Person
from bot.people.identity.platform_names import platform_label

ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class ChosenAccount:
    """The account that the person chose for messages. Empty if none could be chosen."""

    account_id: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return cls(values.get(ACCOUNT, ""))


def account_in_words(account: Account, others: Sequence[Account]) -> str:
    """The platform; with the workspace where they have several there."""
    name = platform_label(account.platform)
    twice = sum(other.platform == account.platform for other in others) > 1
    return f"{name} ({account.workspace})" if twice else name


def account_with_person(account: Account, person: Person) -> str:
    """For administrators who decide about the account. It has facts that the owner cannot set."""
    return person_with_accounts(person, [account])


def person_with_accounts(person: Person, accounts: Sequence[Account]) -> str:
    """Name, e-mail and each account with the platform's own number for it."""
    places = [
        f"{platform_label(account.platform)} ({account.workspace}, {account.user})" for account in accounts
    ]
    return ", ".join((person.name or "No name", person.email or "no e-mail known", *places))


def where_choice(accounts: Sequence[Account], question: str) -> Choice:
    """The one that counts now comes first, and is chosen unless they change it."""
    options = tuple(Option(account.id, account_in_words(account, accounts)) for account in accounts)
    return Choice(ACCOUNT, question, options, initial=accounts[0].id)


def where_form(accounts: Sequence[Account]) -> Form:
    note = text("We write to you in one place only. You can ask me anything in all of them.")
    choice = where_choice(accounts, "Where do you want what we send you?")
    return CHOOSE_ACCOUNT.form("Where we write to you", (note, choice), submit="Save")


def account_saved(accounts: Sequence[Account]) -> Message:
    """The first of the accounts is the one that counts."""
    return saying(f"Saved. What we send you comes in {account_in_words(accounts[0], accounts)} from now on.")
