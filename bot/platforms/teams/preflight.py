"""Checks Teams' settings before a start. No network access."""

from collections.abc import Iterable
from uuid import UUID

from bot.core.diagnostics import Finding, fault, ok
from bot.core.settings import LOOPBACK, Settings

_ABOUT = "Teams settings"
_WHERE = {
    "TEAMS_APP_ID": "Copy the Application (client) ID from the app registration's Overview.",
    "TEAMS_TENANT": "Copy the Directory (tenant) ID from the app registration's Overview.",
    "TEAMS_APP_PASSWORD": "Make a client secret on the page Certificates & secrets, and copy its value.",
}


def check(settings: Settings) -> Iterable[Finding]:
    """All faults at once."""
    mode = "this machine only" if settings.teams_local else f"{len(settings.teams_allowed())} tenant"
    yield from list(faults(settings)) or [ok(_ABOUT, f"Complete, for {mode}.")]


def faults(settings: Settings) -> Iterable[Finding]:
    """All faults at once. Without an app id no token can be verified."""
    if settings.teams_local:
        yield from _local(settings)
        return
    given = {
        "TEAMS_APP_ID": settings.teams_app_id,
        "TEAMS_TENANT": settings.teams_tenant,
        "TEAMS_APP_PASSWORD": settings.teams_app_password.get_secret_value(),
    }
    for name, value in given.items():
        if not value:
            yield fault(_ABOUT, f"ALONGSIDE_{name} is not set.", _WHERE[name])
    ids = {"TEAMS_APP_ID": [settings.teams_app_id], "TEAMS_TENANT": [settings.teams_tenant]}
    for name, values in (ids | {"TEAMS_TENANTS": sorted(settings.teams_allowed())}).items():
        if not all(_is_id(value) for value in values if value):
            problem = f"ALONGSIDE_{name} holds something that is no id."
            yield fault(_ABOUT, problem, "Ids look like 00000000-0000-0000-0000-000000000000.")
    if not settings.teams_connectors():
        problem = "ALONGSIDE_TEAMS_HOSTS names no host, so nobody could be answered."
        yield fault(_ABOUT, problem, "Take it away for Microsoft's own.")


def _local(settings: Settings) -> Iterable[Finding]:
    if settings.teams_app_id:
        problem = "Both ALONGSIDE_TEAMS_LOCAL and ALONGSIDE_TEAMS_APP_ID are set."
        yield fault(_ABOUT, problem, "Keep the app id for Teams itself; the other is for the playground.")
    if settings.host not in LOOPBACK:
        problem = "ALONGSIDE_TEAMS_LOCAL checks nobody, so it can't be used where others can call us."
        yield fault(_ABOUT, problem, "Set ALONGSIDE_HOST=127.0.0.1, or take it away.")


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
