"""Writes answers in Teams where the person asked, with retries, and never twice."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from secrets import token_urlsafe
from typing import Any

import structlog

from bot.conversation.message import Form, Message
from bot.conversation.request import Sender
from bot.delivery.sending.gateway import Refused
from bot.delivery.sending.pacing import Bucket
from bot.platforms.button_marks import ANSWER, ButtonMarks
from bot.platforms.teams.directory.addresses import CHAT, Addresses
from bot.platforms.teams.outbound.connector import TeamsCalls
from bot.platforms.teams.outbound.reply_target import TeamsPlace
from bot.platforms.teams.outbound.retry import with_retries
from bot.platforms.teams.rendering.action_data import SubmittedAction, marked, proved, seen_by
from bot.platforms.teams.rendering.forms import carried
from bot.platforms.teams.rendering.limits import TooLongForTeams
from bot.platforms.teams.rendering.render import render, render_form

log = structlog.get_logger()

Json = dict[str, Any]

# Messages per second in a tenant, besides those of delivery.
_PER_SECOND = 20.0


class TeamsWriter:
    """`forms` are the actions that open forms. Methods raise Refused, Throttled, TeamsUnclear."""

    def __init__(
        self, calls: TeamsCalls, addresses: Addresses, marks: ButtonMarks, forms: Collection[str] = ()
    ) -> None:
        self._calls = calls
        self._addresses = addresses
        self._marks = marks
        self._forms = forms
        self._buckets: dict[str, Bucket] = {}

    async def say(self, place: TeamsPlace, message: Message) -> None:
        await self._post(place, place.conversation, self.shown(message))

    async def say_alone(self, place: TeamsPlace, message: Message) -> None:
        """Sends to our chat with the person, which exists if they installed the bot."""
        await self._post(place, await self._our_chat(place), self.shown(message))

    async def put_in_place(self, place: TeamsPlace, message: Message) -> bool:
        """Replaces the message acted on.

        Returns whether that worked; False if no mark proved which message it was.
        """
        return await self._put(place, self.shown(message))

    async def show_form(self, place: TeamsPlace, form: Form) -> None:
        """Shows the form in our chat, where no dialog can open."""
        chat = place.conversation if place.is_private else await self._our_chat(place)
        await self._post(
            place, chat, _as_message(render_form(form, context=carried(form), once=token_urlsafe(9)))
        )

    async def show_form_again(self, place: TeamsPlace, shown: Json) -> bool:
        return await self._put(place, _as_message(shown))

    def shown(self, message: Message) -> Json:
        try:
            return render(message, forms=self._forms)
        except TooLongForTeams:
            log.warning("teams_answer_too_long")
            return render(_TOO_LONG)

    def proven(self, place: TeamsPlace, mark: str, action: str) -> TeamsPlace:
        """The place, with the facts that the button's mark proves about the message acted on."""
        return replace(
            place, shows=self._marks.kind_of(mark, place.posted_in, action) if place.message else ""
        )

    def made(self, form: SubmittedAction) -> bool:
        """Whether we made the definition of its fields, which the client brings back."""
        return self._marks.is_form_ours(form.action, form.value, form.definition, form.proof)

    def marked_anew(self, place: TeamsPlace, shown: Any) -> Any:
        """Adds marks to content that replaces the message acted on, or that a dialog shows."""
        shown = seen_by(proved(shown, self._marks.form_mark), place.member)
        return (
            marked(shown, partial(self._marks.mark, place.posted_in, place.shows)) if place.shows else shown
        )

    async def _our_chat(self, place: TeamsPlace) -> str:
        known = await self._addresses.of(Sender("teams", place.tenant, place.user))
        if chat := known.get(CHAT):
            return chat
        return await with_retries(
            lambda: self._calls.open_chat(place.service, place.tenant, place.member), is_repeatable=True
        )

    async def _post(self, place: TeamsPlace, conversation: str, activity: Json) -> None:
        await self._bucket(place.tenant).take()
        shown = seen_by(proved(activity, self._marks.form_mark), place.member)
        shown = marked(shown, partial(self._marks.mark, conversation, ANSWER))
        await with_retries(lambda: self._calls.post(place.service, conversation, shown))

    async def _put(self, place: TeamsPlace, activity: Json) -> bool:
        if not place.shows:
            return False
        await self._bucket(place.tenant).take()
        shown = self.marked_anew(place, activity)
        target = (place.service, place.conversation, place.message)
        try:
            await with_retries(lambda: self._calls.put(*target, shown), is_repeatable=True)
        except Refused:
            return False
        return True

    def _bucket(self, tenant: str) -> Bucket:
        """Starts full, because people wait after a start."""
        if tenant not in self._buckets:
            self._buckets[tenant] = Bucket(_PER_SECOND, _PER_SECOND)
            self._buckets[tenant].give_back(int(_PER_SECOND))
        return self._buckets[tenant]


def _as_message(form: Json) -> Json:
    return {"type": "message", "summary": form["title"], "attachments": [form["card"]]}


_TOO_LONG = Message(
    "There is an answer, but it is longer than Teams can show. Please tell the people who run Alongside."
)
