"""Everything there is to say is a card that Microsoft's own schema and reader take, within what Teams has room for."""

from collections.abc import Iterable
from typing import Any

import pytest

from bot.conversation.message import Form, Message
from bot.features.asking.cards.library import Library
from bot.features.asking.distress.signposts import ChatPlatform
from bot.platforms.teams.rendering.forms import rendering_problems
from bot.platforms.teams.rendering.render import render, render_form
from tests.fakes import Bot
from tests.platforms import contents
from tests.platforms.announced import announcements
from tests.platforms.contents import DIGEST, OF_EVERY_KIND, PULSE
from tests.platforms.teams.contract import checks
from tests.platforms.teams.contract.checks import Contract

Json = dict[str, Any]


@pytest.fixture
def contract() -> Contract:
    return checks.contract()


def card_of(content: Message | Form) -> Json:
    attached = (
        render_form(content)["card"] if isinstance(content, Form) else render(content)["attachments"][0]
    )
    card: Json = attached["content"]
    return card


def check(contract: Contract, contents: Iterable[Message | Form]) -> int:
    """How many; each is one that Teams takes."""
    several = list(contents)
    assert contract.faults(list(map(card_of, several))) == []
    assert [rendering_problems(content) for content in several if rendering_problems(content)] == []
    return len(several)


def test_every_card_in_every_state(contract: Contract, library: Library) -> None:
    assert check(contract, contents.cards(library)) == 6 * len(library.cards)


def test_every_tip_asked_and_answered_and_every_prompt(contract: Contract) -> None:
    assert check(contract, contents.tips()) > 1000
    assert check(contract, contents.prompts()) > 10


async def test_every_message_and_form_that_an_administrator_comes_by(contract: Contract, bot: Bot) -> None:
    """And each form once more, as it comes back with faults."""
    found = await contents.administered(bot)
    assert check(contract, found) > 60
    forms = [f for f in found if isinstance(f, Form)]
    again = [render_form(f, values={}, faults={"": "Try again."}, context="c") for f in forms]
    assert len(again) > 5
    assert contract.faults([shown["card"]["content"] for shown in again]) == []


def test_every_announcement_as_long_as_it_may_be(contract: Contract) -> None:
    assert check(contract, announcements()) == 18


@pytest.mark.parametrize("country", contents.COUNTRIES)
def test_every_signpost(contract: Contract, country: str) -> None:
    assert check(contract, contents.signposted(country, ChatPlatform.TEAMS)) == 2


def test_every_pulse_and_what_comes_of_it(contract: Contract) -> None:
    assert check(contract, contents.pulses()) > 15


def test_every_digest_and_the_results(contract: Contract) -> None:
    assert check(contract, contents.digests()) > 30


def test_a_pulse_a_digest_and_every_kind_of_block(contract: Contract) -> None:
    assert check(contract, OF_EVERY_KIND) == 3


def test_buttons_that_open_a_form(contract: Contract) -> None:
    shown = render(PULSE, forms={"pulse.answer"})["attachments"][0]["content"]
    assert contract.faults([shown]) == []


def test_the_contract_notices_each_kind_of_fault(contract: Contract) -> None:
    """A check that finds nothing would pass everything."""
    fine = card_of(DIGEST)

    def faults(*elements: Json) -> str:
        return " ".join(contract.faults([fine | {"body": list(elements)}]))

    asked = next(part for part in card_of(PULSE)["body"] if part["type"] == "Input.ChoiceSet")
    trend = next(part for part in fine["body"] if part["type"].startswith("Chart."))
    assert faults(asked) == ""
    assert "Additional properties" in faults(asked | {"colour": "teal"})
    assert "Gigantic" in faults({"type": "TextBlock", "text": "x", "size": "Gigantic"})
    assert "unique Id" in faults({name: value for name, value in asked.items() if name != "id"})
    assert "without words" in faults({"type": "TextBlock", "text": " "})
    assert "there twice" in faults(asked, asked)
    assert "begins with an answer that is none" in faults(asked | {"value": "9"})
    assert "none of Microsoft's" in faults({"type": "Hologram"})
    assert "has alt" in faults(trend | {"alt": "x"})
    assert "too long to be sent" in faults({"type": "TextBlock", "text": "x" * 50_000})
    assert "only Teams reads" in " ".join(contract.faults([fine | {"msteams": {"entities": []}}]))
