"""Builds messages about rate limits: to the person slowed down, and to administrators about unusual accounts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Self

from bot.conversation.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Facts,
    Message,
    Quote,
    Span,
    TextInput,
    text,
)
from bot.conversation.request import Sender
from bot.people.access.actions import (
    BLOCK,
    BLOCK_OUTSIDER,
    BLOCK_UNKNOWN,
    BLOCKED,
    CHOOSE_ACCOUNT,
    PREVIEW_BLOCK,
    PREVIEW_UNKNOWN,
    UNBLOCK,
)
from bot.people.identity.platform_names import platform_label

_MOST_GIVEN_BACK = 3


def slow_down_sentence(words: str, wait: timedelta) -> str:
    return (
        f"That was many {words} in a short time, so I let this one wait. Nothing is lost: please send it again "
        f"{_when(wait)}."
    )


def slow_down(words: str, wait: timedelta, typed: Sequence[str]) -> Message:
    """The notice, with the typed text, so that the person can copy it."""
    sentence = slow_down_sentence(words, wait)
    given_back: list[Block] = [Quote((Span(words),)) for words in typed[:_MOST_GIVEN_BACK]]
    return Message("Just a moment.", (text(sentence), *given_back))


def _when(wait: timedelta) -> str:
    seconds = wait.total_seconds()
    if seconds <= 1:
        return "in a moment"
    if seconds < 60:
        return f"in {ceil(seconds)} seconds"
    minutes = ceil(seconds / 60)
    return f"in {minutes} minutes" if minutes > 1 else "in a minute"


def blocked_here() -> Message:
    """To somebody whose account is blocked."""
    sentence = "Alongside is switched off for this account at the moment."
    more = " An administrator did that; speak to one of them, above all if it surprises you. If you need help now, write so: the crisis lines still come."
    return Message(sentence, (text(sentence, more),))


def unusual(account: str, account_id: str) -> Message:
    """To administrators. `account` is in words, with the person's name and e-mail."""
    sentence = "One account does far more here than people do."
    return Message(
        sentence,
        (
            text(Span(sentence, bold=True)),
            Facts((("Account", account),)),
            text(
                "It is slowed down already, and nothing that others sent is affected. It may be a program, or "
                "somebody else at that account. Ask the person first, on another way than this one."
            ),
            Buttons((PREVIEW_BLOCK.button("Block this account", account_id), _LIST)),
        ),
    )


def unusual_unknown(there: Sender, noted_id: str) -> Message:
    """To administrators, about an account that isn't stored. Its id is enough for a block."""
    sentence = "An account that isn't known here does far more than people do."
    return Message(
        sentence,
        (
            text(Span(sentence, bold=True)),
            Facts((("Account", _number_of(there)),)),
            text(
                "It is slowed down already, and reaches nobody here. It may be a guest, somebody of another "
                "organisation, or a program. We keep nothing of them but this number, for a week: compare it with "
                "their profile first."
            ),
            Buttons((PREVIEW_UNKNOWN.button("Block this account", noted_id), _LIST)),
        ),
    )


def listed(accounts: Sequence[tuple[str, str]]) -> Message:
    """The blocked accounts. Each has its id and its description."""
    sentence = f"{len(accounts)} blocked." if accounts else "No account is blocked."
    if len(accounts) == 1:
        sentence = "1 account is blocked."
    lines = (Bullets(tuple(text(words) for _, words in accounts)),) if accounts else ()
    undo = [UNBLOCK.button(f"Unblock {number}", id_) for number, (id_, _) in enumerate(accounts, 1)]
    return Message(
        sentence,
        (
            text(
                sentence, " A blocked account is told so, and can do nothing here but reach the crisis lines."
            ),
            *lines,
            Buttons((CHOOSE_ACCOUNT.button("Block an account"), *undo[:_MOST_UNDONE])),
        ),
    )


def sure(accounts: Sequence[tuple[str, str]]) -> Message:
    """Asks which of these accounts to block. Each has its id and its description."""
    sentence = "Is it one of these? Nothing has been changed yet."
    names = Bullets(tuple(text(f"{number}. {words}") for number, (_, words) in enumerate(accounts, 1)))
    several = len(accounts) > 1
    buttons = [
        BLOCK.button(f"Block {number}" if several else "Block this account", id_)
        for number, (id_, _) in enumerate(accounts, 1)
    ]
    return Message(sentence, (text(sentence), names, Buttons((*buttons[:_MOST_UNDONE], _LIST))))


def sure_of_outsider(there: Sender) -> Message:
    """Asks to confirm an unknown account id, which the person can only compare."""
    return _sure(there, BLOCK_OUTSIDER.button("Block this account", there.user))


def sure_of_unknown(there: Sender, noted_id: str) -> Message:
    """As `sure_of_outsider`, for an account from a notice, on any platform."""
    return _sure(there, BLOCK_UNKNOWN.button("Block this account", noted_id))


def _sure(there: Sender, block: Button) -> Message:
    sentence = "Nobody here has that account. Is it somebody from outside?"
    note = "Compare the number: nothing else is known of them. Nothing has been changed yet."
    account = Facts((("Account", _number_of(there)),))
    return Message(sentence, (text(sentence), account, text(note), Buttons((block, _LIST))))


def _number_of(there: Sender) -> str:
    number = f"{platform_label(there.platform)} ({there.workspace}, {there.user})"
    return f"{number}, of {there.home}" if there.is_from_elsewhere else number


def no_longer_noted() -> Message:
    sentence = "That was more than a week ago, so the number isn't kept any more."
    note = " You can still block the account: write the number from this notice."
    return Message(
        sentence, (text(sentence, note), Buttons((CHOOSE_ACCOUNT.button("Block an account"), _LIST)))
    )


def was_blocked(account: str, account_id: str) -> Message:
    sentence = f"Blocked: {account}."
    return Message(sentence, (text(sentence), Buttons((UNBLOCK.button("Undo", account_id), _LIST))))


def was_unblocked(account: str) -> Message:
    sentence = f"No longer blocked: {account}."
    return Message(sentence, (text(sentence), Buttons((_LIST,))))


# Slack's row of buttons.
_MOST_UNDONE = 4
_LIST = BLOCKED.button("Blocked accounts")

WHO = "who"
FORM = PREVIEW_BLOCK.form(
    "Block an account",
    (
        text("You see whose account it is before anything happens."),
        TextInput(WHO, "Whose?", "Their e-mail or full name", longest=200),
        text(
            "For somebody from outside, such as a guest or another company's colleague, write the number of their "
            "account. Slack shows it in their profile as “Copy member ID”; for Teams, ask for their object ID "
            "where accounts are managed.",
            quiet=True,
        ),
    ),
    None,
    submit="Look",
)
NOBODY = (
    "Nobody by that e-mail or name is known here. Check the spelling, or write the number of their account if they "
    "are from outside."
)


@dataclass(frozen=True, slots=True)
class SoughtAccount:
    """The form's value: an e-mail, a name or an account's id."""

    typed: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return cls(values.get(WHO, "").strip())
