"""What the small Alongside says: realistic words, and every kind of block."""

from bot.conversation.message import (
    Bullets,
    Button,
    Buttons,
    Chart,
    Choice,
    Divider,
    Facts,
    Form,
    Heading,
    Image,
    Message,
    Option,
    Paragraph,
    Point,
    Progress,
    Quote,
    Span,
    TextInput,
    text,
)

SOURCES = text(
    "Sources: ",
    Span("Reeves and others, 2024", href="https://doi.org/10.1186/s12888-024-05664-9"),
    "; ",
    Span("NHS England competence framework, 2020", href="https://www.hee.nhs.uk/"),
    ". Reviewed in October 2026.",
    quiet=True,
)
ANSWER = Message(
    "A peer worker supports people from their own lived experience.",
    (
        text(
            "A peer worker is a colleague who uses ",
            Span("their own lived experience", bold=True),
            " of mental distress and recovery to support others. They are employed for it, trained for it and "
            "bound by the same duty of care as you are.",
        ),
        Bullets(
            (
                text("They meet people as equals, and what the person wants comes first."),
                text("They do not diagnose, give medication or take part in restraint."),
                text("They decide what of their own story they share, and with whom."),
            )
        ),
        SOURCES,
        Buttons((Button("More", "card.more", "role"), Button("Was this any use?", "feedback", "role"))),
    ),
)
CANDIDATES = Message(
    "Which of these comes closest?",
    (
        text("I'm not sure which of these you mean. Which comes closest?"),
        Choice(
            "card",
            "Your question is about",
            (
                Option("notes", "Records, note writing and what peer workers share with the team"),
                Option("meetings", "Meetings and handovers"),
                Option("story", "Sharing their story"),
            ),
        ),
        Buttons((Button("Show the answer", "card.open"), Button("None of these", "ask.person"))),
    ),
)
SIGNPOST = Message(
    "It sounds as if things are very hard right now.",
    (
        Heading("Before anything else"),
        text("It sounds as if things are very hard right now. You don't have to carry this by yourself."),
        Bullets(
            (
                text("In danger now: call ", Span("999", bold=True, href="tel:999")),
                text("Samaritans, day and night, free: ", Span("116 123", bold=True, href="tel:116123")),
                text("Staff support line, weekdays 8 to 6: ", Span("020 7946 0018", href="tel:02079460018")),
            )
        ),
        text(
            "I don't keep what you wrote and I tell nobody. Your chat platform keeps its own copy.",
            quiet=True,
        ),
    ),
)
TREND = Chart(
    "Colleagues who say the peer role is clear to them",
    (
        Point("Jun", 48, 36, 60),
        Point("Jul", 51, 40, 62),
        Point("Aug", 55, 43, 67),
        Point("Sep", 54, 44, 64),
        Point("Oct", 61, 52, 70),
        Point("Nov", 66, 57, 74),
    ),
    (0, 100),
    "It rose from 48 in 100 in June to 66 in 100 in November.",
)
BARS = Chart(
    "What is going well, out of 100",
    (
        Point("I know when to involve a peer worker", 71, 60, 80),
        Point("Peer workers are part of our meetings and handovers", 58, 46, 69),
        Point("I have time to work alongside peers", 34, 24, 46),
    ),
    (0, 100),
    "Knowing when to involve a peer worker scores highest, 71; having time scores lowest, 34.",
    "bar",
)
ELEVEN_WARDS = tuple(
    Option(w.casefold(), w) for w in "Ash Beech Cedar Elm Hazel Holly Larch Maple Oak Rowan Willow".split()
)
EVERY_BLOCK = Message(
    "Everything a message can hold",
    (
        Heading("Your fortnight on Willow ward"),
        text("Two things moved since the last report. ", Span("Both are small.", italic=True)),
        Facts(
            (
                ("Answered", "23 of 31 people"),
                ("Role is clear", "66 in 100 (57 to 74)"),
                ("Questions asked", "18"),
                ("Not answered by a card", "3"),
            )
        ),
        TREND,
        BARS,
        Quote((Span("We stopped asking what she is for, and started asking when she is in."),)),
        Image("/static/mark.svg", "Two circles side by side, overlapping"),
        Progress("Your short tips", 4, 12),
        Divider(),
        Choice(
            "useful",
            "How useful was this?",
            (Option("1", "Not much"), Option("2", "Somewhat"), Option("3", "Very")),
        ),
        Choice("ward", "Which ward is it about?", ELEVEN_WARDS, initial="willow"),
        TextInput(
            "why", "Anything you'd add?", hint="Please don't name anyone.", multiline=True, optional=True
        ),
        Buttons((Button("Send", "everything.send"), Button("Not now", "everything.later"))),
        Paragraph((Span("You can change how often you hear from us in your settings."),), quiet=True),
    ),
)
ASK_A_PERSON = Form(
    "ask.person.send",
    "Ask a champion",
    (
        text(
            "A champion answers within three working days. They see your name and your question.", quiet=True
        ),
        TextInput(
            "question",
            "Your question",
            hint="Leave out anything that could identify somebody.",
            multiline=True,
            longest=200,
        ),
        Choice(
            "urgent",
            "How soon do you need it?",
            (Option("week", "This week is fine"), Option("now", "Today, if possible")),
        ),
        Choice("ward", "Your ward", ELEVEN_WARDS, optional=True),
        TextInput("phone", "Extension", hint="Four digits.", optional=True),
    ),
    "Send to a champion",
)
