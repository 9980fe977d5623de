"""Builds the peer network's messages and dialogs. Names stand in dialogs only, so none stays in a chat."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.conversation.message import (
    Buttons,
    Choice,
    Fields,
    Form,
    Message,
    Option,
    Paragraph,
    Quote,
    Span,
    TextInput,
    saying,
    text,
)
from bot.conversation.routes import Faults
from bot.features.peer_network.actions import (
    ASK_NETWORK,
    CLOSE,
    JOIN,
    LEAVE,
    NETWORK,
    OPEN_ASKING,
    OPEN_CHANNEL,
    OPEN_JOINING,
    SHOW_MEMBERS,
)
from bot.features.peer_network.service import Member

LINE, PICKED, WORDS = "line", "picked", "words"
LONGEST_LINE, LONGEST_WORDS = 150, 500
OWN = "own"

HUB = NETWORK.button("The peer workers' network")


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One line, which may be empty."""

    line: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return cls(" ".join(values.get(LINE, "").split())[:LONGEST_LINE])


@dataclass(frozen=True, slots=True)
class QuestionToAsk:
    words: str

    @classmethod
    def read(cls, values: Mapping[str, str], ours: Sequence[str]) -> Self | Faults:
        """Their own words, or one of `ours` by its number."""
        numbers = {str(number): prompt for number, prompt in enumerate(ours)}
        own = values.get(WORDS, "").strip()[:LONGEST_WORDS]
        words = numbers.get(values.get(PICKED, OWN), own)
        return cls(words) if words else Faults({WORDS: EMPTY})


def hub() -> Message:
    """The same for everybody: screens are shared, and whether somebody is in it is in the dialogs."""
    sentence = "The peer workers' network: a list of peer workers here who would like to know each other, across teams."
    how = (
        "Only those who are in it see who else is. Supervisors, leaders and administrators can't be in it, and no list, figure "
        "or report shows it. Nobody has to: nothing here needs it. You leave with one press, at once."
    )
    buttons = (
        SHOW_MEMBERS.button("See who is in it"),
        OPEN_JOINING.button("Join, or change my line"),
        OPEN_CHANNEL.button("A channel of your own"),
        LEAVE.button("Leave"),
    )
    return Message(sentence, (text(sentence), text(how, quiet=True), Buttons(buttons)))


def joining_form(line: str) -> Form:
    fields: Fields = (
        text(
            "Those in it see your name and, if you like, one line of yours. Once a month one of you asks all a question."
        ),
        TextInput(
            LINE,
            "Your line",
            "Such as: nights on Rowan, ask me about groups",
            line,
            False,
            True,
            LONGEST_LINE,
        ),
        text(
            "What you write is seen by those in it alone. People who run the database could look there.",
            quiet=True,
        ),
        text(Span(_TELLS, bold=True)),
    )
    return JOIN.form("The peer workers' network", fields, submit="I'm in", never_in_chat=True)


def not_for_you() -> Form:
    return _closing(text(NOT_FOR_YOU))


def everybody(members: Sequence[Member]) -> Form:
    lines = tuple(map(_line, members[:_MOST]))
    more = len(members) - len(lines)
    rest = (text(f"And {more} more."),) if more > 0 else ()
    return _closing(*lines, *rest, shows=[member.person_id for member in members])


def outside() -> Form:
    """The same whether anybody is in it or not."""
    return _closing(
        text(
            "Only those in it see who else is. If you would like to be one of them, close this and press “Join, or change my line”."
        )
    )


def picked(question_id: str) -> Message:
    sentence = "Would you ask this month's question in the peer workers' network?"
    then = "Write your own or pick one of ours. If you would rather not, do nothing: then none is sent this month."
    buttons = (OPEN_ASKING.button("Write or pick one", question_id), HUB)
    return Message(sentence, (text(Span(sentence, bold=True)), text(then), Buttons(buttons)))


def asking_form(question_id: str, prompts: Sequence[str]) -> Form:
    ours = tuple(Option(str(number), prompt) for number, prompt in enumerate(prompts))
    fields: Fields = (
        *(text(f"{number}. {prompt}") for number, prompt in enumerate(prompts, 1)),
        Choice(PICKED, "Which one?", (Option(OWN, "My own, below"), *_numbered(len(ours))), OWN),
        TextInput(WORDS, "Your own", "", "", True, True, LONGEST_WORDS),
        text(
            "It goes to those in the network, without your name. Name nobody who uses the service.",
            quiet=True,
        ),
    )
    return ASK_NETWORK.form(
        "This month's question", fields, question_id, submit="Send it", never_in_chat=True
    )


def question(words: str) -> Message:
    title = "A question from one of you, in the peer workers' network"
    note = text("Think about it, or talk about it with somebody from the list.", quiet=True)
    buttons = Buttons((SHOW_MEMBERS.button("See who is in it"), LEAVE.button("Leave")))
    return Message(title, (text(title, ":"), Quote((Span(words),)), note, buttons))


JOINED = saying("Done: you are in, with the line that you chose.", HUB)
LEFT = saying("You are not in it: nobody there sees you, and nothing of it comes to you.", HUB)
NOT_FOR_YOU = (
    "The network is kept free of people who supervise, lead or administer here, so that nobody in it has to think about "
    "who reads along. If your role has changed, ask an administrator."
)
SENT = saying("On its way to everybody in it, without your name.", HUB)
NOT_YOURS = saying("This month's question has been asked by now. There is nothing left for you to do.", HUB)
EMPTY = "Write your question, or pick one of ours."


def _numbered(count: int) -> tuple[Option, ...]:
    return tuple(Option(str(number), f"Number {number + 1}") for number in range(count))


def _line(member: Member) -> Paragraph:
    you = " (you)" if member.is_me else ""
    return text(Span(member.name + you, bold=True), f": {member.line}" if member.line else "")


def _closing(*fields: Paragraph, shows: Iterable[str] = ()) -> Form:
    return CLOSE.form("The peer workers' network", fields, submit="Close", never_in_chat=True, shows=shows)


_MOST = 40
_TELLS = "By joining you tell those in it that you work here from your own lived experience."
