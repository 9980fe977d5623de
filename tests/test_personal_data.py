"""Nothing that we keep about somebody is missing from their file, and erasing leaves what it says and no more."""

import json
from typing import Any

import pytest
from sqlalchemy import Integer, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app.all_tables import ALL
from bot.core.themes import Audience
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.features import personal_data
from bot.features.announcements.models import AnnouncementStage
from bot.features.asking.cards.local_cards import CardState
from bot.features.learning.declarations import NUDGE
from bot.features.learning.progress import TipProgress
from bot.features.pulse.declarations import PULSE
from bot.features.pulse.models import Wave
from bot.people.audiences.user_groups import UserGroup
from bot.people.audit.audit_log import AuditLine
from bot.people.contact.preferences import ContactPreferences, choose, preferences_of
from bot.people.identity.peer_declaration import has_declared
from bot.people.identity.people import Preferences
from bot.people.records.personal_data import PersonalData
from tests.people.conftest import database, session, village
from tests.people.village import NOW, Village
from tests.person_in_every_table import seed_every_table

__all__ = ["database", "session", "village"]

# Tables that name somebody and stand in no list, and why.
EXCEPTIONS = {
    "slack_installations": "who installed the app is named by Slack's id, for Slack; it goes with the installation",
    "unknown_accounts": "of people who aren't known here: their platform's number, for a week, to block them by",
}
TAKEN = "Questions that you took as a champion, never who asked"
_OF_PEOPLE = {"people", "accounts"}
_NAMES = {"person_id", "user_id", "asker_id", "author_id", "user", "who"}


def test_every_table_that_names_people_is_listed_or_has_a_reason_not_to_be() -> None:
    naming = {
        table.name
        for table in ALL.tables.values()
        if any(
            c.name in _NAMES or any(f.column.table.name in _OF_PEOPLE for f in c.foreign_keys)
            for c in table.c
        )
    }
    listed = {kept.table.__tablename__ for kept in personal_data.PERSONAL_DATA}
    assert naming - EXCEPTIONS.keys() - {"people"} == listed - {"people"}


@pytest.mark.parametrize("kept", personal_data.PERSONAL_DATA, ids=lambda kept: kept.table.__tablename__)
def test_every_column_is_told_or_left_out_on_purpose(kept: PersonalData) -> None:
    columns = {attribute.key for attribute in kept.table.__mapper__.column_attrs}
    assert columns == set(kept.columns) | set(kept.left_out)
    assert not set(kept.columns) & set(kept.left_out)


# Numbers that a person chose, or that count their own acts; replies come to the writer one by one.
OWN_NUMBERS = {
    "audit.number",
    "availabilities.from_hour",
    "availabilities.most",
    "availabilities.to_hour",
    "broadcasts.replies",
    "contacts_reserved.used",
    "preferences.quiet_from",
    "preferences.quiet_to",
    "preferences.tip_day",
    "preferences.tip_hour",
    "repeated_refusals.count",
    "shadow_offers.minutes",
    "shadow_offers.places",
    "tip_progress.repeat",
    "used_allowances.full_at",
}


def test_nobodys_file_counts_what_others_did() -> None:
    """Such as how many pressed "Got it": that count has a floor and noise, which a file must not go round."""
    numbers = {
        f"{kept.table.__tablename__}.{column.name}"
        for kept in personal_data.PERSONAL_DATA
        for column in kept.table.__mapper__.columns
        if column.name in kept.columns and isinstance(column.type, Integer)
    }
    assert numbers == OWN_NUMBERS


@pytest.mark.parametrize("kept", personal_data.PERSONAL_DATA, ids=lambda kept: kept.table.__tablename__)
def test_each_says_what_erasing_does_to_it(kept: PersonalData) -> None:
    assert (kept.erased or kept.stays) and bool(kept.erased) == bool(kept.erase)


@pytest.fixture
async def house(village: Village, session: AsyncSession) -> AsyncSession:
    await village.founds(session, "Willow")
    await village.moves_in(session, "Sam")
    home = village.organisation.id
    given = {"number": 1, "slot": "s", "audience": Audience.EVERYONE, "opened_on": NOW.date(), "floor": 8}
    place = {"platform": "web", "workspace": "demo", "key": "G1", "handle": "nights", "name": "Nights"}
    session.add(UserGroup(id="nights", organisation_id=home, **place))
    session.add(Wave(id="w", organisation_id=home, closes_at=NOW, **given))
    await open_slots(session, [Occasion("tips", "nudges", NUDGE, home, NOW.date(), NOW)])
    await session.flush()
    await seed_every_table(village, session)
    await seed_every_table(village, session, "Robin")
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
    assert [row["Title"] for row in after["Announcements that you wrote"]] == [AnnouncementStage.SENT]
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
    assert len((await house.scalars(select(AuditLine).where(AuditLine.about == "amara"))).all()) == 1
