"""All there is to say, collected once, for the tests of what each chat platform takes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.conversation.message import (
    Button,
    Buttons,
    Chart,
    Choice,
    Facts,
    Form,
    Heading,
    Message,
    Option,
    Point,
    TextInput,
    text,
)
from bot.knowledge import signposts
from bot.knowledge.distress import About, Level, Sight
from bot.knowledge.library import Library
from bot.knowledge.signposts import Where
from bot.learning.shown_tip import ShownTip, prompt
from bot.learning.tracks import Track, load
from bot.people.roles import Role
from handlers.shown_card import ShownCard
from tests.e2e.app import EVERY_BLOCK
from tests.fakes import Bot
from tests.handlers.acquainted import gives
from tests.platforms.walk import everything

TODAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
COUNTRIES = sorted(path.stem for path in Path("content/signposts").glob("??.yaml"))

AGREE = tuple(
    Option(str(n), label)
    for n, label in enumerate(("Not at all", "A little", "Partly", "Mostly", "Fully", "Can't say"))
)
PULSE = Message(
    "This fortnight's three questions",
    (
        *(
            Choice(f"item-{n}", f"In my team, peer workers are part of handovers, {n}.", AGREE)
            for n in range(3)
        ),
        Buttons(
            (Button("Send my answers", "pulse.answer", "wave"), Button("Not this time", "pulse.skip", "wave"))
        ),
        text("Confidential: your answers are stored as counts. Groups under 8 are not reported.", quiet=True),
    ),
)
TREND = Chart(
    "The role is clear to me",
    tuple(Point(month, 48 + n, 36 + n, 60 + n) for n, month in enumerate(("Jun", "Jul", "Aug"))),
    (0, 100),
    "It rose from 48 to 50 in 100.",
)
DIGEST = Message(
    "Your digest: one thing moved",
    (
        Heading("What moved"),
        TREND,
        Facts((("Answered", "23 of 41"), ("Would recommend us", "between 43 and 75 in 100"))),
        Buttons((Button("What to do next", "digest.next"), Button("How sure are we?", "digest.sure"))),
    ),
)
OF_EVERY_KIND = (PULSE, DIGEST, EVERY_BLOCK)
LONGEST = Form(
    "a",
    "Twenty-four characters..",
    (
        Choice(
            "many",
            "Which?",
            tuple(
                Option(
                    str(n), "A label of seventy-five characters, which is as long as one can be " + "x" * 7
                )
                for n in range(300)
            ),
            initial="299",
        ),
        TextInput("t", "T", "h", "x" * 3000, longest=3000),
    ),
)


def cards(library: Library) -> list[Message]:
    """Each in all its states."""
    return [
        ShownCard(card_id, is_long, rated).message(library, TODAY.date())
        for card_id in library.cards
        for is_long in (False, True)
        for rated in ("", "yes", "no")
    ]


def tips() -> list[Message]:
    """Each question asked, and each answer to it."""
    found = load(Path("content")).tips.values()
    shown = [ShownTip(tip, n) for tip in found for n in range(len(tip.questions))]
    return [message for one in shown for message in (one.asked(), *map(one.answered, range(4)))]


def prompts() -> list[Message]:
    return [prompt(tip) for tip in load(Path("content")).of(Track.TEAM_PROMPTS)]


def signposted(country: str, where: Where) -> Iterator[Message]:
    found = signposts.load(Path("content"), country)
    for is_abuse in (False, True):
        sight = Sight(Level.DISTRESS, About.SELF, is_abuse)
        yield signposts.signpost(found, [], sight, TODAY, where, from_form=True)


async def administered(bot: Bot) -> list[Message | Form]:
    """All that an administrator comes by who presses everything."""
    await gives(bot, Role.ADMINISTRATOR)
    await gives(bot, Role.EDITOR)
    await gives(bot, Role.CHAMPION)
    return await everything(bot)
