"""Declares which deliveries a person's data export contains, and why erasure requests leave them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.plain_text import plain
from bot.delivery.ledger.contents import fetch_all
from bot.delivery.ledger.deliveries import Delivery
from bot.people.records.personal_data import Entry, PersonalData, entry_of_row

_COLUMNS = {
    "kind": "What kind",
    "action": "Sent, changed or taken back",
    "state": "What became of it",
    "reason": "Why",
    "due_at": "Due",
    "latest": "Not after",
    "sent_at": "Sent",
    "content": "What it said",
    "lane": "How",
    "account_id": "To your account",
    "slot_id": "Occasion",
    "week": "Counts for the week of",
    "waits": "Waits for your working hours",
    "fell_back": "Sent to another account than chosen",
    "reference": "The platform's number for it",
    "target_id": "Changes",
}

_NEWER = "stored by a newer release of the bot, which can show it"


async def _deliveries(session: AsyncSession, person_id: str) -> Sequence[Entry]:
    """The person's deliveries with their text, until retention deletes it."""
    mine = select(Delivery).where(Delivery.person_id == person_id).order_by(Delivery.due_at, Delivery.id)
    deliveries = (await session.scalars(mine)).all()
    contents = await fetch_all(session, {delivery.content for delivery in deliveries})
    words = {hash_: plain(message).strip() if message else _NEWER for hash_, message in contents.items()}
    content_label = _COLUMNS["content"]
    return [
        {**entry_of_row(delivery, _COLUMNS), content_label: words.get(delivery.content, "no longer kept")}
        for delivery in deliveries
    ]


PERSONAL_DATA = (
    PersonalData(
        Delivery,
        "What we sent you",
        lambda me: Delivery.person_id == me,
        _COLUMNS,
        ("id", "person_id", "channel", "priority", "claimed_by", "claimed_at", "attempts"),
        stays="When we sent you what stays for a while, so that nothing is sent twice: what it said for some months, "
        "when for about a year. Then it is deleted by itself.",
        read=_deliveries,
    ),
)
