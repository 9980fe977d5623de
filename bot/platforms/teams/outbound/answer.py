"""Sends Replies in Teams: in the bot's chat, a channel's thread or a group chat."""

from collections.abc import Mapping
from typing import assert_never

from bot.conversation.message import Message, text
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.delivery.sending.gateway import Refused, Throttled
from bot.platforms.teams.inbound.requests import TeamsReceived
from bot.platforms.teams.outbound.connector import TeamsUnclear
from bot.platforms.teams.outbound.reply_target import TeamsPlace
from bot.platforms.teams.outbound.writing import TeamsWriter
from bot.platforms.teams.rendering.forms import objection


class TeamsAnswers:
    def __init__(self, writer: TeamsWriter) -> None:
        self._writer = writer

    async def give(self, reply: Reply, received: TeamsReceived) -> None:
        match reply:
            case Say(message, private):
                await self._say(received.place, message, private)
                await self._settle(received)
            case Replace(message):
                await self._replace(received.place, message)
            case Open(form) if form.never_in_chat:
                await self._say(received.place, _PRESS_AGAIN, private=True)
            case Open(form):
                await self._writer.show_form(received.place, form)
            case Faults(by_field):
                await self._object(received, by_field)
            case None:
                return
            case _:
                assert_never(reply)

    async def _say(self, place: TeamsPlace, message: Message, private: bool) -> None:
        if place.is_private:
            await self._writer.say(place, message)
        elif private:
            await self._say_in_private(place, message)
        else:
            await self._say_to_all(place, message)

    async def _say_in_private(self, place: TeamsPlace, message: Message) -> None:
        """Sends privately.

        Teams has no ephemeral messages, so a shared conversation only gets a note that there is a reply.
        """
        try:
            await self._writer.say_alone(place, message)
        except (Refused, Throttled, TeamsUnclear):
            await self._writer.say(place, IN_PRIVATE)

    async def _say_to_all(self, place: TeamsPlace, message: Message) -> None:
        try:
            await self._writer.say(place, message)
        except Refused:
            # Posting is restricted there, or the channel is archived.
            await self._writer.say_alone(place, message)

    async def _replace(self, place: TeamsPlace, message: Message) -> None:
        if not place.message or not await self._writer.put_in_place(place, message):
            await self._say(place, message, private=False)

    async def _object(self, received: TeamsReceived, faults: Mapping[str, str]) -> None:
        """Shows errors in the form, if it is in the chat; else to the person who pressed the button."""
        form, values = received.form, received.request.values
        if form and received.is_in_chat:
            shown = objection(form, values, faults)["task"]["value"]
            if await self._writer.show_form_again(received.place, shown):
                return
        sentence = in_one(faults)
        await self._say(received.place, Message(sentence, (text(sentence),)), private=True)

    async def _settle(self, received: TeamsReceived) -> None:
        """Replaces a submitted form by its result."""
        if received.form and received.is_in_chat:
            await self._writer.put_in_place(received.place, _SENT)


def in_one(by_field: Mapping[str, str]) -> str:
    """All errors in one text, for places that cannot show them beside the fields."""
    return "\n\n".join(by_field.values())


IN_PRIVATE = Message("I've something for you in private: open our chat.")
_PRESS_AGAIN = Message(
    "This opens beside the chat only.",
    (text("This opens beside the chat only, and couldn't just now. Please press the button again."),),
)
_SENT = Message("Sent", (text("You have sent this form.", quiet=True),))
