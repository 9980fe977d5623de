from datetime import date
from pathlib import Path

import pytest

from bot.app import preflight
from bot.app.doctor import examine
from bot.core.diagnostics import State
from bot.core.settings import Settings
from bot.platforms.teams.preflight import faults
from tests.app.running.confirmed_organisation import settings_of
from tests.fake_connector import APP_ID, TENANT
from tests.fake_slack import FakeSlack


def of(**changes: object) -> Settings:
    usual = {"teams_app_id": APP_ID, "teams_app_password": "a-secret", "teams_tenant": TENANT}
    return Settings(_env_file=None, **(usual | changes))  # type: ignore[arg-type]


def test_what_the_guide_says_is_complete() -> None:
    assert list(faults(of())) == []
    assert of().teams_allowed() == {TENANT}
    assert of(teams_tenants=f"{TENANT}, {APP_ID}").teams_allowed() == {TENANT, APP_ID}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"teams_app_id": ""}, "ALONGSIDE_TEAMS_APP_ID is not set"),
        ({"teams_app_password": ""}, "ALONGSIDE_TEAMS_APP_PASSWORD is not set"),
        ({"teams_tenant": ""}, "ALONGSIDE_TEAMS_TENANT is not set"),
        ({"teams_app_id": "alongside"}, "ALONGSIDE_TEAMS_APP_ID holds something that is no id"),
        ({"teams_tenants": f"{TENANT},*"}, "ALONGSIDE_TEAMS_TENANTS holds something that is no id"),
        ({"teams_hosts": ","}, "names no host"),
        ({"teams_local": True}, "Both ALONGSIDE_TEAMS_LOCAL"),
        ({"teams_local": True, "teams_app_id": "", "host": "10.0.0.7"}, "checks nobody"),
    ],
)
def test_each_thing_that_is_missing_is_told_with_what_to_do(changes: dict[str, object], said: str) -> None:
    (finding,) = faults(of(**changes))
    assert finding.state is State.FAULT
    assert said in finding.what
    assert finding.do
    assert "a-secret" not in str(finding)


def test_without_any_of_it_it_is_not_asked_for() -> None:
    assert not Settings(_env_file=None).has_teams()
    assert of(teams_app_id="", teams_app_password="").has_teams()


def test_teams_alone_is_a_platform(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, FakeSlack(), slack_bot_token="", slack_api="", teams_app_id=APP_ID)
    found = [
        one.what for one in preflight.check(settings, None, date(2026, 11, 25)) if one.state is State.FAULT
    ]
    assert any("TEAMS_TENANT" in one for one in found)
    assert not any("No chat platform" in one for one in found)


async def test_the_doctor_asks_nobody_where_something_is_missing(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, FakeSlack(), slack_bot_token="", slack_api="", teams_app_id=APP_ID)
    about = {finding.about async for finding in examine(settings)}
    assert "Teams settings" in about
    assert not {"Teams token", "Teams keys"} & about
