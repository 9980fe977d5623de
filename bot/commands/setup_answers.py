"""The answers that `bot init` collects, and the check for each of them."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import available_timezones

from bot.people.contact.public_holidays import regions_of, regions_with_days_of_their_own
from bot.store.sealing import new_key

PLATFORMS = ("slack-socket", "slack-http", "teams")
Check = Callable[[str], str]
"""What is wrong with an answer, as a sentence; empty if nothing is."""

SECRETS: Mapping[str, Mapping[str, str]] = {
    "slack-socket": {
        "slack_bot_token": "Slack's Bot User OAuth Token (xoxb-…)",
        "slack_app_token": "Slack's app-level token (xapp-…)",
    },
    "slack-http": {
        "slack_bot_token": "Slack's Bot User OAuth Token (xoxb-…)",
        "slack_signing_secret": "Slack's Signing Secret",
    },
    "teams": {"teams_app_password": "Teams: the client secret's value"},
}
PLAIN: Mapping[str, Mapping[str, str]] = {
    "slack-socket": {},
    "slack-http": {"public_url": "The address at which Slack reaches the bot (https://…)"},
    "teams": {
        "teams_app_id": "Teams: the Application (client) ID",
        "teams_tenant": "Teams: the Directory (tenant) ID",
        "public_url": "The address at which Teams reaches the bot (https://…)",
    },
}


@dataclass(frozen=True, slots=True)
class SetupAnswers:
    """`secrets` are empty if nobody had them at hand: `doctor` names them."""

    plain: Mapping[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict)


def default_overlay() -> Path:
    """Outside of the release, which an upgrade replaces: the system's folder for root, else the account's."""
    if os.geteuid() == 0:
        return Path("/etc/alongside/local")
    return Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "alongside" / "local"


def checks(content: Path, country: str) -> Mapping[str, Check]:
    """By the setting's name."""
    return {
        "organisation": _needed,
        "country": lambda code: _country(content, code),
        "region": lambda region: _region(country, region),
        "time_zone": _time_zone,
        "contact": _needed,
        "platform": lambda name: "" if name in PLATFORMS else f"Choose one of {', '.join(PLATFORMS)}.",
        "public_url": lambda url: "" if url.startswith("https://") else "It begins with https://.",
    }


def region_question(country: str) -> str:
    """Empty if no region of the country has public holidays of its own."""
    known = regions_with_days_of_their_own(country)
    return f"The region, whose public holidays count too ({', '.join(known)})" if known else ""


def settings_for(platform: str) -> Mapping[str, str]:
    """Settings that follow from this choice, besides the answers."""
    mode = platform.removeprefix("slack-")
    return {"slack_mode": mode} if mode != platform else {}


def master_key() -> str:
    return new_key()


def _needed(answer: str) -> str:
    return "" if answer.strip() else "It has to be something."


def _country(content: Path, code: str) -> str:
    known = sorted(file.stem.upper() for file in (content / "signposts").glob("*.yaml"))
    if code in known:
        return ""
    return f"There are crisis lines for {', '.join(known)}. For another, write the file first."


def _region(country: str, region: str) -> str:
    known = regions_of(country)
    if not region or region in known:
        return ""
    return f"Known in {country}: {', '.join(known) or 'none'}. Leave it empty if in doubt."


def _time_zone(name: str) -> str:
    return "" if name in available_timezones() else "Write it like Europe/London."
