"""Sends Replies in Slack: in the bot's chat, a channel's thread, a form or the home tab."""

import asyncio
from dataclasses import replace
from typing import Any, assert_never

from bot.conversation.message import Form, Message, text
from bot.conversation.request import Kind
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.delivery.sending.gateway import Refused, Throttled
from bot.platforms.slack.inbound.requests import SlackReceived
from bot.platforms.slack.outbound.home import FRONT, as_home
from bot.platforms.slack.outbound.open_forms import SlackOpenForms
from bot.platforms.slack.outbound.reply_target import SlackPlace
from bot.platforms.slack.outbound.writing import SlackWriter
from bot.platforms.slack.rendering.form_errors import in_one, notice, objection, shown_again, with_details
from bot.platforms.slack.rendering.render import render_form

Json = dict[str, Any]

# Seconds that the channel's note waits for the private message that it mentions.
_SOON = 2.0
_TOO_LATE = ("expired_trigger_id", "invalid_trigger_id", "exchanged_trigger_id")


class SlackAnswers:
    def __init__(self, writer: SlackWriter, open_forms: SlackOpenForms) -> None:
        self._writer = writer
        self._open_forms = open_forms

    async def give(self, reply: Reply, received: SlackReceived) -> None:
        match reply:
            case Say(message) if received.request.kind is Kind.OPENED_HOME:
                await self._writer.publish(received.place, as_home(message, is_front=True))
            case Say(message, private):
                await self._say(received.place, message, private)
            case Replace(message):
                await self._replace(received, message)
            case Open(form):
                await self._open(received, form)
            case Faults(by_field):
                await self._object(received, in_one(by_field))
            case None:
                return
            case _:
                assert_never(reply)

    async def give_late(self, reply: Reply, received: SlackReceived) -> None:
        """Answers a form that was told to wait; in our chat, if the form is closed or done."""
        match reply:
            case Faults(by_field):
                view = shown_again(received.view, in_one(by_field))
            case Open(form):
                view = _form(form, received.place)
            case _:
                view = DONE
        self.follow(reply, received)
        is_shown = await self._writer.update_form(received.place, received.view["id"], view)
        if view is DONE:
            await self.give(reply, received)
        elif not is_shown:
            message = Message(in_one(reply.by_field)) if isinstance(reply, Faults) else _CLOSED
            await self._writer.post(
                _our_chat(received.place), replace(message, blocks=(text(message.summary),))
            )

    def follow(self, reply: Reply, received: SlackReceived) -> None:
        """Remembers what a submitted form shows now, and forgets one that closed."""
        match reply:
            case Open(form):
                self._open_forms.remember(received.view["id"], received.place, form)
            case Faults():
                return
            case _:
                self._open_forms.forget(received.view["id"])

    async def unfold(self, received: SlackReceived) -> None:
        """Shows the details of an open form."""
        view = received.view
        await self._writer.update_form(received.place, view["id"], with_details(view))

    async def beside(self, place: SlackPlace, message: Message) -> None:
        """Shows the reply to that person only, next to the message acted on; if that is impossible, in our
        chat.
        """
        if not place.channel or not await self._writer.show_alone(place, message):
            await self._writer.post(_our_chat(place), message)

    async def _say(self, place: SlackPlace, message: Message, private: bool) -> None:
        if place.is_private:
            await self._writer.post(place, message)
        elif private:
            await self._say_in_private(place, message)
        elif place.is_hidden:
            await self.beside(place, message)
        else:
            await self._say_in_thread(place, message)

    async def _say_in_private(self, place: SlackPlace, message: Message) -> None:
        """Posts to our chat, and a note in the channel that says only that there is a reply.

        A person of another organisation may have no chat with us, and sees the reply as an ephemeral message.
        """
        posting = asyncio.create_task(self._writer.post(_our_chat(place), message))
        await asyncio.wait([posting], timeout=_SOON)
        if posting.done() and isinstance(posting.exception(), Refused):
            await self._writer.show_alone(place, message)
            return
        if not _has_landed(posting, place.channel):
            await self._writer.show_alone(place, _IN_PRIVATE)
        await posting

    async def _say_in_thread(self, place: SlackPlace, message: Message) -> None:
        try:
            await self._writer.post(place, message)
        except Refused:
            # Posting is restricted there, or the channel is archived.
            await self._writer.post(_our_chat(place), message)

    async def _replace(self, received: SlackReceived, message: Message) -> None:
        place = received.place
        if place.is_home:
            await self._writer.publish(place, as_home(message, is_front=received.request.action == FRONT))
        elif not place.message or not await self._writer.put_in_place(place, message):
            await self._say(place, message, private=False)

    async def _open(self, received: SlackReceived, form: Form) -> None:
        place = received.place
        try:
            view_id = await self._writer.open_form(place, received.trigger, _form(form, place))
            self._open_forms.remember(view_id, place, form)
        except Throttled:
            await self.beside(place, _PRESS_AGAIN)
        except Refused as refused:
            if refused.reason not in _TOO_LATE:
                raise
            await self.beside(place, _PRESS_AGAIN)

    async def _object(self, received: SlackReceived, fault: str) -> None:
        """Reports errors after a button press; the entered values stay."""
        if received.place.is_home:
            await self._writer.publish(received.place, shown_again(received.view, fault))
        else:
            await self.beside(received.place, Message(fault, (text(fault),)))


def in_form(reply: Reply, received: SlackReceived) -> Json | None:
    """The form's response to its submission; None if it closes."""
    match reply:
        case Faults(by_field):
            return objection(received.view, by_field)
        case Open(form):
            return {"response_action": "update", "view": _form(form, received.place)}
        case _:
            return None


def _form(form: Form, place: SlackPlace) -> Json:
    return render_form(form, private_metadata=place.dump())


def _has_landed(posting: "asyncio.Task[str]", channel: str) -> bool:
    """Whether this channel is our chat with the person, and the message arrived in it."""
    return posting.done() and not posting.exception() and posting.result() == channel


def _our_chat(place: SlackPlace) -> SlackPlace:
    return SlackPlace(place.workspace, place.user)


WAIT = notice("One moment", "This takes a little longer. You can close this: the answer comes to our chat.")
DONE = notice("Done", "You can close this: the answer is in our chat.")

_IN_PRIVATE = Message("I've something for you in private: open our chat.")
_CLOSED = Message("The form was closed before it went on. Open it again to go on; nothing was changed.")
_PRESS_AGAIN = Message(
    "The form could not open: it took us too long, and nothing was done. Please press the button again."
)
