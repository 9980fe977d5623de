"""Both tools are found by a sentence, in the menu and from the directory; questions about the subject still get their card."""

import pytest

from bot.features.peer_network.views import network
from bot.features.shadowing.views import offers
from tests.fakes import Bot, labels, message_of, words_of
from tests.handlers.peer_profiles.peers import harbour
from tests.handlers.postbox import Postbox


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    return await harbour(bot)


@pytest.mark.parametrize(
    "line",
    [
        "shadow a peer worker",
        "Sign me up for a shadowing slot please",
        "are there shadowing times next week?",
        "I want to offer a shadowing slot",
    ],
)
async def test_a_sentence_opens_coming_along(place: Postbox, line: str) -> None:
    assert message_of(await place.says("amara", line)) == offers.hub()


@pytest.mark.parametrize(
    "line", ["peer network", "I want to join the peer network", "show me who's in the peer network"]
)
async def test_a_sentence_opens_the_network(place: Postbox, line: str) -> None:
    assert message_of(await place.says("amara", line)) == network.hub()


@pytest.mark.parametrize(
    "line",
    [
        "what is the benefit of shadowing a peer worker",
        "how should I behave when I shadow a peer specialist",
        "How would we start up a gathering of all the peers across our three counties?",
        "What do peers get from meeting up across organisations?",
    ],
)
async def test_a_question_about_the_subject_still_gets_its_card(place: Postbox, line: str) -> None:
    said = message_of(await place.says("amara", line))
    assert said not in (offers.hub(), network.hub())
    assert "More" in " ".join(labels(await place.says("amara", line)))


async def test_home_and_the_directory_lead_to_both(place: Postbox) -> None:
    shown = labels(await place.says("amara", "menu"))
    for label in (
        "Find a peer worker",
        "Come along with a peer worker",
        "Requests for peer support",
        "The peer workers' network",
        "Your own entry",
    ):
        assert label in shown
    directory = await place.says("amara", "find a peer")
    assert "Come along with one" in labels(directory)
    assert "peer workers" in words_of(directory).lower()
