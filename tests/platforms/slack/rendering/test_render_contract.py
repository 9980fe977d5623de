"""Everything there is to say fits into Slack's blocks: nothing refused, and of what we wrote nothing shortened."""

from collections.abc import Iterable

import pytest

from bot.conversation.message import Form, Message
from bot.features.asking.cards.library import Library
from bot.features.asking.distress.signposts import ChatPlatform
from bot.platforms.slack.rendering.render import render, render_form, render_home, rendering_problems
from tests.e2e.words import EVERY_BLOCK
from tests.fakes import Bot
from tests.platforms import contents
from tests.platforms.announced import announcements
from tests.platforms.contents import DIGEST, OF_EVERY_KIND
from tests.platforms.slack.contract import checks
from tests.platforms.slack.contract.checks import Contract


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
        assert rendering_problems(content) == [], content
        checked += 1
    return checked


def test_every_card_in_every_state(contract: Contract, library: Library) -> None:
    assert check(contract, contents.cards(library)) == 6 * len(library.cards)


def test_every_tip_asked_and_answered_and_every_prompt(contract: Contract) -> None:
    assert check(contract, contents.tips()) > 1000
    assert check(contract, contents.prompts()) > 10


async def test_every_message_and_form_that_an_administrator_comes_by(contract: Contract, bot: Bot) -> None:
    found = await contents.administered(bot)
    assert {f.action for f in found if isinstance(f, Form)} > {
        "settings.save",
        "roles.give.save",
        "schedule.check",
    }
    assert check(contract, found) > 60


def test_every_announcement_as_long_as_it_may_be(contract: Contract) -> None:
    assert check(contract, announcements()) == 18


@pytest.mark.parametrize("country", contents.COUNTRIES)
def test_every_signpost(contract: Contract, country: str) -> None:
    assert check(contract, contents.signposted(country, ChatPlatform.SLACK)) == 2


def test_every_pulse_and_what_comes_of_it(contract: Contract) -> None:
    assert check(contract, contents.pulses()) > 15


def test_every_digest_and_the_results(contract: Contract) -> None:
    assert check(contract, contents.digests()) > 30


def test_a_pulse_a_digest_and_every_kind_of_block(contract: Contract) -> None:
    assert check(contract, OF_EVERY_KIND) == 3


def test_a_home_tab(contract: Contract) -> None:
    for message in OF_EVERY_KIND:
        assert contract.faults("home", render_home(message)) == []


def test_charts_as_pictures_and_as_figures(contract: Contract) -> None:
    for rendered in (render(DIGEST, pictures={0: "F123"}), render(DIGEST, native=False)):
        assert contract.faults("message", rendered) == []


def test_the_longest_lists_and_boxes(contract: Contract) -> None:
    assert check(contract, [contents.LONGEST]) == 1


def test_the_contract_notices_each_kind_of_fault(contract: Contract) -> None:
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
    asked = next(part for part in render(EVERY_BLOCK)["blocks"] if part["type"] == "input")
    assert any("twice" in f for f in faults(asked, asked))
    assert any("none of Slack's" in f for f in faults({"type": "hologram"}))
