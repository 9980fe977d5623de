from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.conversation.plain_text import plain
from bot.conversation.request import Sender
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.delivery.sending.gateway import Refused, Throttled
from bot.people.access.roles import Role, grant
from bot.people.audiences.channels import ListedChannel, channels_by_place
from bot.people.audiences.user_groups import ListedGroup, groups_of, members_of
from bot.people.contact.message_kinds import UPKEEP
from bot.people.directory.platform_sync import PartlyRead, Profile
from bot.people.directory.platform_troubles import troubles
from bot.people.identity.accounts import MergePolicy
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Person
from schedules.administration.people_sync import PeopleSync
from tests.delivery.office import Office
from tests.delivery.people import HOME, some_people

MONDAY = date(2026, 7, 13)
HALF, BROKEN = "\ud83d", "Broken"


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

    async def person(self, account: Sender) -> Profile | None:
        raise Refused("nobody asks at night")

    async def channels(self, workspace: str) -> Sequence[ListedChannel]:
        return [ListedChannel(f"C-{workspace}", f"#wards{HALF}")]

    async def groups(self, workspace: str) -> Sequence[ListedGroup]:
        if not self.members[workspace]:
            raise Refused("account_inactive", gone=True)
        return [ListedGroup("S1", "all", f"All\x00{HALF}", frozenset(self.members[workspace]))]


async def read(office: Office, pages: Pages) -> None:
    await some_people(office.database, 1)
    async with office.database.read() as session:
        home = await session.get_one(Organisation, HOME)
    job = PeopleSync(office.database, home, office.clock, MergePolicy(), [pages])
    assert [draft async for draft in job.drafts(Slot(day=MONDAY, due_at=office.clock.now()))] == []


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


class OnePage(Pages):
    """All members on one page, as platforms list them; names are what people typed. BROKEN can't be stored."""

    async def people(self, workspace: str) -> AsyncIterator[Sequence[Profile]]:
        yield [
            Profile(Sender(self.platform, workspace, f"U{number}{(name == BROKEN and HALF) or ''}"), name)
            for number, name in enumerate(self.members[workspace])
        ]


async def test_what_people_typed_as_names_keeps_nobody_from_being_read(office: Office) -> None:
    names = ["Mei \ud83d", "Ada\x00Stone", "Kofi\uffff", "O\u2019Brien\u00a0 \u200b", "Zoe\u0301"]
    await read(office, OnePage({"T1": names}))
    async with office.database.read() as session:
        found = set(await session.scalars(select(Person.name)))
        assert await troubles(session) == []
        assert [group.name for group in await groups_of(session, HOME)] == ["All"]
        assert [channel.name for channel in (await channels_by_place(session, HOME)).values()] == ["#wards"]
    assert found >= {"Mei", "AdaStone", "Kofi", "O'Brien", "Zo\u00e9"}


async def test_one_profile_that_cannot_be_stored_keeps_no_other_out_and_is_reported(office: Office) -> None:
    await read(office, OnePage({"T1": ["Mei", BROKEN, "Ada"]}))
    async with office.database.read() as session:
        assert set(await session.scalars(select(Person.name))) >= {"Mei", "Ada"}
        assert [one.what for one in await troubles(session)] == ["people"]


@dataclass
class Halves(Pages):
    """Groups are refused; of the channels, only some can be read."""

    async def groups(self, workspace: str) -> Sequence[ListedGroup]:
        self.asked.append("groups")
        raise Refused("paid_teams_only")

    async def channels(self, workspace: str) -> Sequence[ListedChannel]:
        raise PartlyRead("ConversationNotFound", await super().channels(workspace))


async def test_a_part_that_is_refused_keeps_no_other_part_from_being_read_and_is_tried_again(
    office: Office,
) -> None:
    halves = Halves({"T1": ["mei"]})
    await read(office, halves)
    async with office.database.read() as session:
        assert list(await channels_by_place(session, HOME)) == ["slack T1 C-T1"]
    assert halves.asked == ["groups", "groups"]


