"""The Home message, the same on every platform: what waits, what to ask, this week, and the person's tools."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.conversation.dates import coming_day
from bot.conversation.message import Block, Button, Buttons, Facts, Heading, Message, text
from bot.features.settings.actions import ASK_EXAMPLE, FROM_THEIR_SIDE, OPEN_QUESTION
from bot.features.settings.views.starters import EVERYBODY, PEER_WORKERS, starters
from bot.features.shared_actions import (
    ASK_PERSON,
    FIND_PEER_WORKER,
    HOME,
    MENU,
    MY_DATA,
    SETTINGS,
    SHOW_CARD,
)
from bot.people.access.roles import Role

WAITING, ASK, THIS_WEEK, TOOLS = "Waiting for you", "Ask", "This week", "Your tools"
TITLES = (WAITING, ASK, THIS_WEEK, TOOLS)

A_ROW = 5
_OF_THEIRS = 3


class WaitingFor(Enum):
    """Labels of waiting work, singular and plural; the plural has a place for the count."""

    ANSWERS = ("1 answer by a colleague", "{} answers by colleagues")
    OWN_QUESTIONS = ("1 question for you to answer", "{} questions for you to answer")
    OPEN_QUESTIONS = ("1 question nobody has taken", "{} questions nobody has taken")
    PEER_SUPPORT = ("1 request for peer support waits for you", "{} requests for peer support wait for you")
    APPROVALS = ("1 announcement to approve", "{} announcements to approve")
    SENT_BACK = ("1 announcement came back", "{} announcements came back")
    LOCAL_ANSWERS = ("1 answer to read before it counts", "{} answers to read")
    MISSING_ANSWERS = ("1 missing answer was asked for", "{} missing answers were asked for")
    CARDS = ("1 card past its review date", "{} cards past their review date")
    ASKED = ("1 question of yours waits for an answer", "{} questions of yours wait for an answer")
    MESSAGES = ("1 message may be lost", "{} messages may be lost")


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """`leads_to` makes a button of the words. `by` is the day of the first one's next step."""

    count: int
    what: WaitingFor
    leads_to: Callable[[str], Button]
    by: date | None = None

    @property
    def button(self) -> Button:
        singular, plural = self.what.value
        words, first = (singular, "") if self.count == 1 else (plural.format(self.count), "one ")
        return self.leads_to(f"{words}, {first}by {coming_day(self.by)}" if self.by else words)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who has been met: their roles, what waits, the rows of their week, and the tools that are open to them.

    `has_tools_of_a_role`: some of the tools are open to their roles only.
    """

    roles: Collection[Role]
    waits: Sequence[WaitingCount]
    week: Sequence[tuple[str, str]]
    tools: Sequence[Button]
    has_tools_of_a_role: bool = False


def home(organisation: str, known: Known | None) -> Message:
    """A stranger may ask. Nothing here says more than those who share a screen may see."""
    title = f"Alongside at {organisation}"
    if known is None:
        return Message(title, (*_ask(()), _NO_CRISIS_SERVICE), is_home=True)
    waiting, tools = _waiting(known.waits), _tools(known.tools)
    others = (*_ask(known.roles), *_week(known.week))
    # Who has work to do here finds it without scrolling.
    parts = (*tools, *others) if known.has_tools_of_a_role else (*others, *tools)
    return Message(title, (*waiting, *parts, _NO_CRISIS_SERVICE), is_home=True)


def welcome(organisation: str, roles: Collection[Role]) -> Message:
    """Two lines and three questions; without a role, also three from a peer worker's side, the same for everybody."""
    sentence = f"I answer questions about working alongside peer workers at {organisation}."
    how = "Each answer was written and checked by people, with its sources; where I have none, I find you a person."
    chosen = starters(roles)
    questions = tuple(_question(words) for words in chosen)
    everything = MENU.button("Everything I can do")
    if chosen is not EVERYBODY:
        return Message(
            sentence, (text(sentence), text(how), Buttons((*questions, _FROM_THEIR_SIDE, everything)))
        )
    theirs = tuple(_question(words) for words in PEER_WORKERS[:_OF_THEIRS])
    own = text("If you are a peer worker yourself:")
    return Message(
        sentence, (text(sentence), text(how), Buttons(questions), own, Buttons((*theirs, everything)))
    )


def from_their_side() -> Message:
    """Shown to everyone who presses it, peer worker or not. Nothing is stored."""
    title = "From a peer worker's side"
    note = "Choose one, or ask in your own words. Anybody may look here; nothing is kept of it."
    own = "Tips for peer workers are yours too, if you like: say so in settings. Nobody else sees it."
    questions = tuple(_question(words) for words in PEER_WORKERS)
    buttons = Buttons((SETTINGS.button("Settings"), HOME.button("Back")))
    return Message(title, (Heading(title), text(note), Buttons(questions), text(own, quiet=True), buttons))


def in_channel() -> Message:
    """The home message in a channel, which everybody reads."""
    sentence = "Hello. Mention me here with a question about peer work, and I answer in its thread."
    return Message(
        sentence, (text(sentence, " Everyone here reads along; what is only for you, ask in our own chat."),)
    )


def _waiting(waits: Sequence[WaitingCount]) -> tuple[Block, ...]:
    buttons = [waits_for.button for waits_for in waits if waits_for.count]
    if not buttons:
        return (Heading(WAITING), text("Nothing. Ask me something, or come back when you like.", quiet=True))
    return (Heading(WAITING), *_rows(buttons))


def _ask(roles: Collection[Role]) -> tuple[Block, ...]:
    questions = tuple(_question(words) for words in (starters(roles) if roles else EVERYBODY))
    return (
        Heading(ASK),
        text("Write to me in your own words, or begin with one of these."),
        Buttons((OPEN_QUESTION.button("Ask a question"), *questions, _FROM_THEIR_SIDE)),
        Buttons(tuple(button for button in _HELP if button.label not in {each.label for each in questions})),
    )


def _week(rows: Sequence[tuple[str, str]]) -> tuple[Block, ...]:
    buttons = Buttons((SETTINGS.button("How you hear from us"), MY_DATA.button("My data")))
    return (Heading(THIS_WEEK), *((Facts(tuple(rows)),) if rows else ()), buttons)


def _tools(buttons: Sequence[Button]) -> tuple[Block, ...]:
    """The tools that the person's roles permit, and no others."""
    return (Heading(TOOLS), *_rows(buttons)) if buttons else ()


def _rows(buttons: Sequence[Button]) -> tuple[Buttons, ...]:
    return tuple(Buttons(tuple(buttons[i : i + A_ROW])) for i in range(0, len(buttons), A_ROW))


def _question(words: str) -> Button:
    return ASK_EXAMPLE.button(words, words)


_HELP = (
    ASK_PERSON.button("Ask a person", None),
    FIND_PEER_WORKER.button("Find a peer worker"),
    SHOW_CARD.button("Support for yourself", "bot/personal-support"),
    SHOW_CARD.button("Who sees my questions?", "bot/who-sees-my-questions"),
)
_FROM_THEIR_SIDE = FROM_THEIR_SIDE.button("From a peer worker's side")

_NO_CRISIS_SERVICE = text(
    "I'm not a crisis service. If you or somebody else needs help now, tell me, and I'll show you who is there.",
    quiet=True,
)
