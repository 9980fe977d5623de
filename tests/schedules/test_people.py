from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.conversation.request import Sender
from bot.delivery.gateway import Refused
from bot.delivery.slots import Slot
from bot.people.accounts import Joining
from bot.people.channels import ListedChannel, channels_by_place
from bot.people.directory import Profile
from bot.people.groups import ListedGroup, groups_of, members_of
from bot.people.organisations import Organisation
from schedules.people import KeepingPeople
from tests.delivery.office import Office
from tests.delivery.people import HOME, some_people

MONDAY = date(2026, 7, 13)


@dataclass
class Pages:
    """One member a page, in each workspace; a workspace without members has sent us away."""

    members: dict[str, list[str]]
    platform: str = "slack"
    asked: list[str] = field(default_factory=list)

    async def workspaces(self) -> Sequence[str]:
        return list(self.members)

    async def people(self, workspace: str) -> AsyncIterator[Sequence[Profile]]:
        if not self.members[workspace]:
            raise Refused("account_inactive", gone=True)
        for user in self.members[workspace]:
            yield [Profile(Sender(self.platform, workspace, user), user.title())]

    async def channels(self, workspace: str) -> Sequence[ListedChannel]:
        return [ListedChannel(f"C-{workspace}", "#wards")]

    async def groups(self, workspace: str) -> Sequence[ListedGroup]:
        return [ListedGroup("S1", "all", "All", frozenset(self.members[workspace]))]


async def read(office: Office, pages: Pages) -> None:
    await some_people(office.database, 1)
    async with office.database.read() as session:
        home = await session.get_one(Organisation, HOME)
    job = KeepingPeople(office.database, home, office.clock, Joining(), [pages])
    assert [draft async for draft in job.drafts(Slot(day=MONDAY))] == []


async def test_every_page_the_groups_and_the_channels_are_taken_over_and_nobody_is_written_to(
    office: Office,
) -> None:
    await read(office, Pages({"T1": ["mei", "ada", "kofi"]}))
    async with office.database.read() as session:
        (group,) = await groups_of(session, HOME)
        assert len(await members_of(session, group.id)) == 3
        assert list(await channels_by_place(session, HOME)) == ["slack T1 C-T1"]


async def test_a_workspace_that_sent_us_away_keeps_no_other_from_being_read(office: Office) -> None:
    await read(office, Pages({"T1": [], "T2": ["mei"]}))
    async with office.database.read() as session:
        (group,) = await groups_of(session, HOME)
    assert group.workspace == "T2"
