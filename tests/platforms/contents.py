"""All there is to say, collected once, for the tests of what each chat platform takes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.conversation.message import Choice, Form, Message, Option, TextInput, saying, text
from bot.features.asking.actions import Rating, ShownCard
from bot.features.asking.cards.library import Library
from bot.features.asking.distress import signposts
from bot.features.asking.distress.detector import About, DistressFinding, Level
from bot.features.asking.distress.signposts import ChatPlatform
from bot.features.asking.views.card import card_message
from bot.features.asking.views.signpost import signpost
from bot.features.digest.parts import Section
from bot.features.digest.views.digest import digest
from bot.features.digest.views.staff_results import results
from bot.features.learning.tracks import Track, load
from bot.features.learning.views import ShownTip, prompt
from bot.features.pulse.draft_answers import LEFT_OUT, DraftAnswers
from bot.features.pulse.suggestions import SuggestionOutcome
from bot.features.pulse.verdict import Changed, TooEarly
from bot.features.pulse.views import questions, you_said_we_did
from bot.features.pulse.views.confidentiality import how_confidential
from bot.features.pulse.you_said_we_did import LONGEST as LONGEST_WE_DID
from bot.features.pulse.you_said_we_did import WeDid
from bot.people.access.roles import GRANTED
from tests.e2e.words import EVERY_BLOCK
from tests.fakes import Bot
from tests.features.digest.figures import (
    HARBOUR,
    ITEM,
    ITEMS,
    LINE,
    gathered,
    news,
    report,
    to_try,
)
from tests.handlers.bot_with_guards import gives
from tests.platforms.crawler import everything

TODAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
COUNTRIES = sorted(path.stem for path in Path("content/signposts").glob("??.yaml"))

CLOSES = datetime(2026, 11, 29, 18, tzinfo=UTC)
PULSE = questions.invitation("wave", list(ITEMS.values())[:3], CLOSES)
DIGEST = digest(gathered(news(HARBOUR, 23), to_try=to_try(), comments="wave"))
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


def pulses() -> list[Message | Form]:
    """All that people see of the pulse, each question among it."""
    items = list(ITEMS.values())
    threes = [items[n : n + 3] for n in range(0, len(items), 3)]
    steps = [
        questions.step(
            DraftAnswers("wave", dict.fromkeys([item.id for item in three[:shown]], "4")), three, CLOSES
        )
        for three in threes
        for shown in range(len(three) + 1)
    ]
    left_out = DraftAnswers("wave", dict.fromkeys([item.id for item in items], LEFT_OUT))
    steps.append(questions.step(left_out, items, CLOSES))
    refused = (
        questions.TWICE,
        questions.CLOSED_FOR_COMMENTS,
        questions.NOT_INVITED,
    )
    sentences = (*refused, questions.COMMENTED, questions.COMMENTED_ALREADY)
    after = (questions.closed(), questions.thanks("wave"), questions.comment_form("wave"))
    return [*steps, *after, *map(saying, sentences), *map(how_confidential, (8, 15))]


def digests() -> list[Message | Form]:
    """For a leader of one group and of more than a message holds, with every answer; and for staff."""
    teams = [report(ITEM, headline=LINE, group=f"t{n}", name=f"Team {n} " + "x" * 60) for n in range(10)]
    divided = report(
        ITEM, headline=LINE, too_few=2, divisions=(("North", Changed(12, is_up=True)), ("South", TooEarly(2)))
    )
    suggested = [
        to_try(is_asked=is_asked, outcome=suggestion)
        for is_asked in (True, False)
        for suggestion in SuggestionOutcome
    ]
    contents: list[Message | Form] = [
        digest(gathered(*sections, to_try=suggestion, comments="wave"))
        for sections in ([], [Section(HARBOUR)], [news(divided, 23), news(HARBOUR)], list(map(news, teams)))
        for suggestion in (None, *suggested)
    ]
    contents += [results(HARBOUR, team, {8}) for team in (None, report(headline=LINE), report())]
    did = WeDid(
        id="w",
        organisation_id="h",
        person_id="p",
        group_key="t",
        said="x" * LONGEST_WE_DID,
        did="y" * LONGEST_WE_DID,
    )
    contents += [you_said_we_did.form({f"t{n}": f"Team {n}" for n in range(90)}, "t3", did.said, did.did)]
    return [
        *contents,
        you_said_we_did.preview(
            did, "Team 3", 41, (text("Some of these words sound like somebody in distress."),)
        ),
        you_said_we_did.posted(did, "T"),
    ]


def cards(library: Library) -> list[Message]:
    """Each in all its states."""
    return [
        card_message(ShownCard(card_id, is_long, Rating(rated)), library, TODAY.date())
        for card_id in library.cards
        for is_long in (False, True)
        for rated in ("", "yes", "no")
    ]


def tips() -> list[Message]:
    """Each question asked, and each answer to it."""
    loaded = load(Path("content")).tips.values()
    shown = [ShownTip(tip, n) for tip in loaded for n in range(len(tip.questions))]
    return [
        message
        for shown_tip in shown
        for message in (shown_tip.as_question(), *map(shown_tip.answered, range(4)))
    ]


def prompts() -> list[Message]:
    return [prompt(tip) for tip in load(Path("content")).of(Track.TEAM_PROMPTS)]


def signposted(country: str, place: ChatPlatform) -> Iterator[Message]:
    of_country = signposts.load(Path("content"), country)
    for is_abuse in (False, True):
        finding = DistressFinding(Level.DISTRESS, About.SELF, is_abuse)
        yield signpost(of_country, [], finding, TODAY, place, from_form=True)


async def administered(bot: Bot) -> list[Message | Form]:
    """All that somebody comes by who presses everything, and has every role to do so."""
    for role in GRANTED:
        await gives(bot, role)
    return await everything(bot)
