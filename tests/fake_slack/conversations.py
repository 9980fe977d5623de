"""conversations.*"""

from tests.fake_slack.arguments import flag, page
from tests.fake_slack.workspace import Channel, Json, Refusal, Workspace


def history(home: Workspace, arguments: Json) -> Json:
    """Newest first, without replies in threads; metadata only where it is asked for."""
    channel = home.channel(arguments.get("channel", ""))
    if home.bot_user not in channel.members:
        raise Refusal("not_in_channel")
    oldest, latest = float(arguments.get("oldest", 0)), float(arguments.get("latest", 1e12))
    exact = flag(arguments, "inclusive")
    messages = [
        _shown(message, arguments)
        for message in reversed(channel.messages)
        if message.get("thread_ts", message["ts"]) == message["ts"]
        and (oldest < float(message["ts"]) < latest or (exact and float(message["ts"]) in {oldest, latest}))
    ]
    shown, metadata = page(messages, arguments)
    more = {"response_metadata": metadata} if metadata["next_cursor"] else {}
    return {"messages": shown, "has_more": bool(more), "pin_count": 0} | more


def _shown(message: Json, arguments: Json) -> Json:
    if flag(arguments, "include_all_metadata"):
        return message
    return {key: value for key, value in message.items() if key != "metadata"}


def open_(home: Workspace, arguments: Json) -> Json:
    if given := arguments.get("channel"):
        return {"channel": {"id": home.channel(given).id}}
    users = str(arguments.get("users", "")).split(",")
    if users == [""]:
        raise Refusal("users_list_not_supplied")
    member = home.members.get(users[0])
    if member is None:
        raise Refusal("user_not_found")
    if member["is_bot"]:
        raise Refusal("cannot_dm_bot")
    if member["deleted"]:
        raise Refusal("user_disabled")
    if flag(arguments, "prevent_creation") and f"D{users[0][1:]}" not in home.channels:
        raise Refusal("channel_not_found")
    return {"channel": {"id": home.direct(users[0]).id}}


def info(home: Workspace, arguments: Json) -> Json:
    channel = home.channel(arguments.get("channel", ""))
    return {"channel": channel.shape | {"is_member": home.bot_user in channel.members}}


def list_(home: Workspace, arguments: Json) -> Json:
    kinds = str(arguments.get("types", "public_channel")).split(",")
    channels = [
        channel.shape | {"is_member": home.bot_user in channel.members}
        for channel in home.channels.values()
        if _kind(channel.user, channel.is_private) in kinds
        and not (flag(arguments, "exclude_archived") and channel.is_archived)
    ]
    shown, metadata = page(channels, arguments)
    return {"channels": shown, "response_metadata": metadata}


def ours(home: Workspace, arguments: Json) -> Json:
    """users.conversations, asked by us about ourselves."""
    everything = list_(home, arguments | {"limit": 1000, "cursor": ""})["channels"]
    shown, metadata = page([channel for channel in everything if channel.pop("is_member")], arguments)
    return {"channels": shown, "response_metadata": metadata}


def _kind(user: str, is_private: bool) -> str:
    if user:
        return "im"
    return "private_channel" if is_private else "public_channel"


def members(home: Workspace, arguments: Json) -> Json:
    shown, metadata = page(sorted(home.channel(arguments.get("channel", "")).members), arguments)
    return {"members": shown, "response_metadata": metadata}


def create(home: Workspace, arguments: Json) -> Json:
    """We are in it alone. A public one needs another scope, which our app doesn't ask for."""
    is_private = flag(arguments, "is_private")
    home.needs_scope("groups:write" if is_private else "channels:manage")
    if any(channel.name == arguments["name"] for channel in home.channels.values()):
        raise Refusal("name_taken")
    made = home.add_channel(f"G{home.number()}", is_private=is_private)
    made.name, made.creator = arguments["name"], home.bot_user
    return {"channel": made.shape}


def invite(home: Workspace, arguments: Json) -> Json:
    channel = _ours_to_change(home, arguments)
    users = str(arguments.get("users", "")).split(",")
    if unknown := [user for user in users if user not in home.members]:
        raise Refusal("user_not_found", errors=unknown)
    if set(users) <= channel.members:
        raise Refusal("already_in_channel")
    channel.members.update(users)
    return {"channel": channel.shape}


def kick(home: Workspace, arguments: Json) -> Json:
    channel, user = _ours_to_change(home, arguments), arguments.get("user", "")
    if user == home.bot_user:
        raise Refusal("cant_kick_self")
    if user not in channel.members:
        raise Refusal("not_in_channel")
    channel.members.remove(user)
    return {}


def _ours_to_change(home: Workspace, arguments: Json) -> Channel:
    channel = home.channel(arguments.get("channel", ""))
    home.needs_scope("groups:write" if channel.is_private else "channels:manage")
    if home.bot_user not in channel.members:
        raise Refusal("channel_not_found")
    if channel.is_archived:
        raise Refusal("is_archived")
    return channel
