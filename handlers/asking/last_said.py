"""Finds the last message to the sender: the bot's reply, or a later unsolicited message."""

from bot.conversation.actions import UnreadableValue
from bot.conversation.message import Button, Buttons, Message
from bot.conversation.request import Request
from bot.delivery.ledger.latest import SentMessage, sent_last
from bot.features.announcements.declarations import ANNOUNCEMENT
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.conversation_memory import FRESH_FOR, place_of
from bot.features.context import Context
from bot.features.learning.actions import MORE, SHOW_ANSWER
from bot.features.learning.declarations import INDUCTION, NUDGE
from bot.features.pulse.declarations import PULSE, RESULTS
from bot.people.contact.message_kinds import DIGEST
from bot.people.identity.people import person_behind

_CONTEXTS = {
    NUDGE: Topic.TIP,
    INDUCTION: Topic.TIP,
    DIGEST: Topic.DIGEST,
    RESULTS: Topic.DIGEST,
    PULSE: Topic.PULSE,
    ANNOUNCEMENT: Topic.ANNOUNCEMENT,
}


async def last_said(request: Request, services: Context) -> LastSaid:
    """The bot's last message within an hour. Deliveries are read from the ledger, so every replica knows them."""
    now, place = services.clock.now(), place_of(request)
    remembered = services.memory.last(place, now)
    if not request.private:
        return remembered
    since = services.memory.said_at(place) or now - FRESH_FOR
    async with services.database.read() as session:
        person = await person_behind(session, request.sender)
        sent = await sent_last(session, person.id, since) if person else None
    if sent is None or sent.kind not in _CONTEXTS:
        return remembered
    return LastSaid(_CONTEXTS[sent.kind], card=_card_of(sent, services), line=remembered.line)


def _card_of(sent: SentMessage, services: Context) -> str:
    """The card that a tip belongs to."""
    keys = (key for button in _buttons(sent.message) if (key := _tip_key(button)))
    return next((tip.meta.card for key in keys if (tip := services.tracks.with_key(key))), "")


def _tip_key(button: Button) -> str:
    """Empty for the buttons of other messages, and for one of an older release that we can't read."""
    try:
        match button.action:
            case MORE.name:
                return MORE.value_of(button)
            case SHOW_ANSWER.name:
                return SHOW_ANSWER.value_of(button).tip_key
    except UnreadableValue:
        pass
    return ""


def _buttons(message: Message | None) -> tuple[Button, ...]:
    blocks = message.blocks if message else ()
    return tuple(button for block in blocks if isinstance(block, Buttons) for button in block.buttons)
