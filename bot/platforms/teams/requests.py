"""What Teams sends us as our Requests, with where to answer them. Pure.

Who did it, and where, is what Teams signed. What a card carried says only what was asked for.
"""

from dataclasses import dataclass
from typing import Any

from botbuilder.schema import Activity

from bot.conversation.message import Form
from bot.conversation.request import Kind, Request, Sender
from bot.platforms.teams.forms import brought_back
from bot.platforms.teams.names import Sent, sent
from bot.platforms.teams.place import CHANNEL, PERSONAL, Place
from bot.platforms.teams.typed import plain

Json = dict[str, Any]

_HELP = "help"


@dataclass(frozen=True, slots=True)
class Received:
    """`form` is the one that was submitted; `is_in_chat`: it came from a message, and no dialog waits for us.

    `team` is the name of the team we were added to.
    """

    request: Request
    place: Place
    form: Form | None = None
    is_in_chat: bool = True
    team: str = ""


def from_message(activity: Activity) -> Received | None:
    """Something written to us. None for bots, and for what was written to others."""
    place = place_of(activity)
    if place is None or not (place.is_private or _mentions_us(activity)):
        return None
    words = plain(activity.text or "", _mentions(activity), _ours(activity))
    if not words and place.is_private:
        # A file, or a picture.
        return None
    request = Request(
        _id(activity), Kind.SAID, _sender(place), place.name, place.is_private, text=words or _HELP
    )
    return Received(request, place)


def from_card(activity: Activity) -> Received | None:
    """A button, or a form with what was filled in: whatever way Teams told us of it. None for others' cards."""
    place, did = place_of(activity), sent(activity.value)
    if place is None or not did.action:
        return None
    form = brought_back(did) if did.context else None
    return Received(_done(activity, place, did), place, form, is_in_chat=activity.type == "message")


def from_joining(activity: Activity) -> Received | None:
    """We were added: to somebody's chat, to a group's, to a team. However Teams tells us, it is the same request."""
    place = place_of(activity)
    if place is None:
        return None
    what = f"welcome {place.user}" if place.is_private else f"joined {place.team or place.conversation}"
    request = Request(
        f"teams {place.tenant} {what}", Kind.JOINED, _sender(place), place.name, place.is_private
    )
    return Received(request, place, team=team_name_of(activity))


def from_query(activity: Activity, words: str) -> Received | None:
    """What somebody types to find an answer to insert. Nobody else sees it, wherever they are writing."""
    place = place_of(activity)
    if place is None:
        return None
    sender = _sender(place)
    request = Request(
        _id(activity), Kind.PRESSED, sender, f"{place.name} {place.user}", action="insert.find", text=words
    )
    return Received(request, place)


def place_of(activity: Activity) -> Place | None:
    """None where no person of a tenant did it."""
    who, where = activity.from_property, activity.conversation
    user, tenant = who.aad_object_id if who else "", tenant_of(activity)
    if not user or not tenant or where is None or not where.id or not activity.service_url:
        return None
    kind = where.conversation_type or PERSONAL
    acted_on = activity.reply_to_id if activity.value is not None else ""
    return Place(
        tenant,
        user,
        who.id or "",
        activity.service_url,
        _thread(activity, kind),
        kind,
        acted_on or "",
        team_of(activity),
    )


def tenant_of(activity: Activity) -> str:
    """The SDK leaves it out of the conversation."""
    return _text(_json(_json(activity.channel_data).get("tenant")).get("id"))


def team_of(activity: Activity) -> str:
    return _text(_json(_json(activity.channel_data).get("team")).get("id"))


def team_name_of(activity: Activity) -> str:
    return _text(_json(_json(activity.channel_data).get("team")).get("name"))


def adds_us(activity: Activity) -> bool:
    return any(one.id == _ours(activity) for one in activity.members_added or [])


def removes_us(activity: Activity) -> bool:
    return any(one.id == _ours(activity) for one in activity.members_removed or [])


def _done(activity: Activity, place: Place, did: Sent) -> Request:
    kind = Kind.SUBMITTED if did.context else Kind.PRESSED
    return Request(
        _id(activity),
        kind,
        _sender(place),
        place.name,
        place.is_private,
        did.action,
        did.value,
        values=did.values,
    )


def _thread(activity: Activity, kind: str) -> str:
    """In a channel the conversation names the thread; a message that begins one is its own."""
    where = str(activity.conversation.id)
    if kind != CHANNEL or ";messageid=" in where or activity.type != "message" or not activity.id:
        return where
    return f"{where};messageid={activity.id}"


def _mentions_us(activity: Activity) -> bool:
    named = (_json(mention.get("mentioned")).get("id") for mention in _mentions(activity))
    return bool(_ours(activity)) and _ours(activity) in named


def _mentions(activity: Activity) -> list[Json]:
    return [one.additional_properties for one in activity.entities or [] if one.type == "mention"]


def _ours(activity: Activity) -> str:
    return str(activity.recipient.id or "") if activity.recipient else ""


def _id(activity: Activity) -> str:
    """The same when Teams delivers it again. Ids of messages are only unique in their conversation."""
    return f"teams {activity.conversation.id} {activity.id}"


def _sender(place: Place) -> Sender:
    return Sender("teams", place.tenant, place.user)


def _json(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
