from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.app import preflight
from bot.app.preflight import apply_settings, organisation_from
from bot.core.diagnostics import Finding, State
from bot.core.settings import Settings
from bot.people.identity.organisations import Organisation
from tests import real_time
from tests.app.running.confirmed_organisation import confirm, settings_of
from tests.fake_slack import FakeSlack

TODAY = real_time.today()


def faults(settings: Settings, organisation: Organisation | None = None) -> list[str]:
    return [f.what for f in preflight.check(settings, organisation, TODAY) if f.state is State.FAULT]


async def test_after_following_the_guide_it_may_start(tmp_path: Path, slack: FakeSlack) -> None:
    assert faults(settings_of(tmp_path, slack)) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"organisation": ""}, "ALONGSIDE_ORGANISATION is not set"),
        ({"country": ""}, "ALONGSIDE_COUNTRY is not set"),
        ({"time_zone": ""}, "ALONGSIDE_TIME_ZONE is not set"),
        ({"contact": ""}, "ALONGSIDE_CONTACT is not set"),
        ({"time_zone": "Moon/Tycho"}, "No time zone"),
        ({"region": "ZZZ"}, "GB has no region"),
        ({"master_key": ""}, "no master key"),
        ({"master_key": "not-a-key"}, "that is no key"),
        ({"slack_bot_token": ""}, "No chat platform"),
        ({"lease_seconds": "5", "heartbeat_seconds": "5"}, "less than twice"),
        ({"slack_signing_secret": ""}, "SLACK_SIGNING_SECRET is not set"),
        ({"slack_mode": "socket", "slack_app_token": ""}, "SLACK_APP_TOKEN is not set"),
        ({"slack_client_id": "1.2", "slack_client_secret": "s", "slack_workspaces": "T1"}, "Both a bot token"),
        ({"slack_bot_token": "", "slack_client_id": "1.2", "slack_workspaces": "T1"}, "SLACK_CLIENT_SECRET"),
        (
            {"slack_bot_token": "", "slack_client_id": "1.2", "slack_client_secret": "s"},
            "names no workspace",
        ),
        (
            {
                "slack_bot_token": "", "slack_client_id": "1.2", "slack_client_secret": "s",
                "slack_workspaces": "T1", "public_url": "",
            },
            "PUBLIC_URL is not set",
        ),
    ],
)  # fmt: skip
async def test_each_thing_that_is_missing_has_a_sentence_of_its_own(
    tmp_path: Path, slack: FakeSlack, changes: dict[str, str], said: str
) -> None:
    (found,) = faults(settings_of(tmp_path, slack, **changes))
    assert said in found


async def test_all_that_is_missing_is_said_at_once(tmp_path: Path, slack: FakeSlack) -> None:
    settings = settings_of(tmp_path, slack, organisation="", contact="", master_key="", slack_bot_token="")
    assert len(faults(settings)) == 4


async def test_nobody_starts_without_signposts_or_with_open_questions_about_them(
    tmp_path: Path, slack: FakeSlack
) -> None:
    settings = settings_of(tmp_path, slack)
    confirm(settings.content, owner="", last_checked=date(2020, 1, 1))
    assert len(faults(settings)) == 2
    (settings.content / "signposts" / "gb.yaml").write_text("country: GB\n")
    assert len(faults(settings)) == 1
    (settings.content / "signposts" / "gb.yaml").unlink()
    (found,) = faults(settings)
    assert "no signposts for GB" in found


async def test_an_organisation_that_exists_needs_no_settings_of_its_own(
    tmp_path: Path, slack: FakeSlack
) -> None:
    home = Organisation(name="Harbour", country="GB", time_zone="Europe/London", contact="Ring Priya.")
    bare = settings_of(tmp_path, slack, organisation="", country="", time_zone="", contact="")
    assert faults(bare, home) == []
    assert apply_settings(home, bare).contact == "Ring Priya."
    changed = settings_of(tmp_path, slack, country="", contact="Ring Kofi.")
    assert (apply_settings(home, changed).contact, home.country) == ("Ring Kofi.", "GB")


async def test_the_organisation_is_what_the_settings_say(tmp_path: Path, slack: FakeSlack) -> None:
    made = organisation_from(settings_of(tmp_path, slack, region="ENG"))
    assert (made.name, made.country, made.region, made.time_zone) == ("Harbour", "GB", "ENG", "Europe/London")


@pytest.mark.parametrize("country", ["GB", "DE", "US", "CA", "AU", "NZ"])
def test_regions_with_holidays_of_their_own_are_asked_for_where_none_is_set(country: str) -> None:
    def found(region: str, stored: str = "") -> list[Finding]:
        home = Organisation(name="Harbour", country=country, region=stored, time_zone="UTC", contact="Ring.")
        settings = Settings(_env_file=None, country=country, region=region)
        return [f for f in preflight.check(settings, home, TODAY) if f.about == "Public holidays"]

    (finding,) = found("")
    assert finding.state is State.WARNING
    code = finding.do.split()[-1].strip(".")
    assert found(code) == found("", stored=code) == []


def test_a_country_without_regions_needs_none() -> None:
    settings = Settings(_env_file=None, country="IE")
    assert not [f for f in preflight.check(settings, None, TODAY) if f.about == "Public holidays"]


def test_no_secret_is_shown_by_settings_or_by_their_errors() -> None:
    secrets: dict[str, Any] = {
        name: "xsecretx" for name, one in Settings.model_fields.items() if "SecretStr" in str(one.annotation)
    }
    assert len(secrets) == 7
    assert "xsecretx" not in repr(Settings(_env_file=None, **secrets))
    with pytest.raises(ValueError) as told:
        Settings(_env_file=None, slack_mode="xsecretx", slack_bot_token=["xsecretx"])
    assert "xsecretx" not in str(told.value)


@pytest.mark.parametrize(
    "address", ["http://slack.com/api/", "https://slack.com.evil.example/api/", "ftp://x"]
)
def test_tokens_go_to_slack_only(address: str) -> None:
    with pytest.raises(ValueError, match=r"slack\.com"):
        Settings(_env_file=None, slack_api=address)
