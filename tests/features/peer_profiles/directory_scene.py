"""A village whose people can write to us, on either database, and the verbs of the directory."""

from dataclasses import dataclass

import numpy as np

from bot.conversation.request import Sender
from bot.core.clock import MovableClock
from bot.features.peer_profiles.own_entry import OwnEntries
from bot.features.peer_profiles.searchable import words_of
from bot.features.peer_profiles.support.service import Requests
from bot.features.peer_profiles.views.requests import OFFER_ENDINGS
from bot.features.peer_profiles.visible_directory import VisibleDirectory
from bot.people.audiences.chosen_colleagues import Colleagues
from bot.people.identity.people import Account, Person
from tests.people.village import NOW, Village

PEOPLE = {"ania": "rowan", "amara": "rowan", "sue": "north", "ben": "willow", "kit": None}


@dataclass
class DirectoryScene:
    """North has Rowan and Willow below it; Kit is in no team."""

    village: Village
    clock: MovableClock

    @property
    def own(self) -> OwnEntries:
        return OwnEntries(self.village.database, self.clock)

    @property
    def directory(self) -> VisibleDirectory:
        return VisibleDirectory(self.village.database)

    @property
    def requests(self) -> Requests:
        return Requests(self.village.database, self.clock, OFFER_ENDINGS)

    async def publishes(
        self, who: str, colleagues: Colleagues, *, on_page: bool = False, **more: str
    ) -> None:
        written = {"name": who.title(), "expertise": f"{who} knows, voices"} | more
        await self.own.write(sender(who), written)
        newest = (await self.own.of(sender(who))).newest
        assert newest
        vectors = np.ones((len(words_of(newest)), 3), dtype=np.float32)
        await self.own.publish(
            sender(who), newest.version, colleagues, on_page=on_page, index=("an encoder", vectors)
        )

    async def sees(self, who: str) -> list[str]:
        return [profile.person_id for profile in await self.directory.seen_by(sender(who))]


async def built(village: Village) -> DirectoryScene:
    async with village.database.write() as session:
        await village.founds(session, "North")
        await village.founds(session, "Rowan", "north")
        await village.founds(session, "Willow", "north")
        await village.moves_in(session, *(who.title() for who in PEOPLE))
        for who, team in PEOPLE.items():
            (await session.get_one(Person, who)).team_id = team
            session.add(Account(person_id=who, platform="web", workspace="demo", user=who))
    return DirectoryScene(village, MovableClock(NOW, frozen=True))


def sender(who: str) -> Sender:
    return Sender("web", "demo", who)
