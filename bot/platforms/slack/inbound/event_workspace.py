"""Finds which installation a Slack event belongs to, and its user's workspace. Pure."""

from typing import Any

Json = dict[str, Any]


def team_of(body: Json) -> str:
    """The workspace of the installation that received the event.

    For an enterprise installation, the person's workspace. In a channel shared with another organisation, the
    envelope's `team_id` may be the other organisation's.
    """
    authorised: Json = next(iter(body.get("authorizations") or ()), {})
    team = (
        authorised.get("team_id")
        or (body.get("view") or {}).get("app_installed_team_id")
        or body.get("team_id")
        or (body.get("team") or {}).get("id")
        or (body.get("user") or {}).get("team_id")
    )
    return str(team or body.get("enterprise_id") or "")


def home_of(body: Json) -> str:
    """The workspace that the person belongs to, if Slack reports it.

    In a shared channel it may be another organisation's.

    Empty if Slack reports only the company that owns this workspace, because then the person is ours.
    """
    event, user = body.get("event") or {}, body.get("user")
    acting = user if isinstance(user, dict) else {}
    home = str(event.get("user_team") or event.get("team") or acting.get("team_id") or "")
    return "" if home and home == _company_of(body) else home


def _company_of(body: Json) -> str:
    authorised: Json = next(iter(body.get("authorizations") or ()), {})
    return str(authorised.get("enterprise_id") or (body.get("enterprise") or {}).get("id") or "")
