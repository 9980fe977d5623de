"""Whatever an organisation's size, everything that is shown fits where it is shown, and every team can be chosen."""

from dataclasses import dataclass, field
from typing import Any

import pytest

import handlers
from bot.conversation.message import Choice, Form, Message, TextInput
from bot.conversation.reply_shortening import NO_ROOM
from bot.conversation.request import Kind, Sender
from bot.conversation.routes import Faults, Open, Replace, Say
from bot.people.access.roles import GRANTED, Role
from bot.people.audiences.channels import KnownChannel
from bot.people.audiences.saved_audiences import SavedAudience
from bot.people.identity.organisations import Team
from bot.platforms import PLUGS
from bot.platforms.contract import Plug
from tests.fakes import Bot, request
from tests.handlers.bot_with_guards import gives
from tests.platforms.crawler import from_here

# Everything that can be opened by its name.
WORDS = [name.removeprefix("word: ") for name in handlers.ALL.by_name if name.startswith("word: ")]


@dataclass(frozen=True)
class Town:
    """Somebody with every role in an organisation with so many teams, each with its channel, on one platform."""

    bot: Bot
    plug: Plug
    teams: int
    sender: Sender = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sender", Sender(self.plug.name, "T1", "walker"))

    async def settled(self) -> "Town":
        services = self.bot.app.services
        for role in GRANTED:
            me = await gives(self.bot, role, self.sender, "Wanda")
        home, now = services.organisation.id, services.clock.now()
        async with services.database.write() as session:
            for number in range(self.teams):
                name = f"Community mental health team, district {number}"
                channel = f"{self.plug.name} T1 C{number}"
                session.add(Team(id=f"team-{number:032}", organisation_id=home, name=name, channel=channel))
                session.add(
                    KnownChannel(
                        platform=self.plug.name,
                        workspace="T1",
                        key=f"C{number}",
                        organisation_id=home,
                        name=f"#district-{number}",
                        is_private=False,
                        seen_at=now,
                    )
                )
                one = {"id": f"saved-{number:031}", "made_by": me, "made_at": now, "name": f"Round {number}"}
                session.add(SavedAudience(organisation_id=home, keys=[f"team:team-{number:032}"], **one))
        return self

    async def shown(self, words: list[str]) -> list[Message | Form]:
        first = [{"kind": Kind.SAID, "text": said} for said in words]
        return await from_here(self.bot, first, sender=self.sender)

    async def does(self, kind: Kind, action: str, **more: Any) -> Any:
        return await self.bot.app.dispatch(request(kind, action=action, sender=self.sender, **more))


PLATFORMS = [pytest.param(plug, id=plug.name) for plug in PLUGS]


@pytest.mark.parametrize("teams", [3, 60, 600])
@pytest.mark.parametrize("plug", [one for one in PLUGS if one.open], ids=lambda plug: plug.name)
async def test_nothing_exceeds_a_limit_unsaid(bot: Bot, plug: Plug, teams: int) -> None:
    town = await Town(bot, plug, teams).settled()
    found = await town.shown(WORDS)
    assert len(found) > 2 * len(WORDS)
    assert [problem for content in found for problem in plug.overfull(content)] == []
    assert NO_ROOM.message not in found


@pytest.mark.parametrize("plug", PLATFORMS)
@pytest.mark.parametrize("teams", [20, 600])
async def test_every_team_can_be_chosen_for_an_audience(bot: Bot, plug: Plug, teams: int) -> None:
    """By its key where it is listed, else by its name: the last as well as the first."""
    town = await Town(bot, plug, teams).settled()
    opened = await town.does(Kind.PRESSED, "audience.new")
    assert isinstance(opened, Open)
    fields = {one.name: one for one in opened.form.fields if isinstance(one, Choice | TextInput)}
    last = f"team-{teams - 1:032}"
    first = fields["first"]
    given = f"team:{last}" if isinstance(first, Choice) else f"team, district {teams - 1}"
    values = {"name": "The last one", "how": "any", "first": given}
    saved = await town.does(Kind.SUBMITTED, opened.form.action, values=values)
    assert isinstance(saved, Say | Replace), saved
    assert f"district {teams - 1}" in str(saved.message)


async def test_part_of_a_name_that_several_have_names_them(bot: Bot) -> None:
    teams = next(plug for plug in PLUGS if plug.name == "teams")
    town = await Town(bot, teams, 60).settled()
    values = {"name": "Some", "how": "any", "first": "mental distr"}
    exact = await town.does(Kind.SUBMITTED, "audience.save", values=values | {"first": "TEAM district 1"})
    assert isinstance(exact, Say)
    reply = await town.does(Kind.SUBMITTED, "audience.save", values=values)
    assert isinstance(reply, Faults)
    assert "60 fit: Community mental health team, district 0, " in reply.by_field["first"]
    assert "and 52 more. Write more of the name." in reply.by_field["first"]
    nobody = await town.does(Kind.SUBMITTED, "audience.save", values=values | {"first": "Atlantis"})
    assert nobody == Faults({"first": "None of these has that name. Write part of the name."})


async def test_a_long_list_of_teams_is_searched_in_a_message_too(bot: Bot) -> None:
    teams = next(plug for plug in PLUGS if plug.name == "teams")
    town = await Town(bot, teams, 600).settled()
    opened = await town.does(Kind.PRESSED, "teams.change", values={"team": "District 599"})
    assert isinstance(opened, Open)
    assert "district 599" in str(opened.form)


def test_the_roles_are_those_that_make_every_list_long() -> None:
    assert {Role.ADMINISTRATOR, Role.CHAMPION} <= set(GRANTED)
