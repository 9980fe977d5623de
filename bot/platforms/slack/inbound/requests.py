"""Converts Slack payloads to Requests, with the place where each is answered. Pure."""

from dataclasses import dataclass, field
from typing import Any

from bot.conversation.request import Kind, Request, Sender
from bot.platforms.slack.inbound.event_workspace import home_of, team_of
from bot.platforms.slack.inbound.inbound_text import plain
from bot.platforms.slack.inbound.message_words import words_of
from bot.platforms.slack.inbound.shown_fields import fields_in
from bot.platforms.slack.outbound.reply_target import SlackPlace
from bot.platforms.slack.rendering.details import DETAILS, hidden_in, hidden_values
from bot.platforms.slack.rendering.names import action_of, unpack, values_of

Json = dict[str, Any]

HELP = "help"


@dataclass(frozen=True, slots=True)
class SlackReceived:
    """`trigger` opens a form within three seconds; `question_ts` is the message below which a status can be shown.

    `view` is the home tab or form in which the person acted.
    """

    request: Request
    place: SlackPlace
    trigger: str = ""
    question_ts: str = ""
    view: Json = field(default_factory=dict)


def from_command(body: Json) -> SlackReceived:
    """The command `/alongside …`, visible only to its sender."""
    place = SlackPlace(
        team_of(body), body["user_id"], body["channel_id"], response_url=body["response_url"], is_hidden=True
    )
    words = plain(body.get("text", "")) or HELP
    id_ = f"slack {place.workspace} {place.user} {body['trigger_id']}"
    return SlackReceived(typed_request(id_, place, words, home_of(body)), place, body["trigger_id"])


def from_asking_about(body: Json) -> SlackReceived:
    """A question about a message, of the person or of another."""
    words = plain(words_of(body["message"]))
    place = SlackPlace(
        team_of(body),
        body["user"]["id"],
        body["channel"]["id"],
        response_url=body["response_url"],
        is_hidden=True,
    )
    id_ = _act(body, f"{body['action_ts']} {body['callback_id']}")
    return SlackReceived(typed_request(id_, place, words, home_of(body)), place)


def from_own_message(body: Json, action: str, refused: str) -> SlackReceived:
    """A check of the person's own message; `refused` is the action if another person wrote it."""
    place = SlackPlace(
        team_of(body),
        body["user"]["id"],
        body["channel"]["id"],
        response_url=body["response_url"],
        is_hidden=True,
    )
    is_own = body["message"].get("user") == body["user"]["id"]
    id_ = _act(body, f"{body['action_ts']} {body['callback_id']}")
    words = plain(words_of(body["message"])) if is_own else ""
    chosen = action if is_own else refused
    request = Request(
        id_,
        Kind.PRESSED,
        _sender(place, home_of(body)),
        place.conversation,
        place.is_private,
        chosen,
        text=words,
    )
    return SlackReceived(request, place)


def from_shortcut(body: Json, action: str) -> SlackReceived:
    """A shortcut, converted to a button press without a place."""
    place = SlackPlace(team_of(body), body["user"]["id"])
    id_ = _act(body, f"{body['action_ts']} {body['callback_id']}")
    request = Request(id_, Kind.PRESSED, _sender(place, home_of(body)), place.conversation, action=action)
    return SlackReceived(request, place, body["trigger_id"])


def from_press(body: Json) -> SlackReceived | None:
    """A pressed button. None for a selection, which is sent with the next pressed button."""
    pressed = body["actions"][0]
    if pressed["type"] != "button":
        return None
    place, view = _pressed_at(body), body.get("view") or {}
    state = body.get("state") or view.get("state") or {}
    request = Request(
        _act(body, f"{pressed['action_ts']} {pressed['action_id']}"),
        Kind.PRESSED,
        _sender(place, home_of(body)),
        place.conversation,
        place.is_private,
        action_of(pressed["action_id"]),
        pressed.get("value", ""),
        values=values_of(state),
        form=fields_in(action_of(pressed["action_id"]), (body.get("message") or view).get("blocks"), state),
        acted_on=f"slack {place.workspace} {place.channel} {place.message}" if place.message else "",
    )
    return SlackReceived(request, place, body["trigger_id"], view=view | {"state": state})


