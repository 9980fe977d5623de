"""Everything there is to say fits into Slack's blocks: nothing refused, and of what we wrote nothing shortened."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

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
from bot.learning.tracks import Track, Tracks
from bot.learning.tracks import load as load_tracks
from bot.people.roles import Role
from bot.platforms.slack.render import faults_of, render, render_form, render_home
from handlers.shown_card import ShownCard
from tests.e2e.app import EVERY_BLOCK
from tests.fakes import Bot
from tests.handlers.acquainted import gives
from tests.platforms.slack.contract import checks
from tests.platforms.slack.contract.checks import Contract
from tests.platforms.slack.walk import everything

TODAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
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


@pytest.fixture(scope="session")
def tracks() -> Tracks:
    return load_tracks(Path("content"))


@pytest.fixture
def contract() -> Contract:
    return checks.contract()


def check(contract: Contract, contents: Iterable[Message | Form]) -> int:
    """How many; each is one that Slack takes, and needs no shortening."""
    checked = 0
    for content in contents:
        if isinstance(content, Form):
            assert contract.faults("modal", render_form(content, private_metadata="D1")) == [], content
        else:
            assert contract.faults("message", render(content, delivery="d1")) == [], content
        assert faults_of(content) == [], content
        checked += 1
    return checked


def test_every_card_in_every_state(contract: Contract, library: Library) -> None:
    states = [
        ShownCard(card_id, is_long, rated).message(library, TODAY.date())
        for card_id in library.cards
        for is_long in (False, True)
        for rated in ("", "yes", "no")
    ]
    assert check(contract, states) == 6 * len(library.cards)


def test_every_tip_asked_and_answered_and_every_prompt(contract: Contract, tracks: Tracks) -> None:
    shown = [ShownTip(tip, n) for tip in tracks.tips.values() for n in range(len(tip.questions))]
    messages = [m for one in shown for m in (one.asked(), *map(one.answered, range(4)))]
    assert check(contract, messages) > 1000
    assert check(contract, map(prompt, tracks.of(Track.TEAM_PROMPTS))) > 10


async def test_every_message_and_form_that_an_administrator_comes_by(contract: Contract, bot: Bot) -> None:
    await gives(bot, Role.ADMINISTRATOR)
    await gives(bot, Role.EDITOR)
    found = await everything(bot)
    assert {f.action for f in found if isinstance(f, Form)} > {
        "settings.save",
        "roles.give.save",
        "schedule.check",
    }
    assert check(contract, found) > 60


@pytest.mark.parametrize("path", sorted(Path("content/signposts").glob("??.yaml")), ids=lambda p: p.stem)
def test_every_signpost(contract: Contract, path: Path) -> None:
    found = signposts.load(Path("content"), path.stem)
    for is_abuse in (False, True):
        sight = Sight(Level.DISTRESS, About.SELF, is_abuse)
        check(contract, [signposts.signpost(found, [], sight, TODAY, Where.SLACK, from_form=True)])


def test_a_pulse_a_digest_and_every_kind_of_block(contract: Contract) -> None:
    assert check(contract, [PULSE, DIGEST, EVERY_BLOCK]) == 3


def test_a_home_tab(contract: Contract) -> None:
    for message in (PULSE, DIGEST, EVERY_BLOCK):
        assert contract.faults("home", render_home(message)) == []


def test_charts_as_pictures_and_as_figures(contract: Contract) -> None:
    for rendered in (render(DIGEST, pictures={0: "F123"}), render(DIGEST, native=False)):
        assert contract.faults("message", rendered) == []


def test_the_longest_lists_and_boxes(contract: Contract) -> None:
    many = tuple(
        Option(str(n), "A label of seventy-five characters, which is as long as one can be " + "x" * 7)
        for n in range(300)
    )
    fields = (
        Choice("many", "Which?", many, initial="299"),
        TextInput("t", "T", "h", "x" * 3000, longest=3000),
    )
    check(contract, [Form("a", "Twenty-four characters..", fields)])


def test_the_contract_notices_what_it_is_for(contract: Contract) -> None:
    """A check that finds nothing would pass everything."""
    fine = render(DIGEST)
    block = fine["blocks"][0]

    def faults(*blocks: object) -> list[str]:
        return contract.faults("message", fine | {"blocks": list(blocks)})

    assert faults(block) == []
    assert any("Additional properties" in f for f in faults(block | {"colour": "teal"}))
    assert any(
        "header text" in f
        for f in faults({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}})
    )
    assert any(
        "without words" in f for f in faults({"type": "header", "text": {"type": "plain_text", "text": " "}})
    )
    assert any("twice" in f for f in faults(*[render(PULSE)["blocks"][0]] * 2))
    assert any("none of Slack's" in f for f in faults({"type": "hologram"}))
