"""Our Replies where people are: in our chat, in a channel's thread, in a form, on their home."""

from typing import Any, assert_never

from bot.conversation.message import Form, Message, text
from bot.conversation.request import Kind
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.delivery.gateway import Refused
from bot.platforms.slack.faults import in_one, notice, objection, shown_again
from bot.platforms.slack.hidden import Calls, Hidden, Respond
from bot.platforms.slack.home import FRONT, as_home
from bot.platforms.slack.place import Place
from bot.platforms.slack.render import render, render_form
from bot.platforms.slack.requests import Received

Json = dict[str, Any]

_TOO_LATE = ("expired_trigger_id", "invalid_trigger_id", "exchanged_trigger_id")


class Answers:
    def __init__(self, calls: Calls, respond: Respond) -> None:
        self._calls = calls
        self._hidden = Hidden(calls, respond)

    async def give(self, reply: Reply, received: Received) -> None:
        match reply:
            case Say(message) if received.request.kind is Kind.OPENED_HOME:
                await self._publish(received.place, as_home(message, is_front=True))
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

    async def give_late(self, reply: Reply, received: Received) -> None:
        """To a form that was told to wait."""
        match reply:
            case Faults(by_field):
                view = shown_again(received.view, in_one(by_field))
            case Open(form):
                view = _form(form, received.place)
            case _:
                view = DONE
        workspace, view_id = received.place.workspace, received.view["id"]
        await self._calls(workspace, "views.update", view_id=view_id, view=view)
        if view is DONE:
            await self.give(reply, received)

    async def beside(self, place: Place, message: Message) -> None:
        """Next to what was acted on, for whoever did it; in our chat where there is no place for that."""
        if not place.channel or not await self._hidden.show(place, message):
            await self._post(_our_chat(place), message)

    async def _say(self, place: Place, message: Message, private: bool) -> None:
        if place.is_private:
            await self._post(place, message)
        elif private:
            await self._say_in_private(place, message)
        elif place.is_hidden:
            await self.beside(place, message)
        else:
            await self._say_in_thread(place, message)

    async def _say_in_private(self, place: Place, message: Message) -> None:
        """Whatever becomes of the message, the channel's note says no more than that there is one."""
        landed = ""
        try:
            landed = await self._post(_our_chat(place), message)
        finally:
            if landed != place.channel:
                await self._hidden.show(place, _IN_PRIVATE)

    async def _say_in_thread(self, place: Place, message: Message) -> None:
        try:
            await self._post(place, message)
        except Refused:
            # Only some may post there, or it is archived by now.
            await self._post(_our_chat(place), message)

    async def _post(self, place: Place, message: Message) -> str:
        """The channel where it arrived."""
        where = {"channel": place.channel or place.user} | (
            {"thread_ts": place.thread} if place.thread else {}
        )
        said = await self._calls(place.workspace, "chat.postMessage", **where, **render(message))
        return str(said["channel"])

    async def _replace(self, received: Received, message: Message) -> None:
        place = received.place
        if place.is_home:
            await self._publish(place, as_home(message, is_front=received.request.action == FRONT))
        elif not place.message or not await self._put_in_place(place, message):
            await self._say(place, message, private=False)

    async def _put_in_place(self, place: Place, message: Message) -> bool:
        if place.is_hidden:
            return await self._hidden.replace(place, message)
        where = {"channel": place.channel, "ts": place.message}
        try:
            await self._calls(place.workspace, "chat.update", **where, **render(message))
        except Refused:
            return False
        return True

    async def _open(self, received: Received, form: Form) -> None:
        place, view = received.place, _form(form, received.place)
        try:
            await self._calls(place.workspace, "views.open", trigger_id=received.trigger, view=view)
        except Refused as refused:
            if refused.reason not in _TOO_LATE:
                raise
            await self.beside(place, _PRESS_AGAIN)

    async def _object(self, received: Received, fault: str) -> None:
        """To a button; what was chosen or typed beside it stays."""
        if received.place.is_home:
            await self._publish(received.place, shown_again(received.view, fault))
        else:
            await self.beside(received.place, Message(fault, (text(fault),)))

    async def _publish(self, place: Place, view: Json) -> None:
        await self._calls(place.workspace, "views.publish", user_id=place.user, view=view)


def in_form(reply: Reply, received: Received) -> Json | None:
    """What the form itself answers to being submitted; None where it closes."""
    match reply:
        case Faults(by_field):
            return objection(received.view, by_field)
        case Open(form):
            return {"response_action": "update", "view": _form(form, received.place)}
        case _:
            return None


def _form(form: Form, place: Place) -> Json:
    return render_form(form, private_metadata=place.dump())


def _our_chat(place: Place) -> Place:
    return Place(place.workspace, place.user)


WAIT = notice("One moment", "This takes a little longer. You can close this: the answer comes to our chat.")
DONE = notice("Done", "You can close this: the answer is in our chat.")

_IN_PRIVATE = Message("I've something for you in private: open our chat.")
_PRESS_AGAIN = Message(
    "The form could not open: it took us too long, and nothing was done. Please press the button again."
)
