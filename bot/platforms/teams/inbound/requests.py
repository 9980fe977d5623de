"""Converts Teams activities to Requests, with the place where each is answered. Pure.

Teams signs who acted, and where. Data from a card only says what was requested.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botbuilder.schema import Activity
from markupsafe import Markup

from bot.conversation.inbound_text import LONGEST
from bot.conversation.message import Form
from bot.conversation.request import Kind, Request, Sender
from bot.platforms.teams.directory.addresses import InstalledTeam, welcome_of
from bot.platforms.teams.inbound.inbound_text import plain
from bot.platforms.teams.inbound.voice_clips import AS_TEXT, VOICE, Attachment, transcript
from bot.platforms.teams.outbound.reply_target import CHANNEL, IN_THREAD, PERSONAL, TeamsPlace
from bot.platforms.teams.rendering.action_data import LOOK, Proves, SubmittedAction, card_of, sent, unforged
from bot.platforms.teams.rendering.forms import brought_back

Json = dict[str, Any]

_HELP = "help"
# Maximum length: the longest text that we read, with tags around each word.
_MOST_HTML = 4 * LONGEST


@dataclass(frozen=True, slots=True)
class TeamsReceived:
    """`form` is the submitted one. `is_in_chat`: it came from a message, so no dialog waits for a response.

    `team` is the name of the team that added us; `at` is Teams' time. `mark` came with the button.
    """

    request: Request
    place: TeamsPlace
    form: Form | None = None
    is_in_chat: bool = True
    team: str = ""
    at: datetime | None = None
    mark: str = ""


def from_message(activity: Activity) -> TeamsReceived | None:
    """A message to us, or a file without text. None for bots, and for messages to others."""
    place = place_of(activity)
    if place is None or not (place.is_private or _mentions_us(activity)):
        return None
    words = _words(activity)
    if not words and _has_file(activity):
        return TeamsReceived(_request(activity, place, Kind.SENT_FILE), place, at=activity_time(activity))
    if not words and place.is_private:
        return None
    request = _request(activity, place, Kind.SAID, words or _HELP)
    return TeamsReceived(request, place, at=activity_time(activity))


def from_edit(activity: Activity) -> TeamsReceived | None:
    """The new text of an edited message. None if it was to others, or has no text."""
    place, words = place_of(activity), _words(activity)
    if place is None or not words or not (place.is_private or _mentions_us(activity)):
        return None
    return TeamsReceived(_request(activity, place, Kind.EDITED, words), place)


def from_card(activity: Activity, is_form_ours: Proves) -> TeamsReceived | None:
    """A button, a form or a look at the home card, in each way of Teams. None for other apps' cards."""
    place, did = place_of(activity), unforged(sent(activity.value), is_form_ours)
    is_in_chat, at = activity.type == "message", activity_time(activity)
    if place is None or not did.action or (did.action == LOOK and is_in_chat):
        return None
    form = brought_back(did) if did.context else None
    return TeamsReceived(_done(activity, place, did, form), place, form, is_in_chat, at=at, mark=did.mark)


def from_joining(activity: Activity) -> TeamsReceived | None:
    """The bot was added to a chat, a group or a team. Every report of it has the same Request id."""
    place = place_of(activity)
    if place is None:
        return None
    what = f"joined {place.team or place.conversation}"
    id_ = welcome_of(place.tenant, place.user) if place.is_private else f"teams {place.tenant} {what}"
    request = Request(id_, Kind.JOINED, _sender(place), place.name, place.is_private)
    return TeamsReceived(request, place, team=named_team(activity).name, at=activity_time(activity))


def from_query(activity: Activity, words: str) -> TeamsReceived | None:
    """A search for an answer to insert. Private in every conversation."""
    if (place := place_of(activity)) is None:
        return None
    sender = _sender(place)
    request = Request(
        _id(activity), Kind.PRESSED, sender, f"{place.name} {place.user}", action="insert.find", text=words
    )
    return TeamsReceived(request, place)


def from_own_message(activity: Activity, action: str, refused: str) -> TeamsReceived | None:
    """A check of the person's own message; `refused` is the action if another person wrote it."""
    place, payload = place_of(activity), _json(_json(activity.value).get("messagePayload"))
    if place is None or not payload:
        return None
    is_own = _text(_json(_json(payload.get("from")).get("user")).get("id")) == place.user
    html = _text(_json(payload.get("body")).get("content"))[:_MOST_HTML] if is_own else ""
    words = plain(Markup(html.replace("</p>", "</p>\n")).striptags(), [], "")  # noqa: S704 - only its text is taken
    context, chosen = f"{place.name} {place.user}", action if is_own else refused
    request = Request(_id(activity), Kind.PRESSED, _sender(place), context, action=chosen, text=words)
    return TeamsReceived(request, place)


