"""users.* and usergroups.*"""

from tests.fake_slack.arguments import flag, page
from tests.fake_slack.workspace import Json, Refusal, Workspace


def list_(home: Workspace, arguments: Json) -> Json:
    everyone = [_shown(member, arguments) for member in home.members.values()]
    shown, metadata = page(everyone, arguments, default=1000)
    return {"members": shown, "cache_ts": 1700000000, "response_metadata": metadata}


def info(home: Workspace, arguments: Json) -> Json:
    if arguments.get("user") not in home.members:
        raise Refusal("user_not_found")
    return {"user": _shown(home.members[arguments["user"]], arguments)}


def _shown(member: Json, arguments: Json) -> Json:
    """The locale only where it is asked for; of somebody who left, hardly anything."""
    hidden = set() if flag(arguments, "include_locale") else {"locale"}
    if member["deleted"]:
        hidden |= {"tz", "tz_label", "tz_offset", "locale", "is_restricted", "is_ultra_restricted"}
    return {key: value for key, value in member.items() if key not in hidden}


def groups(home: Workspace, arguments: Json) -> Json:
    listed = [g for g in home.groups.values() if flag(arguments, "include_disabled") or not g["date_delete"]]
    if not flag(arguments, "include_users"):
        listed = [{key: value for key, value in group.items() if key != "users"} for group in listed]
    return {"usergroups": listed}


def group_members(home: Workspace, arguments: Json) -> Json:
    if arguments.get("usergroup") not in home.groups:
        raise Refusal("no_such_subteam")
    return {"users": home.groups[arguments["usergroup"]]["users"]}