async def test_what_could_not_be_read_stays_as_it_was(office: Office) -> None:
    await read(office, Pages({"T1": ["mei"]}))
    async with office.database.read() as session:
        home = await session.get_one(Organisation, HOME)
    missing = PartlyRead("ConversationNotFound")

    class Nothing(Pages):
        async def groups(self, workspace: str) -> Sequence[ListedGroup]:
            raise missing

        async def channels(self, workspace: str) -> Sequence[ListedChannel]:
            raise missing

    job = PeopleSync(office.database, home, office.clock, MergePolicy(), [Nothing({"T1": ["mei"]})])
    await job.bring_up_to_date(MONDAY)
    async with office.database.read() as session:
        assert len(await groups_of(session, HOME)) == 1
        (channel,) = (await channels_by_place(session, HOME)).values()
        assert channel.gone_at is None


@dataclass
class Moody(Pages):
    """`refused`: what it doesn't let us read, and why."""

    refused: dict[str, Exception] = field(default_factory=dict)

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if error := self.refused.get(what):
            raise error

    async def workspaces(self) -> Sequence[str]:
        self._ask("workspaces")
        return await super().workspaces()

    async def people(self, workspace: str) -> AsyncIterator[Sequence[Profile]]:
        async for page in super().people(workspace):
            yield page
        self._ask("people")

    async def groups(self, workspace: str) -> Sequence[ListedGroup]:
        self._ask("groups")
        return await super().groups(workspace)

    async def channels(self, workspace: str) -> Sequence[ListedChannel]:
        self._ask("channels")
        return await super().channels(workspace)


ERRORS = [
    Refused("missing_scope"),
    Throttled(1),
    PartlyRead("ConversationNotFound", places=["Wards"]),
    RuntimeError("the secret inside"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("part", ["workspaces", "people", "groups", "channels"])
async def test_whatever_cannot_be_read_is_told_to_administrators_once_and_is_over_when_it_is_read(
    office: Office, part: str, error: Exception
) -> None:
    pages = Moody({"T1": ["mei"]}, refused={part: error})
    (boss, _) = await some_people(office.database, 2)
    job = await night_job(office, pages, boss)
    (told,) = await the_night(office, job)
    assert (told.to, told.kind) == (boss, UPKEEP)
    assert f"{part}" in plain(told.message)
    assert "secret" not in plain(told.message)
    assert pages.asked.count(part) == 2
    office.clock.move_to(office.clock.now() + timedelta(days=1))
    assert await the_night(office, job) == []
    async with office.database.read() as session:
        (trouble,) = await troubles(session)
    assert trouble.concern == part
    assert trouble.since < office.clock.now()
    pages.refused.clear()
    assert await the_night(office, job) == []
    async with office.database.read() as session:
        assert await troubles(session) == []


async def test_a_part_that_is_read_at_the_second_try_is_no_trouble(office: Office) -> None:
    class Once(Moody):
        async def groups(self, workspace: str) -> Sequence[ListedGroup]:
            self.asked.append("groups")
            if self.asked.count("groups") == 1:
                raise Throttled(1)
            return await Pages.groups(self, workspace)

    (boss,) = await some_people(office.database, 1)
    job = await night_job(office, Once({"T1": ["mei"]}), boss)
    assert await the_night(office, job) == []


async def test_what_was_unread_of_a_workspace_that_we_left_is_forgotten(office: Office) -> None:
    pages = Moody({"T1": ["mei"], "T2": ["ada"]}, refused={"groups": Refused("missing_scope")})
    (boss,) = await some_people(office.database, 1)
    job = await night_job(office, pages, boss)
    await the_night(office, job)
    del pages.members["T2"]
    await the_night(office, job)
    async with office.database.read() as session:
        assert [one.workspace for one in await troubles(session)] == ["T1"]


async def night_job(office: Office, pages: Pages, administrator: str) -> PeopleSync:
    async with office.database.write() as session:
        await grant(session, administrator, Role.ADMINISTRATOR, None, granted_by=None, now=office.clock.now())
        home = await session.get_one(Organisation, HOME)
    return PeopleSync(office.database, home, office.clock, MergePolicy(), [pages])


async def the_night(office: Office, job: PeopleSync) -> list[Draft]:
    return [draft async for draft in job.drafts(Slot(day=MONDAY, due_at=office.clock.now(), kind=UPKEEP))]