def place_of(activity: Activity) -> TeamsPlace | None:
    """The place. None if no person of a tenant acted."""
    who, conversation = activity.from_property, activity.conversation
    user, tenant = who.aad_object_id if who else "", tenant_of(activity)
    if not user or not tenant or conversation is None or not conversation.id or not activity.service_url:
        return None
    kind = conversation.conversation_type or PERSONAL
    acted_on = activity.reply_to_id if activity.value is not None else ""
    return TeamsPlace(
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
    """The conversation's tenant. A shared channel's data may name the sender's tenant instead."""
    conversation = activity.conversation
    hosted = _text(_json(conversation.additional_properties).get("tenantId")) if conversation else ""
    return hosted or _tenant_told(activity)


def _tenant_told(activity: Activity) -> str:
    return _text(_json(_json(activity.channel_data).get("tenant")).get("id"))


def _home(activity: Activity) -> str:
    who = _json(activity.from_property.additional_properties)
    return _text(who.get("tenantId")) or _tenant_told(activity)


def team_of(activity: Activity) -> str:
    return _text(_json(_json(activity.channel_data).get("team")).get("id"))


def named_team(activity: Activity) -> InstalledTeam:
    """The team in an activity, also if no person caused it. Its name is often missing."""
    named = _text(_json(_json(activity.channel_data).get("team")).get("name"))
    return InstalledTeam(tenant_of(activity), team_of(activity), named, activity.service_url or "")


def activity_time(activity: Activity) -> datetime | None:
    """The activity's time. None if it is missing or has no time zone."""
    at = activity.timestamp
    return at if isinstance(at, datetime) and at.tzinfo else None


def adds_us(activity: Activity) -> bool:
    return any(member.id == _ours(activity) for member in activity.members_added or [])


def removes_us(activity: Activity) -> bool:
    return any(member.id == _ours(activity) for member in activity.members_removed or [])


def _words(activity: Activity) -> str:
    heard = transcript(_attachments(activity))
    words = f"{activity.text or ''}\n{heard}" if heard else activity.text or ""
    return plain(words, _mentions(activity), _ours(activity))


def is_voice(activity: Activity) -> bool:
    return bool(activity.value_type == VOICE)


def _attachments(activity: Activity) -> list[Attachment]:
    voice: list[Attachment] = [(VOICE, activity.value)] if is_voice(activity) else []
    return [*voice, *((part.content_type or "", part.content) for part in activity.attachments or [])]


def _has_file(activity: Activity) -> bool:
    """Whether it has a file, or is a voice note in a thread, which arrives as text without words."""
    return any(kind != AS_TEXT or not activity.text for kind, _ in _attachments(activity))


def _request(activity: Activity, place: TeamsPlace, kind: Kind, words: str = "") -> Request:
    return Request(_id(activity), kind, _sender(place), place.name, place.is_private, text=words)


def _done(activity: Activity, place: TeamsPlace, did: SubmittedAction, form: Form | None) -> Request:
    kind = Kind.OPENED_HOME if did.action == LOOK else Kind.SUBMITTED if did.context else Kind.PRESSED
    return Request(
        _id(activity),
        kind,
        _sender(place),
        place.name,
        place.is_private,
        did.action,
        did.value,
        values=did.values,
        form=form or (None if did.context else card_of(did)),
        acted_on=f"teams {place.conversation} {place.message}" if place.message else "",
        once=f"teams {place.user} {did.once}" if did.once else "",
    )


def _thread(activity: Activity, kind: str) -> str:
    """The thread in the conversation's id; for a message that starts a thread, its own id."""
    conversation = str(activity.conversation.id)
    if kind != CHANNEL or IN_THREAD in conversation or activity.type != "message" or not activity.id:
        return conversation
    return f"{conversation}{IN_THREAD}{activity.reply_to_id or activity.id}"


def _mentions_us(activity: Activity) -> bool:
    named = (_json(mention.get("mentioned")).get("id") for mention in _mentions(activity))
    return bool(_ours(activity)) and _ours(activity) in named


def _mentions(activity: Activity) -> list[Json]:
    return [entity.additional_properties for entity in activity.entities or [] if entity.type == "mention"]


def _ours(activity: Activity) -> str:
    return str(activity.recipient.id or "") if activity.recipient else ""


def _id(activity: Activity) -> str:
    """Stays the same on redelivery. Includes the conversation, in which alone message ids are unique."""
    return f"teams {activity.conversation.id} {activity.id}"


def _sender(place: TeamsPlace) -> Sender:
    return Sender("teams", place.tenant, place.user, place.home)


def _json(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
