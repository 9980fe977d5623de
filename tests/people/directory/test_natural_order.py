"""Names stand in the order in which people look for them, in every list of names."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.natural_order import natural_key
from bot.people.identity.organisations import Team, teams_of
from tests.people.village import Village


@pytest.mark.parametrize(
    "ordered",
    [
        ["Colleague 1", "Colleague 2", "Colleague 10", "Colleague 11"],
        ["amara", "Ben", "cleo"],
        ["Team", "Team 2b", "Team 10a", "Team 10b"],
        ["Ward 007", "Ward 8", "Ward 9 north", "Ward 10"],
        ["2 North", "10 North", "North"],
    ],
)
def test_numbers_in_names_count_by_their_size(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=natural_key) == ordered


@given(st.lists(st.text(max_size=20)), st.randoms())
def test_the_order_is_the_same_however_the_names_came(names: list[str], luck: object) -> None:
    mixed = list(names)
    luck.shuffle(mixed)  # type: ignore[attr-defined]
    assert sorted(mixed, key=natural_key) == sorted(names, key=natural_key)


def test_a_number_of_ten_thousand_digits_is_no_fault() -> None:
    names = ["Room " + "9" * 10_000, "Room 1"]
    assert sorted(names, key=natural_key) == names[::-1]


async def test_teams_stand_in_that_order(village: Village) -> None:
    async with village.database.write() as session:
        for number in (10, 2, 1):
            session.add(Team(organisation_id=village.organisation.id, name=f"Ward {number}"))
        await session.flush()
        names = [team.name for team in await teams_of(session, village.organisation.id)]
    wards = [name for name in names if name.startswith("Ward")]
    assert wards == ["Ward 1", "Ward 2", "Ward 10"]


_BY_THE_DATABASE = re.compile(r"order_by\([^)]*\b(?:Person|Team|UserGroup|PeerProfile)\.name\b")
_BY_CASE_ALONE = re.compile(r"key=(?:str\.casefold|lambda \w+: \w+(?:\.name|\[\d\])\.casefold\(\))")


def test_no_list_of_names_is_in_the_order_of_characters() -> None:
    """A database compares characters, and puts "Colleague 10" before "Colleague 2"."""
    code = [path for folder in ("bot", "handlers", "schedules") for path in Path(folder).rglob("*.py")]
    wrong = [
        str(path)
        for path in code
        if (text := path.read_text(encoding="utf-8"))
        and (_BY_THE_DATABASE.search(text) or _BY_CASE_ALONE.search(text))
    ]
    assert wrong == []
