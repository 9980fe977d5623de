"""No card of the organisation's own is sent to a language model: those name people and telephone numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.features.asking.cards.cards import Card
from bot.features.asking.rephrasing.outcome import NotRephrased, NotRephrasedReason, Rephrased
from bot.features.asking.retrieval.finding import SearchOutcome
from handlers.asking.rephrased import rephrase
from tests.fakes import Bot
from tests.features.asking.cards.test_card_store import local

OWN = local("Where to park a bicycle", "Is there a bike shed?")


@dataclass
class Recorder:
    """A `Rephraser` that words nothing."""

    host: str = "model.example"
    sent: list[str] = field(default_factory=list)

    async def rephrase(self, question: str, cards: Sequence[Card]) -> Rephrased | NotRephrased:
        self.sent += [card.id for card in cards]
        return NotRephrased(NotRephrasedReason.DECLINED)

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("is there a bike shed", NotRephrasedReason.OWN_CARD),
        ("what does a peer worker do", NotRephrasedReason.DECLINED),
    ],
)
async def test_an_own_card_is_never_sent(bot: Bot, question: str, why: NotRephrasedReason) -> None:
    services, model = bot.app.services, Recorder()
    snapshot = services.card_store.with_cards([OWN])
    finding = snapshot.finder.find(question)
    assert finding.outcome is SearchOutcome.ANSWER
    assert await rephrase(question, finding, snapshot, services.distress_detector, model) == NotRephrased(why)
    assert bool(model.sent) is (why is NotRephrasedReason.DECLINED)
    assert OWN.card_id not in model.sent