def from_details(body: Json) -> SlackReceived | None:
    """The button that unfolds an open form. None for any other."""
    if body["actions"][0].get("action_id") != DETAILS:
        return None
    place = SlackPlace(team_of(body), body["user"]["id"])
    request = Request(_act(body, DETAILS), Kind.PRESSED, _sender(place, home_of(body)), place.conversation)
    state = body.get("state") or body["view"].get("state") or {}
    return SlackReceived(request, place, view=body["view"] | {"state": state})


def from_submission(body: Json) -> SlackReceived:
    """A submitted form.

    Only the trigger distinguishes a second submission with equal values from a repeated event.
    """
    view = body["view"]
    value, carried = unpack(view["private_metadata"])
    place = SlackPlace(team_of(body), body["user"]["id"]).back(carried)
    request = Request(
        _act(body, f"{view['id']} {body['trigger_id']}"),
        Kind.SUBMITTED,
        _sender(place, home_of(body)),
        place.conversation,
        place.is_private,
        view["callback_id"],
        value,
        values=hidden_values(hidden_in(view["blocks"])) | values_of(view["state"]),
        form=fields_in(view["callback_id"], view["blocks"], view["state"]),
        once=f"slack {place.workspace} {view['id']}",
    )
    return SlackReceived(request, place, body["trigger_id"], view=view)


def from_home(body: Json) -> SlackReceived:
    place = SlackPlace(team_of(body), body["event"]["user"], is_home=True)
    return SlackReceived(
        Request(body["event_id"], Kind.OPENED_HOME, _sender(place, home_of(body)), place.conversation), place
    )


def from_first_opening(body: Json) -> SlackReceived:
    """The first opening of our chat by a new person. Repeated events have the same Request id."""
    place = SlackPlace(team_of(body), body["event"]["user"], body["event"]["channel"], is_ours=True)
    id_ = f"slack {place.workspace} welcome {place.user}"
    return SlackReceived(Request(id_, Kind.JOINED, _sender(place, home_of(body)), place.conversation), place)


def from_joining(body: Json, bot_user: str) -> SlackReceived | None:
    """The bot was added to a channel. None for other users, and if the event does not say who added it."""
    event = body["event"]
    if event["user"] != bot_user or not event.get("inviter"):
        return None
    place = SlackPlace(team_of(body), event["inviter"], event["channel"])
    id_ = f"slack {place.workspace} joined {place.channel}"
    return SlackReceived(
        Request(id_, Kind.JOINED, _sender(place, home_of(body)), place.conversation, private=False), place
    )


def typed_request(id_: str, place: SlackPlace, words: str, home: str) -> Request:
    """Text that a person typed, in any place."""
    return Request(id_, Kind.SAID, _sender(place, home), place.conversation, place.is_private, text=words)


def _pressed_at(body: Json) -> SlackPlace:
    workspace, user, container = team_of(body), body["user"]["id"], body["container"]
    if container["type"] == "view":
        return SlackPlace(workspace, user, is_home=body["view"]["type"] == "home")
    message = container["message_ts"]
    is_hidden, is_ours = container.get("is_ephemeral", False), container["channel_id"].startswith("D")
    thread = container.get("thread_ts", "")
    return SlackPlace(
        workspace,
        user,
        container["channel_id"],
        thread if is_ours or is_hidden else thread or message,
        message,
        body.get("response_url", ""),
        is_ours=is_ours and not is_hidden,
        is_hidden=is_hidden,
    )


def _act(body: Json, what: str) -> str:
    """An id that is the same when Slack redelivers the event."""
    return f"slack {team_of(body)} {body['user']['id']} {what}"


def _sender(place: SlackPlace, home: str) -> Sender:
    return Sender("slack", place.workspace, place.user, home)
