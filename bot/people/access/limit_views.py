"""What people read who do too much at once, and administrators of accounts that do far too much. Pure."""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil

from bot.conversation.message import Block, Bullets, Button, Buttons, Facts, Message, Quote, Span, text
from bot.conversation.request import Sender
from bot.people.identity.platform_names import platform_label

_MOST_GIVEN_BACK = 3


def slow_down_sentence(words: str, wait: timedelta) -> str:
    return (
        f"That was many {words} in a short time, so I let this one wait. Nothing is lost: please send it again "
        f"{_when(wait)}."
    )


def slow_down(words: str, wait: timedelta, typed: Sequence[str]) -> Message:
    """With what was typed, so that nobody has to write it again."""
    said = slow_down_sentence(words, wait)
    given_back: list[Block] = [Quote((Span(words),)) for words in typed[:_MOST_GIVEN_BACK]]
    return Message("Just a moment.", (text(said), *given_back))


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
    said = "This account can't use Alongside at the moment."
    more = " An administrator blocked it. If that surprises you, please speak to one of them."
    return Message(said, (text(said, more),))


def unusual(account: str, account_id: str) -> Message:
    """To administrators. `account` is in words, with the person's name and e-mail."""
    said = "One account does far more here than people do."
    return Message(
        said,
        (
            text(Span(said, bold=True)),
            Facts((("Account", account),)),
            text(
                "It is slowed down already, and nothing that others sent is affected. It may be a program, or "
                "somebody else at that account. Ask the person first, on another way than this one."
            ),
            Buttons((Button("Block this account", "blocked.look", account_id), _LIST)),
        ),
    )


def listed(accounts: Sequence[tuple[str, str]]) -> Message:
    """Those that are blocked: id, and in words."""
    said = f"{len(accounts)} blocked." if accounts else "No account is blocked."
    if len(accounts) == 1:
        said = "1 account is blocked."
    lines = (Bullets(tuple(text(words) for _, words in accounts)),) if accounts else ()
    undo = [Button(f"Unblock {number}", "blocked.undo", id_) for number, (id_, _) in enumerate(accounts, 1)]
    return Message(
        said,
        (
            text(said, " A blocked account is told so, and can do nothing here but reach the crisis lines."),
            *lines,
            Buttons((Button("Block an account", "blocked.choose"), *undo[:_MOST_UNDONE])),
        ),
    )


def sure(accounts: Sequence[tuple[str, str]]) -> Message:
    """Which of these accounts to block: id, and in words. Nothing has been done yet."""
    said = "Is it one of these? Nothing has been changed yet."
    names = Bullets(tuple(text(f"{number}. {words}") for number, (_, words) in enumerate(accounts, 1)))
    several = len(accounts) > 1
    buttons = [
        Button(f"Block {number}" if several else "Block this account", "blocked.do", id_)
        for number, (id_, _) in enumerate(accounts, 1)
    ]
    return Message(said, (text(said), names, Buttons((*buttons[:_MOST_UNDONE], _LIST))))


def sure_of_outsider(there: Sender) -> Message:
    """Nobody is known by that number, so that only the number can be compared. Nothing has been done yet."""
    account = f"{platform_label(there.platform)} ({there.workspace}, {there.user})"
    said = "Nobody here has that account. Is it somebody from outside?"
    note = "Compare the number: nothing else is known of them. Nothing has been changed yet."
    block = Button("Block this account", "blocked.outside", there.user)
    return Message(said, (text(said), Facts((("Account", account),)), text(note), Buttons((block, _LIST))))


def was_blocked(account: str, account_id: str) -> Message:
    said = f"Blocked: {account}."
    return Message(said, (text(said), Buttons((Button("Undo", "blocked.undo", account_id), _LIST))))


def was_unblocked(account: str) -> Message:
    said = f"No longer blocked: {account}."
    return Message(said, (text(said), Buttons((_LIST,))))


# Slack's row of buttons.
_MOST_UNDONE = 4
_LIST = Button("Blocked accounts", "blocked")
