"""Finds which installation a Slack event belongs to, and the workspace of its user. Pure."""

from typing import Any

Json = dict[str, Any]


def team_of(body: Json) -> str:
    """Whose installation authorised this; for a whole enterprise, the workspace that the person is in.

    In a channel shared with another organisation the envelope's own `team_id` may be theirs.
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
    """Whose the person is, where Slack says: in a shared channel, perhaps another organisation's.

    Of a company with several workspaces Slack may name the company instead: ours is no other organisation.
    """
    event, user = body.get("event") or {}, body.get("user")
    acting = user if isinstance(user, dict) else {}
    home = str(event.get("user_team") or event.get("team") or acting.get("team_id") or "")
    return "" if home and home == _company_of(body) else home


def _company_of(body: Json) -> str:
    authorised: Json = next(iter(body.get("authorizations") or ()), {})
    return str(authorised.get("enterprise_id") or (body.get("enterprise") or {}).get("id") or "")
