"""Builds the list of groups whose figures a leader can take away, and the link to them."""

from collections.abc import Mapping

from bot.conversation.choosing import chosen_in
from bot.conversation.message import Buttons, Choice, Message, Option, Span, saying, text
from bot.conversation.routes import Faults
from bot.features.digest.actions import OPEN_RECORDS
from bot.people.records.one_time_links import OPEN_FOR

_OPEN_MINUTES = OPEN_FOR.seconds // 60
_GROUP = "group"

LEADS_NOBODY = "You don't lead a team here at the moment, so there are no figures for you. If you do, ask an administrator to give you the role."
LEADS_IT_NO_MORE = "You no longer lead that group here. Say “figures” to see those you lead."


def which(groups: Mapping[str, str]) -> Message:
    """`groups` are names by key."""
    question = "Which figures would you like?"
    options = tuple(Option(key, name) for key, name in groups.items())
    buttons = Buttons((OPEN_RECORDS.button("Get the link", None),))
    return Message(question, (Choice(_GROUP, question, options, is_searched=True), buttons))


def chosen_group(values: Mapping[str, str], groups: Mapping[str, str]) -> str | Faults:
    """Raises NotOne."""
    return chosen_in(_GROUP, groups, values) or Faults({_GROUP: "Choose one of them first."})


def link(name: str, address: str, minutes: int) -> Message:
    """`minutes` is how long the link can be opened."""
    title = f"Report and figures for {name}"
    return Message(
        title,
        (
            text(Span(title, bold=True, href=address)),
            text(
                "A report with all charts, to read or print; the figures as a spreadsheet (XLSX); and as a plain "
                f"table (CSV). Open it within {minutes} minutes. It then stays open for {_OPEN_MINUTES} minutes, on "
                "the device that opened it first."
            ),
            text("Please don't pass it on: who opens it first has your figures.", quiet=True),
        ),
    )


def nothing_yet(name: str) -> Message:
    return saying(f"There are no figures for {name} yet. The first come when the first questions close.")
