"""What editors and authors are told of a local answer."""

from typing import assert_never

from bot.conversation.message import Buttons, Message, Quote, Span, text
from bot.features.asking.actions import CHANGE_LOCAL, REVIEW_LOCAL
from bot.features.asking.cards.local_cards import CardState, LocalCard


def news(card: LocalCard) -> Message | None:
    title = Span(card.title, bold=True)
    match card.state:
        case CardState.SUBMITTED:
            summary = "An answer by a colleague waits for an editor."
            review = Buttons((REVIEW_LOCAL.button("Look at it", card.id),))
            return Message(summary, (text(summary, " "), text(title), review))
        case CardState.IN_FORCE:
            summary = "The answer that you wrote is in force. Thank you."
            return Message(summary, (text(summary), text(title)))
        case CardState.RETURNED:
            summary = "An editor gave back the answer that you wrote."
            change = Buttons((CHANGE_LOCAL.button("Change it", card.id),))
            return Message(summary, (text(summary), text(title), Quote((Span(card.remark),)), change))
        case CardState.REPLACED:
            summary = "A colleague has changed the answer that you wrote. It waits for another editor."
            return Message(summary, (text(summary), text(title)))
        case CardState.WITHDRAWN:
            summary = "An editor has withdrawn the answer that you wrote. Nobody finds it any more."
            return Message(summary, (text(summary), text(title)))
        case CardState.DRAFT:
            return None
        case _:
            assert_never(card.state)
