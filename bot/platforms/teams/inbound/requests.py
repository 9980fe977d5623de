"""Turns Teams activities into Requests, with the place where each is answered. Pure.

Who did it, and where, is what Teams signed. What a card carried says only what was asked for.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botbuilder.schema import Activity
from markupsafe import Markup

from bot.conversation.inbound_text import LONGEST
from bot.conversation.message import Form
from bot.conversation.request import Kind, Request, Sender
from bot.platforms.teams.directory.addresses import Team, welcome_of
from bot.platforms.teams.inbound.inbound_text import plain
from bot.platforms.teams.inbound.voice_clips import AS_TEXT, VOICE, Attachment, transcript
from bot.platforms.teams.outbound.reply_target import CHANNEL, IN_THREAD, PERSONAL, Place
from bot.platforms.teams.rendering.action_data import Sent, sent
from bot.platforms.teams.rendering.forms import brought_back

Json = dict[str, Any]

_HELP = "help"
# Of the longest text that we read, with tags around each word.
_MOST_HTML = 4 * LONGEST


@dataclass(frozen=True, slots=True)
class Received:
    """`form` is the one that was submitted; `is_in_chat`: it came from a message, and no dialog waits for us.

    `team` is the name of the team we were added to; `at`, when it happened, as Teams tells it. `mark` came with the button.
    """

    request: Request
    place: Place
    form: Form | None = None
    is_in_chat: bool = True
    team: str = ""
    at: datetime | None = None
    mark: str = ""


def from_message(activity: Activity) -> Received | None:
    """Something written to us, or a file without words. None for bots, and for what was written to others."""
    place = place_of(activity)
    if place is None or not (place.is_private or _mentions_us(activity)):
        return None
    words = _words(activity)
    if not words and _has_file(activity):
        return Received(_asked(activity, place, Kind.SENT_FILE), place, at=told_at(activity))
    if not words and place.is_private:
        return None
    return Received(_asked(activity, place, Kind.SAID, words or _HELP), place, at=told_at(activity))


def from_edit(activity: Activity) -> Received | None:
    """What a message says now. None where it was written to others, or has no words."""
    place, words = place_of(activity), _words(activity)
    if place is None or not words or not (place.is_private or _mentions_us(activity)):
        return None
    return Received(_asked(activity, place, Kind.EDITED, words), place)


def from_card(activity: Activity) -> Received | None:
    """A button, or a form with what was filled in: whatever way Teams told us of it. None for others' cards."""
    place, did = place_of(activity), sent(activity.value)
    if place is None or not did.action:
        return None
    form = brought_back(did) if did.context else None
    is_in_chat, at = activity.type == "message", told_at(activity)
    return Received(_done(activity, place, did, form), place, form, is_in_chat, at=at, mark=did.mark)


def from_joining(activity: Activity) -> Received | None:
    """We were added: to somebody's chat, to a group's, to a team. However Teams tells us, it is the same request."""
    place = place_of(activity)
    if place is None:
        return None
    what = f"joined {place.team or place.conversation}"
    id_ = welcome_of(place.tenant, place.user) if place.is_private else f"teams {place.tenant} {what}"
    request = Request(id_, Kind.JOINED, _sender(place), place.name, place.is_private)
    return Received(request, place, team=team_told(activity).name, at=told_at(activity))


def from_query(activity: Activity, words: str) -> Received | None:
    """What somebody types to find an answer to insert. Nobody else sees it, wherever they are writing."""
    if (place := place_of(activity)) is None:
        return None
    sender = _sender(place)
    request = Request(
        _id(activity), Kind.PRESSED, sender, f"{place.name} {place.user}", action="insert.find", text=words
    )
    return Received(request, place)


def from_own_message(activity: Activity, action: str, refused: str) -> Received | None:
    """Somebody wants their own message looked at; `refused` is the action where it is another's."""
    place, payload = place_of(activity), _json(_json(activity.value).get("messagePayload"))
    if place is None or not payload:
        return None
    author = _text(_json(_json(payload.get("from")).get("user")).get("id"))
    is_own = author == place.user
    html = _text(_json(payload.get("body")).get("content"))[:_MOST_HTML] if is_own else ""
    words = plain(Markup(html.replace("</p>", "</p>\n")).striptags(), [], "")  # noqa: S704 - only its text is taken
    sender, where = _sender(place), f"{place.name} {place.user}"
    chosen = action if is_own else refused
    return Received(Request(_id(activity), Kind.PRESSED, sender, where, action=chosen, text=words), place)


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
        _home(activity),
    )


def tenant_of(activity: Activity) -> str:
    """Where the conversation is; in a shared channel, the channel's data may name the sender's tenant instead."""
    where = activity.conversation
    hosted = _text(_json(where.additional_properties).get("tenantId")) if where else ""
    return hosted or _tenant_told(activity)


def _tenant_told(activity: Activity) -> str:
    return _text(_json(_json(activity.channel_data).get("tenant")).get("id"))


def _home(activity: Activity) -> str:
    who = _json(activity.from_property.additional_properties)
    return _text(who.get("tenantId")) or _tenant_told(activity)


def team_of(activity: Activity) -> str:
    return _text(_json(_json(activity.channel_data).get("team")).get("id"))


def team_told(activity: Activity) -> Team:
    """The team that an activity tells of, also where no person did it. Its name is often left out."""
    named = _text(_json(_json(activity.channel_data).get("team")).get("name"))
    return Team(tenant_of(activity), team_of(activity), named, activity.service_url or "")


def told_at(activity: Activity) -> datetime | None:
    """None where it tells no time, or one of nowhere in particular."""
    at = activity.timestamp
    return at if isinstance(at, datetime) and at.tzinfo else None


def adds_us(activity: Activity) -> bool:
    return any(one.id == _ours(activity) for one in activity.members_added or [])


def removes_us(activity: Activity) -> bool:
    return any(one.id == _ours(activity) for one in activity.members_removed or [])


def _words(activity: Activity) -> str:
    heard = transcript(_attachments(activity))
    said = f"{activity.text or ''}\n{heard}" if heard else activity.text or ""
    return plain(said, _mentions(activity), _ours(activity))


def is_voice(activity: Activity) -> bool:
    return bool(activity.value_type == VOICE)


def _attachments(activity: Activity) -> list[Attachment]:
    voice: list[Attachment] = [(VOICE, activity.value)] if is_voice(activity) else []
    return [*voice, *((one.content_type or "", one.content) for one in activity.attachments or [])]


def _has_file(activity: Activity) -> bool:
    """Also a voice note in a channel's thread, which comes as text that has no words."""
    return any(kind != AS_TEXT or not activity.text for kind, _ in _attachments(activity))


def _asked(activity: Activity, place: Place, kind: Kind, words: str = "") -> Request:
    return Request(_id(activity), kind, _sender(place), place.name, place.is_private, text=words)


def _done(activity: Activity, place: Place, did: Sent, form: Form | None) -> Request:
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
        form=form,
        acted_on=f"teams {place.conversation} {place.message}" if place.message else "",
        once=f"teams {place.user} {did.once}" if did.once else "",
    )


def _thread(activity: Activity, kind: str) -> str:
    """In a channel the conversation names the thread; a message that begins one is its own, also when it is pressed."""
    where = str(activity.conversation.id)
    if kind != CHANNEL or IN_THREAD in where or activity.type != "message" or not activity.id:
        return where
    return f"{where}{IN_THREAD}{activity.reply_to_id or activity.id}"


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
    return Sender("teams", place.tenant, place.user, place.home)


def _json(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
