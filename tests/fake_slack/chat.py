"""chat.*: posting, changing, deleting."""

from tests.fake_slack.blocks import check_message
from tests.fake_slack.workspace import Channel, Json, Refusal, Workspace

_KEPT = ("text", "blocks", "thread_ts", "metadata", "attachments", "unfurl_links", "unfurl_media")


def post_message(home: Workspace, arguments: Json) -> Json:
    channel = _writable(home, arguments)
    check_message(home, arguments)
    message = post(home, channel, {key: arguments[key] for key in _KEPT if arguments.get(key)})
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def post(home: Workspace, channel: Channel, content: Json) -> Json:
    made = {"type": "message", "subtype": "bot_message", "user": home.bot_user, "bot_id": home.bot_id}
    made |= {"ts": home.timestamp(), "team": home.id, "text": ""} | content
    del made["subtype"]
    channel.messages.append(made)
    return made


def post_ephemeral(home: Workspace, arguments: Json) -> Json:
    channel = _writable(home, arguments)
    check_message(home, arguments)
    if arguments.get("user") not in channel.members:
        raise Refusal("user_not_in_channel")
    shown = {"user": arguments["user"], "channel": channel.id, "message_ts": home.timestamp()}
    home.ephemerals.append(shown | {key: arguments[key] for key in _KEPT if arguments.get(key)})
    return {"message_ts": shown["message_ts"]}


def update(home: Workspace, arguments: Json) -> Json:
    channel, message = _own(home, arguments, "cant_update_message")
    check_message(home, arguments)
    message |= {key: arguments[key] for key in ("text", "blocks", "metadata") if key in arguments}
    message["edited"] = {"user": home.bot_user, "ts": home.timestamp()}
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}


def delete(home: Workspace, arguments: Json) -> Json:
    channel, message = _own(home, arguments, "cant_delete_message")
    channel.messages.remove(message)
    return {"channel": channel.id, "ts": message["ts"]}


def _own(home: Workspace, arguments: Json, otherwise: str) -> tuple[Channel, Json]:
    channel = home.channel(arguments.get("channel", ""))
    message = channel.message(arguments.get("ts", ""))
    if message.get("bot_id") != home.bot_id:
        raise Refusal(otherwise)
    return channel, message


def _writable(home: Workspace, arguments: Json) -> Channel:
    """A person's id stands for the direct message with them."""
    target = arguments.get("channel", "")
    if target[:1] in {"U", "W"}:
        member = home.members.get(target)
        if member is None:
            raise Refusal("channel_not_found")
        if member["is_bot"]:
            raise Refusal("cannot_dm_bot")
        if member["deleted"]:
            raise Refusal("user_disabled")
        return home.direct(target)
    channel = home.channel(target)
    if channel.is_archived:
        raise Refusal("is_archived")
    if home.bot_user not in channel.members:
        raise Refusal("channel_not_found" if channel.is_private else "not_in_channel")
    return channel
