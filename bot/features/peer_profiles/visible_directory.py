"""The directory's service for colleagues: lists the entries that they may see, and returns one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.request import Sender
from bot.features.peer_profiles.entry_visibility import visible_to
from bot.features.peer_profiles.models import PeerProfile
from bot.people.identity.people import staff_behind
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class VisibleDirectory:
    database: Database

    async def seen_by(self, sender: Sender) -> Sequence[PeerProfile]:
        """The entries that this person sees, by name; none for people who aren't staff."""
        async with self.database.read() as session:
            reader = await staff_behind(session, sender)
            return await visible_to(session, reader) if reader else ()

    async def entry_of(self, sender: Sender, person_id: str) -> PeerProfile | None:
        """None for an entry that this colleague doesn't see, as for one that isn't there."""
        seen = await self.seen_by(sender)
        return next((profile for profile in seen if profile.person_id == person_id), None)
