"""A leader asks for figures in chat, and gets a link to what they lead."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from bot.conversation.message import Choice, Paragraph
from bot.conversation.request import Sender
from bot.conversation.routes import Faults, Reply, Say
from bot.core.themes import Audience
from bot.features.pulse.models import Wave, WaveState
from bot.people.access.roles import Role, grant, revoke
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.organisations import Team
from bot.people.records.one_time_links import FIGURES, LASTS, Left, peek
from handlers.digest import report_links
from tests.fakes import Bot, buttons, message_of, words_of
from tests.handlers.bot_with_guards import NURSE, bot_with_guards, gives, id_of

ADDRESS = "https://alongside.example"


@pytest.fixture
async def leader(bot: Bot) -> Bot:
    """A nurse who leads Willow ward, some days after the first wave."""
    known = await bot_with_guards(bot, [report_links.routes], public_url=ADDRESS)
    services = known.app.services
    mine = {"organisation_id": services.organisation.id}
    async with services.database.write() as session:
        person = await get_or_create_person(session, NURSE, services.organisation, now=services.clock.now())
        session.add_all(Team(id=name.lower(), name=name, **mine) for name in ("Willow", "Rowan"))
        await session.flush()
        await grant(session, person.id, Role.LEADER, "willow", granted_by=None, now=services.clock.now())
        given = {"number": 1, "slot": "s", "audience": Audience.EVERYONE, "opened_on": date(2026, 11, 10)}
        closes = services.clock.now() - timedelta(days=2)
        session.add(Wave(**mine, **given, closes_at=closes, floor=8, state=WaveState.CLEANED))
    return known


def link(reply: Reply) -> str:
    spans = [s for b in message_of(reply).blocks if isinstance(b, Paragraph) for s in b.spans if s.href]
    assert len(spans) == 1
    found = re.fullmatch(rf"{ADDRESS}/records/([\w-]{{43}})", spans[0].href or "")
    assert found
    return found[1]


@pytest.mark.parametrize("word", ["figures", "export", "Report."])
async def test_a_leader_of_one_team_gets_its_link_at_once(leader: Bot, word: str) -> None:
    reply = await leader.says(word)
    assert isinstance(reply, Say)
    assert reply.private
    assert "Report and figures for Willow" in words_of(reply)
    assert "15 minutes" in words_of(reply)
    services = leader.app.services
    async with services.database.read() as session:
        left = await peek(session, link(reply), services.clock.now() + LASTS - timedelta(seconds=1))
    assert isinstance(left, Left)
    assert (left.holder.person_id, left.holder.group) == (await id_of(leader), "willow")
    assert left.formats == FIGURES


async def test_who_leads_several_chooses(leader: Bot) -> None:
    await gives(leader, Role.LEADER)
    reply = await leader.says("figures")
    (choice,) = (block for block in message_of(reply).blocks if isinstance(block, Choice))
    assert [(o.value, o.label) for o in choice.options] == [("organisation", "Harbour"), ("willow", "Willow")]
    action = buttons(reply)[0].action
    assert await leader.presses(action) == Faults({"group": "Choose one of them first."})
    chosen = await leader.presses(action, values={"group": "willow"})
    assert "Report and figures for Willow" in words_of(chosen)
    assert link(chosen)


async def test_a_button_names_the_group(leader: Bot) -> None:
    assert link(await leader.presses("records.open", "willow"))


@pytest.mark.parametrize("group", ["rowan", "organisation", "nowhere"])
async def test_nobody_gets_figures_of_a_group_they_do_not_lead(leader: Bot, group: str) -> None:
    reply = await leader.presses("records.open", group)
    assert "You no longer lead that group here" in words_of(reply)
    assert ADDRESS not in words_of(reply)


async def test_who_leads_no_more_is_refused(leader: Bot) -> None:
    async with leader.app.services.database.write() as session:
        await revoke(
            session, await id_of(leader), Role.LEADER, "willow", by=None, now=leader.app.services.clock.now()
        )
    assert "That is for leaders" in words_of(await leader.presses("records.open", "willow"))


async def test_before_the_first_wave_there_is_no_link(leader: Bot) -> None:
    async with leader.app.services.database.write() as session:
        await session.execute(delete(Wave))
    reply = await leader.says("figures")
    assert "There are no figures for Willow yet" in words_of(reply)


async def test_without_a_web_address_it_says_what_is_missing(bot: Bot) -> None:
    known = await bot_with_guards(bot, [report_links.routes])
    await gives(known, Role.LEADER)
    assert "ALONGSIDE_PUBLIC_URL" in words_of(await known.says("figures"))


async def test_a_nurse_is_told_whose_figures_those_are(leader: Bot) -> None:
    reply = await leader.says("figures", sender=Sender("web", "demo", "other"))
    assert "That is for leaders" in words_of(reply)
