"""What people read of the peer workers' network. Who is in it stands in dialogs only, so nothing of it stays in a chat."""

from collections.abc import Sequence

from bot.conversation.message import (
    Button,
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
from bot.features.peer_network.service import Member

LINE, PICKED, WORDS = "line", "picked", "words"
LONGEST_LINE, LONGEST_WORDS = 150, 500
OWN = "own"

HUB = Button("The peer workers' network", "network")


def hub() -> Message:
    """The same for everybody: screens are shared, and whether somebody is in it is in the dialogs."""
    said = "The peer workers' network: a list of peer workers here who would like to know each other, across teams."
    how = (
        "Only those who are in it see who else is. Supervisors, leaders and administrators can't be in it, and no list, figure "
        "or report shows it. Nobody has to: nothing here needs it. You leave with one press, at once."
    )
    buttons = (
        Button("See who is in it", "network.show"),
        Button("Join, or change my line", "network.open"),
        Button("A channel of your own", "network.channel"),
        Button("Leave", "network.leave"),
    )
    return Message(said, (text(said), text(how, quiet=True), Buttons(buttons)))


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
    return Form("network.join", "The peer workers' network", fields, "I'm in", never_in_chat=True)


def everybody(members: Sequence[Member]) -> Form:
    lines = tuple(map(_line, members[:_MOST]))
    more = len(members) - len(lines)
    rest = (text(f"And {more} more."),) if more > 0 else ()
    return _closing(*lines, *rest)


def outside() -> Form:
    """The same whether anybody is in it or not."""
    return _closing(
        text("Who is in it is seen by those in it alone. Close this, and join if you would like to.")
    )


def picked(question_id: str) -> Message:
    said = "Would you ask this month's question in the peer workers' network?"
    then = "Write your own or pick one of ours. If you would rather not, do nothing: then none is sent this month."
    buttons = (Button("Write or pick one", "network.ask", question_id), HUB)
    return Message(said, (text(Span(said, bold=True)), text(then), Buttons(buttons)))


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
    return Form("network.send", "This month's question", fields, "Send it", question_id, never_in_chat=True)


def question(words: str) -> Message:
    said = "A question from one of you, in the peer workers' network"
    note = text("Think about it, or talk about it with somebody from the list.", quiet=True)
    buttons = Buttons((Button("See who is in it", "network.show"), Button("Leave", "network.leave")))
    return Message(said, (text(said, ":"), Quote((Span(words),)), note, buttons))


JOINED = saying("Done: you are in, with the line that you chose.", HUB)
LEFT = saying("You are not in it: nobody there sees you, and nothing of it comes to you.", HUB)
NOT_FOR_YOU = (
    "It isn't for those who supervise, lead or administer here, so that nobody in it has to think about who reads along. "
    "Nothing was kept."
)
SENT = saying("On its way to everybody in it, without your name.", HUB)
NOT_YOURS = saying("That question was asked already, or isn't yours to ask.", HUB)
EMPTY = "Write your question, or pick one of ours."


def _numbered(count: int) -> tuple[Option, ...]:
    return tuple(Option(str(number), f"Number {number + 1}") for number in range(count))


def _line(member: Member) -> Paragraph:
    you = " (you)" if member.is_me else ""
    return text(Span(member.name + you, bold=True), f": {member.line}" if member.line else "")


def _closing(*fields: Paragraph) -> Form:
    return Form("network.close", "The peer workers' network", fields, "Close")


_MOST = 40
_TELLS = "By joining you tell those in it that you work here from your own lived experience."
