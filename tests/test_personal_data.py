"""Nothing that we keep about somebody is missing from their file, and erasing leaves what it says and no more."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app.migrations.tables import ALL
from bot.conversation.message import Message, text
from bot.core.themes import Audience
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.contents import keep
from bot.delivery.ledger.deliveries import State, insert_new
from bot.delivery.sending.gateway import Action
from bot.features import personal_data
from bot.features.announcements.models import Broadcast, Stage
from bot.features.asking.cards.local_cards import CardState, LocalCard
from bot.features.escalation.models import Letter, Question, Says
from bot.features.learning.declarations import NUDGE
from bot.features.learning.progress import TipProgress
from bot.features.learning.upcoming import Answered
from bot.features.peer_network.models import NetworkMember, NetworkQuestion
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.support.models import PeerDecline, PeerRequest, Purpose, Soon
from bot.features.pulse.declarations import PULSE
from bot.features.pulse.models import Invited, Wave
from bot.features.pulse.suggestions import Suggestion
from bot.features.pulse.you_said_we_did import WeDid
from bot.features.shadowing.models import ShadowOffer, ShadowPlace, ShadowReflection
from bot.people.access.refusals import RepeatedRefusal
from bot.people.access.roles import Role, grant
from bot.people.audiences.chosen_colleagues import Colleagues
from bot.people.audiences.saved_audiences import SavedAudience
from bot.people.audiences.user_groups import Group, GroupMember
from bot.people.audit.audit_log import Line
from bot.people.contact.availability import Availability
from bot.people.contact.budget import Reserved
from bot.people.contact.preferences import ContactPreferences, choose, preferences_of
from bot.people.identity.peer_declaration import declare_peer, has_declared
from bot.people.identity.people import Account, Preferences
from bot.people.records.one_time_links import Format, make
from bot.people.records.personal_data import PersonalData
from tests.databases import SEAL
from tests.people.conftest import database, session, village
from tests.people.village import NOW, Village

__all__ = ["database", "session", "village"]

# Tables that name somebody and stand in no list, and why.
EXCEPTIONS = {
    "slack_installations": "who installed the app is named by Slack's id, for Slack; it goes with the installation",
}
TAKEN = "Questions that you took as a champion, never who asked"
_NAMES = {"person_id", "user_id", "asker_id", "author_id", "user", "who"}


def test_every_table_that_names_people_is_listed_or_has_a_reason_not_to_be() -> None:
    naming = {
        table.name
        for table in ALL.tables.values()
        if any(
            c.name in _NAMES or any(f.column.table.name == "people" for f in c.foreign_keys) for c in table.c
        )
    }
    listed = {kept.table.__tablename__ for kept in personal_data.PERSONAL_DATA}
    assert naming - EXCEPTIONS.keys() - {"people"} == listed - {"people"}


@pytest.mark.parametrize("kept", personal_data.PERSONAL_DATA, ids=lambda kept: kept.table.__tablename__)
def test_every_column_is_told_or_left_out_on_purpose(kept: PersonalData) -> None:
    columns = {attribute.key for attribute in kept.table.__mapper__.column_attrs}
    assert columns == set(kept.columns) | set(kept.left_out)
    assert not set(kept.columns) & set(kept.left_out)


@pytest.mark.parametrize("kept", personal_data.PERSONAL_DATA, ids=lambda kept: kept.table.__tablename__)
def test_each_says_what_erasing_does_to_it(kept: PersonalData) -> None:
    assert (kept.erased or kept.stays) and bool(kept.erased) == bool(kept.erase)


async def lives(village: Village, session: AsyncSession, me: str = "Amara") -> None:
    """Something in every table, for somebody who shares the house with Sam."""
    mine = me.lower()
    await village.moves_in(session, me)
    await declare_peer(session, mine, NOW)
    await choose(session, mine, ContactPreferences(tip_hour=9, opted_out=(PULSE,)))
    session.add(Account(person_id=mine, platform="web", workspace="demo", user=mine))
    session.add(GroupMember(group_id="nights", person_id=mine))
    session.add(Reserved(person_id=mine, week=NOW.date(), used=2))
    await make(session, mine, "willow", NOW, [Format.CSV])
    await grant(session, mine, Role.LEADER, "willow", granted_by="sam", now=NOW)
    await works(village, session, mine)
    message = Message("A tip", (text(f"Hello {me}, ask first."),))
    hashes = await keep(session, [message], NOW)
    row = {"slot_id": f"tips:{NOW.date()}", "person_id": mine, "lane": "web demo send", "waits": True}
    row |= {"kind": NUDGE, "priority": 8, "action": Action.SEND, "state": State.SENT, "due_at": NOW}
    await insert_new(session, [row | {"content": hashes[message]}])


async def works(village: Village, session: AsyncSession, mine: str) -> None:
    """What comes of tips, questions and leading a team."""
    home = village.organisation.id
    for tip, repeat in (("everyone/01-one", 0), ("peer-workers/01-one", 0), ("everyone/02-two", 1)):
        row = {"person_id": mine, "tip_id": tip, "repeat": repeat, "slot": tip, "had_on": NOW.date()}
        session.add(TipProgress(**row, answered=Answered.WRONG))
    session.add(Suggestion(person_id=mine, group_key="willow", item_id="know-the-role", made_on=NOW.date()))
    done: dict[str, Any] = {"organisation_id": home, "person_id": mine, "group_key": "willow"}
    session.add(WeDid(said="Draft", did="Not yet", **done))
    session.add(WeDid(said="Rotas", did="Earlier", posted_at=NOW, **done))
    session.add(Invited(wave_id="w", person_id=mine, team="willow"))
    await writes(village, session, mine)
    await comes_along(session, mine, {"organisation_id": home})


async def writes(village: Village, session: AsyncSession, mine: str) -> None:
    """What comes of asking people, answering them and writing to many; Sam is on the other side."""
    home = {"organisation_id": village.organisation.id}
    asked = {"text": f"How, {mine}?", "asked_at": NOW, "look_at": NOW, "is_named": False} | home
    session.add(Question(id=f"asked-{mine}", asker_id=mine, claimed_by="sam", **asked))
    session.add(Question(id=f"taken-{mine}", asker_id="sam", claimed_by=mine, passed_by="sam", **asked))
    session.add(Question(id=f"passed-{mine}", asker_id="sam", passed_by=mine, **asked))
    await session.flush()
    for question in ("asked", "taken"):
        session.add(Letter(question_id=f"{question}-{mine}", says=Says.ANSWER, text="Like this", at=NOW))
    session.add(Availability(person_id=mine, not_now=True))
    session.add(RepeatedRefusal(person_id=mine, route="roles", needed="manage_roles", since=NOW, count=2))
    session.add(PeerProfile(person_id=mine, name=mine, expertise="voices", changed_at=NOW))
    wanted = {"purpose": Purpose.TEAM, "soon": Soon.ANY, "asked_at": NOW, "look_at": NOW} | home
    session.add(PeerRequest(id=f"peer-{mine}", asker_id=mine, **wanted))
    session.add(PeerRequest(id=f"to-{mine}", asker_id="sam", taken_by=mine, **wanted))
    await session.flush()
    session.add(PeerDecline(request_id=f"peer-{mine}", person_id=mine))
    for stage in (Stage.DRAFT, Stage.SENT):
        session.add(Broadcast(author_id=mine, stage=stage, title=stage, changed_at=NOW, **home))
    sent = {"author_id": "sam", "stage": Stage.SENT, "changed_at": NOW} | home
    session.add(Broadcast(subject_id=mine, title="Welcome", **sent))
    session.add(Broadcast(approved_by=mine, title="Rotas", **sent))
    said = {"questions": ["Where?"], "body": "There", "source": "Us", "written_at": NOW} | home
    for state in (CardState.DRAFT, CardState.IN_FORCE):
        session.add(LocalCard(card_id="local/1", title=state, state=state, written_by=mine, **said))
    session.add(LocalCard(card_id="local/2", title="Keys", written_by="sam", decided_by=mine, **said))
    session.add(SavedAudience(name=mine, keys=["everyone"], made_by=mine, made_at=NOW, **home))
    await session.flush()


async def comes_along(session: AsyncSession, mine: str, home: dict[str, str]) -> None:
    time = {"starts_at": NOW, "minutes": 60, "places": 1, "colleagues": Colleagues.ORGANISATION} | home
    for host in (mine, "sam"):
        session.add(ShadowOffer(id=f"{host}-{mine}", person_id=host, made_at=NOW, **time))
    await session.flush()
    session.add(ShadowPlace(offer_id=f"sam-{mine}", person_id=mine, taken_at=NOW))
    session.add(NetworkMember(person_id=mine, line=mine, joined_at=NOW))
    session.add(NetworkQuestion(id=mine, person_id=mine, picked_at=NOW, **home))
    sealed = SEAL.close(json.dumps(("I saw", "I take")).encode())
    session.add(ShadowReflection(person_id=mine, about=f"sam-{mine}", written_at=NOW, sealed=sealed))


@pytest.fixture
async def house(village: Village, session: AsyncSession) -> AsyncSession:
    await village.founds(session, "Willow")
    await village.moves_in(session, "Sam")
    home = village.organisation.id
    given = {"number": 1, "slot": "s", "audience": Audience.EVERYONE, "opened_on": NOW.date(), "floor": 8}
    place = {"platform": "web", "workspace": "demo", "key": "G1", "handle": "nights", "name": "Nights"}
    session.add(Group(id="nights", organisation_id=home, **place))
    session.add(Wave(id="w", organisation_id=home, closes_at=NOW, **given))
    await open_slots(session, [Occasion("tips", "nudges", NUDGE, home, NOW.date(), NOW)])
    await session.flush()
    await lives(village, session)
    await lives(village, session, "Robin")
    return session


async def told(session: AsyncSession, me: str = "amara") -> dict[str, list[dict[str, Any]]]:
    file = await personal_data.as_file(session, me, NOW)
    return {part["what"]: part["entries"] for part in json.loads(file.body)["kept"]}


async def test_the_file_has_all_of_it_in_words_and_nobody_elses(house: AsyncSession) -> None:
    found = await told(house)
    assert found["Who you are here"][0]["Name"] == "Amara"
    assert found["Whether you told us that you are a peer worker"]
    assert found["How you hear from us"][0]["What you don't want"] == ["pulse"]
    assert [row["For the team"] for row in found["Roles that you were given"]] == ["Willow"]
    assert len(found["Tips that you had, and how you answered their questions"]) == 3
    assert found["What we sent you"][0]["What it said"] == "Hello Amara, ask first."
    assert found["Questions that you were asked, never how you answered"][0]["Round of questions"] == 1
    (line,) = found["What the audit says that you did, or somebody for you"]
    assert (line["Who"], line["About"], line["Details"]) == (
        "Sam",
        "Amara",
        {"role": "leader", "team": "Willow"},
    )
    several = {
        "Tips that you had, and how you answered their questions": 3,
        "What you wrote as “you said, we did”": 2,
        "Announcements that you wrote": 2,
        "Answers of your organisation's own that you wrote": 2,
    }
    assert {title: len(rows) for title, rows in found.items()} == dict.fromkeys(found, 1) | several
    assert "Robin" not in json.dumps(found)


async def test_the_file_says_what_has_no_name_and_what_erasing_would_do(house: AsyncSession) -> None:
    file = await personal_data.as_file(house, "amara", NOW)
    read = json.loads(file.body)
    assert read["not kept with your name"] == list(personal_data.WITHOUT_NAME)
    assert all(part["erasing removes"] and part["what stays, and why"] for part in read["kept"])
    assert (file.name, file.kind) == ("alongside-my-data-2026-11-24.json", "application/json")


async def test_erasing_removes_what_it_says_and_keeps_the_rest(house: AsyncSession) -> None:
    before = await told(house)
    await personal_data.erase(house, "amara")
    house.expire_all()
    assert not await has_declared(house, "amara")
    progress = await house.scalars(select(TipProgress).where(TipProgress.person_id == "amara"))
    assert [(row.tip_id, row.answered) for row in progress] == [("everyone/01-one", None)]
    assert await preferences_of(house, "amara") == ContactPreferences(opted_out=(PULSE,)), (
        "what they don't want still counts"
    )
    after = await told(house)
    assert [row["You said"] for row in after["What you wrote as “you said, we did”"]] == ["Rotas"]
    staying = [kept.title for kept in personal_data.PERSONAL_DATA if not kept.erased]
    assert {title: after[title] for title in staying} == {title: before[title] for title in staying}


async def test_neither_file_says_who_was_on_the_other_side_of_a_question(house: AsyncSession) -> None:
    found = await told(house)
    (asked,), (taken,) = found["Questions that you asked a person"], found[TAKEN]
    assert (asked["Your question"], asked["Answers"]) == ("How, amara?", ["Like this"])
    assert taken == {"Answered": None, "Closed": None, "What was answered": ["Like this"]}
    assert "Sam" not in json.dumps([asked, taken])


async def test_erasing_takes_questions_and_drafts_and_leaves_what_others_use(house: AsyncSession) -> None:
    await personal_data.erase(house, "amara")
    house.expire_all()
    after = await told(house)
    assert (after["Questions that you asked a person"], len(after[TAKEN])) == ([], 1)
    assert after["When you take questions as a champion"] == []
    assert after["Your entry among the peer workers, and what you still write of it"] == []
    assert [row["Title"] for row in after["Announcements that you wrote"]] == [Stage.SENT]
    cards = after["Answers of your organisation's own that you wrote"]
    assert [row["Title"] for row in cards] == [CardState.IN_FORCE]


async def test_erasing_touches_nobody_else(house: AsyncSession) -> None:
    before = await told(house, "robin")
    await personal_data.erase(house, "amara")
    house.expire_all()
    assert await told(house, "robin") == before
    assert await has_declared(house, "robin")


async def test_a_person_who_stops_nothing_leaves_no_preferences_behind(house: AsyncSession) -> None:
    await choose(house, "amara", ContactPreferences(tip_hour=9))
    await personal_data.erase(house, "amara")
    house.expire_all()
    assert await house.get(Preferences, "amara") is None


async def test_the_audit_outlasts_erasing(house: AsyncSession) -> None:
    await personal_data.erase(house, "amara")
    assert len((await house.scalars(select(Line).where(Line.about == "amara"))).all()) == 1
