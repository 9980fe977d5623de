"""Teams' delivery gateway: sends, edits and deletes messages. Teams cannot look up what has arrived."""

from collections.abc import Collection
from contextlib import suppress
from functools import lru_cache, partial
from http import HTTPStatus
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.conversation.message import Message
from bot.conversation.request import Sender
from bot.delivery.sending.gateway import CHANNEL_GONE, Held, Method, Outgoing, Pace, Reference, Refused, Sent
from bot.platforms.button_marks import ButtonMarks
from bot.platforms.session import only_while
from bot.platforms.teams.directory.addresses import CHAT, Addresses
from bot.platforms.teams.outbound.connector import TeamsCalls, TeamsUnclear
from bot.platforms.teams.outbound.refusals import Denied, is_stale, spent
from bot.platforms.teams.rendering.action_data import marked, proved
from bot.platforms.teams.rendering.limits import TooLongForTeams
from bot.platforms.teams.rendering.render import render

Json = dict[str, Any]

# Half of Microsoft's limit per app and tenant; the rest is for answers. The hourly limit of a conversation is
# its strictest one, so this rate satisfies the others too.
PER_SECOND = 25.0
_PER_CONVERSATION = 0.5

_REMEMBERED = 64

NOT_INSTALLED = "not installed"

_NOT_IN_CHANNEL = "BotNotInConversationRoster"


class TeamsGateway:
    """`forms` are the actions that open forms."""

    can_look_up = False

    def __init__(
        self,
        calls: TeamsCalls,
        addresses: Addresses,
        marks: ButtonMarks,
        forms: Collection[str] = (),
        per_second: float = PER_SECOND,
        per_conversation: float = _PER_CONVERSATION,
    ) -> None:
        self._calls = calls
        self._addresses = addresses
        self._marks = marks
        # Cached, because many people get the same message in a row.
        self._render = lru_cache(_REMEMBERED)(partial(render, forms=forms))
        self._pace = Pace(per_second, burst=20, per_conversation=per_conversation)

    def pace(self, workspace: str, method: Method) -> Pace:
        return self._pace

    async def send(self, outgoing: Outgoing) -> Sent:
        activity = self._rendered(outgoing.message)
        service, conversation = await self._address_of(outgoing)
        try:
            with only_while(outgoing.may_start):
                message = await self._calls.post(
                    service, conversation, self._marked(outgoing, conversation, activity)
                )
        except Denied as denied:
            if not outgoing.user:
                raise _about_channel(denied) from None
            if not is_stale(denied):
                raise await self._about_person(outgoing, denied) from None
            conversation, message = await self._send_anew(outgoing, service, activity)
        return Sent({"service": service, "conversation": conversation, "message": message})

    async def _send_anew(self, outgoing: Outgoing, service: str, activity: Json) -> tuple[str, str]:
        """Opens the chat again and retries once, because the known chat no longer exists."""
        member = outgoing.address.get("member", "")
        if not member:
            raise Refused(NOT_INSTALLED)
        try:
            conversation = await self._calls.open_chat(service, outgoing.workspace, member)
            with only_while(outgoing.may_start):
                message = await self._calls.post(
                    service, conversation, self._marked(outgoing, conversation, activity)
                )
        except Denied as denied:
            raise await self._about_person(outgoing, denied) from None
        with suppress(SQLAlchemyError):
            await self._addresses.remember(_person(outgoing), {CHAT: conversation})
        return conversation, message

    async def _about_person(self, outgoing: Outgoing, denied: Denied) -> Refused | Held:
        refusal = spent(denied)
        if isinstance(refusal, Refused) and refusal.gone:
            await self._forget(outgoing)
        return refusal

    async def edit(self, outgoing: Outgoing) -> Sent:
        activity, reference = self._rendered(outgoing.message), outgoing.reference
        activity = self._marked(outgoing, reference["conversation"], activity)
        with only_while(outgoing.may_start):
            try:
                await self._calls.put(*_named(reference), activity)
            except Denied as denied:
                raise _about_message(denied) from None
        return Sent(reference)

    async def delete(self, outgoing: Outgoing) -> None:
        """Deletes a message. Succeeds if it is already gone."""
        try:
            with only_while(outgoing.may_start):
                await self._calls.delete(*_named(outgoing.reference))
        except Denied as denied:
            if denied.status != HTTPStatus.NOT_FOUND:
                raise _about_message(denied) from None

    async def look_up(self, outgoing: Outgoing) -> Sent | None:
        raise TeamsUnclear("Teams offers no look-up")

    async def _address_of(self, outgoing: Outgoing) -> tuple[str, str]:
        """The address. Raises Refused for people who never installed the bot, and for places without it."""
        if not outgoing.user:
            teams = await self._addresses.teams(outgoing.workspace)
            if not teams:
                raise Refused(NOT_INSTALLED)
            return teams[0].service, outgoing.conversation
        address = outgoing.address
        if CHAT not in address or "service" not in address:
            raise Refused(NOT_INSTALLED)
        return address["service"], address[CHAT]

    def _rendered(self, message: Message) -> Json:
        try:
            return self._render(message)
        except TooLongForTeams as error:
            raise Refused("too_long") from error

    def _marked(self, outgoing: Outgoing, conversation: str, activity: Json) -> Json:
        """A copy with marks, because the rendered message is shared by many recipients."""
        proven = proved(activity, self._marks.form_mark)
        shown: Json = marked(proven, partial(self._marks.mark, conversation, outgoing.kind))
        return shown

    async def _forget(self, outgoing: Outgoing) -> None:
        """Marks them as unreachable, so that the next directory sync does not restore them."""
        with suppress(SQLAlchemyError):
            await self._addresses.forget(_person(outgoing))


def _about_channel(denied: Denied) -> Refused | Held:
    if denied.status == HTTPStatus.NOT_FOUND or denied.reason == _NOT_IN_CHANNEL:
        return Refused(CHANNEL_GONE)
    return _not_gone(spent(denied))


def _about_message(denied: Denied) -> Refused | Held:
    """An edit of a missing message says nothing about its recipient."""
    return Refused(denied.reason) if denied.status == HTTPStatus.NOT_FOUND else _not_gone(spent(denied))


def _not_gone(refusal: Refused | Held) -> Refused | Held:
    return Refused(refusal.reason) if isinstance(refusal, Refused) else refusal


def _person(outgoing: Outgoing) -> Sender:
    return Sender(outgoing.platform, outgoing.workspace, outgoing.user)


def _named(reference: Reference) -> tuple[str, str, str]:
    return reference["service"], reference["conversation"], reference["message"]
