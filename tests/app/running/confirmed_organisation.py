"""An organisation with everything confirmed for production; tests take single confirmations back."""

from pathlib import Path
from typing import Any

import yaml

from bot.core.settings import Settings
from bot.platforms.slack.install.scopes import SCOPES
from bot.store.sealing import new_key
from tests import real_time
from tests.fake_slack import APP_TOKEN, FakeSlack

CACHE, OURS = Path("var/cache"), Path("content")
SECRET, KEY = "of-the-signature", new_key()


def confirmed_content(place: Path, ours: Path = OURS) -> Path:
    """Ours, with the signposts for Britain confirmed by somebody."""
    (place / "signposts").mkdir(parents=True)
    for part in ours.iterdir():
        if part.name != "signposts":
            (place / part.name).symlink_to(part.absolute())
    confirm(place, ours)
    return place


def confirm(content: Path, ours: Path = OURS, **changes: Any) -> None:
    signposts = yaml.safe_load((ours / "signposts" / "gb.yaml").read_text())
    signposts |= {"owner": "Priya Nair", "last_checked": real_time.today()}
    signposts["lines"] = [line | {"confirmed": True} for line in signposts["lines"]]
    (content / "signposts" / "gb.yaml").write_text(yaml.safe_dump(signposts | changes))


def environment(place: Path, slack: FakeSlack, **changes: str) -> dict[str, str]:
    """As `environment_at`, with a Slack that has granted what the guide asks for."""
    for home in slack.workspaces.values():
        home.scopes = ",".join(SCOPES)
    return environment_at(place, slack.url, **changes)


def environment_at(place: Path, api: str, **changes: str) -> dict[str, str]:
    """What somebody who followed the guide has set, over HTTP; an empty change takes it away."""
    content, var = place / "content", place / "var"
    if not content.exists():
        confirmed_content(content)
        var.mkdir(mode=0o700)
        (var / "cache").symlink_to(CACHE.absolute())
    given = {
        "content": str(content),
        "var": str(var),
        "organisation": "Harbour",
        "country": "GB",
        "region": "ENG",
        "time_zone": "Europe/London",
        "contact": "Ring Priya on 4120.",
        "master_key": KEY,
        "slack_bot_token": "xoxb-T1",
        "slack_signing_secret": SECRET,
        "slack_app_token": APP_TOKEN,
        "slack_api": api,
        "public_url": "https://alongside.example",
        "port": "0",
        "poll_seconds": "0.05",
    }
    return {f"ALONGSIDE_{name.upper()}": value for name, value in (given | changes).items() if value}


def settings_of(place: Path, slack: FakeSlack, **changes: str) -> Settings:
    return _settings(environment(place, slack, **changes))


def settings_at(place: Path, api: str, **changes: str) -> Settings:
    return _settings(environment_at(place, api, **changes))


def _settings(environment: dict[str, str]) -> Settings:
    given: dict[str, Any] = {
        name.removeprefix("ALONGSIDE_").lower(): value for name, value in environment.items()
    }
    return Settings(_env_file=None, **given)
