"""Acknowledges each kind of Slack event, passes it to dispatch, and sends the reply."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Message
from bot.conversation.request import Sender
from bot.conversation.routes import Reply
from bot.delivery.sending.gateway import Refused, Throttled
from bot.platforms.in_flight import InFlight
from bot.platforms.slack.inbound import messages, requests
from bot.platforms.slack.inbound.event_workspace import team_of
from bot.platforms.slack.inbound.requests import SlackReceived
from bot.platforms.slack.install.installations import BotTokens
from bot.platforms.slack.outbound.answer import WAIT, SlackAnswers, in_form
from bot.platforms.slack.outbound.status import looking_it_up
from bot.platforms.slack.outbound.web_api import SlackCalls, SlackUnclear

Json = dict[str, Any]

Learn = Callable[[str, str], Coroutine[Any, Any, None]]

_MOST_PROMPTS = 4
_ASK, _CHECK, _NOT_YOURS = "question.open", "language.check", "language.not-yours"


class SlackReceiver:
    """`is_new` tells whether a person has never written to us. `examples` are suggested questions.

    `learn` is called with the workspace and channel id when the bot joins a channel or its sharing changes.
    """

    def __init__(
        self,
        dispatch: Dispatch,
        calls: SlackCalls,
        answers: SlackAnswers,
        tokens: BotTokens,
        work: InFlight,
        is_new: Callable[[Sender], Awaitable[bool]],
        learn: Learn,
        examples: Sequence[str],
        patience: float,
    ) -> None:
        self._dispatch = dispatch
        self._calls = calls
        self._answers = answers
        self._tokens = tokens
        self._work = work
        self._is_new = is_new
        self._learn = learn
        self._examples = examples
        self._patience = patience

    async def message(self, body: Json, context: AsyncBoltContext) -> None:
        self._take(messages.from_message(body, context.bot_user_id or ""))

    async def mention(self, body: Json, context: AsyncBoltContext) -> None:
        self._take(messages.from_mention(body, context.bot_user_id or ""))

    async def command(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        self._take(requests.from_command(body))

    async def ask_about(self, ack: AsyncAck, body: Json) -> None:
        """Handles the message shortcut "ask about this"."""
        await ack()
        received = requests.from_asking_about(body)
        if received.request.text:
            self._take(received)
        else:
            self._work.start(self._answers.beside(received.place, _NO_WORDS))

    async def check_words(self, ack: AsyncAck, body: Json) -> None:
        """Handles the message shortcut on the person's own message."""
        await ack()
        received = requests.from_own_message(body, _CHECK, _NOT_YOURS)
        if received.request.text or received.request.action == _NOT_YOURS:
            self._take(received)
        else:
            self._work.start(self._answers.beside(received.place, _NO_WORDS))

    async def ask(self, ack: AsyncAck, body: Json) -> None:
        """Handles the global shortcut."""
        await ack()
        self._take(requests.from_shortcut(body, _ASK))

    async def press(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        if unfolded := requests.from_details(body):
            self._work.start(self._answers.unfold(unfolded))
        else:
            self._take(requests.from_press(body))

    async def submit(self, ack: AsyncAck, body: Json) -> None:
        """Dispatches before acknowledging, because the acknowledgement carries the form's errors."""
        received = requests.from_submission(body)
        working = self._work.start(self._dispatch(received.request))
        await asyncio.wait([working], timeout=self._patience)
        if not working.done():
            await ack(response_action="update", view=WAIT)
            self._work.start(self._answer_late(working, received))
            return
        reply = working.result()
        shown = in_form(reply, received)
        await ack(shown or "")
        self._answers.follow(reply, received)
        if shown is None:
            self._work.start(self._answers.give(reply, received))

    async def open(self, body: Json) -> None:
        if body["event"]["tab"] == "home":
            self._take(requests.from_home(body))
        else:
            self._work.start(self._open_chat(requests.from_first_opening(body)))

    async def join(self, body: Json, context: AsyncBoltContext) -> None:
        received = requests.from_joining(body, context.bot_user_id or "")
        self._take(received)
        if received:
            self._work.start(self._learn(received.place.workspace, received.place.channel))

    async def shared(self, body: Json) -> None:
        """A channel's sharing changed. Channels with another organisation get no announcements."""
        self._work.start(self._learn(team_of(body), body["event"]["channel"]))

    async def uninstall(self, body: Json) -> None:
        self._work.start(self._tokens.erase(team_of(body), float(body.get("event_time") or 0)))

    async def revoke(self, body: Json) -> None:
        """Handles a revoked bot token. We store no user tokens."""
        if body["event"]["tokens"].get("bot"):
            await self.uninstall(body)

    async def ignore(self, ack: AsyncAck) -> None:
        """Ignores the event. New members of a workspace get no message until they open our chat."""
        await ack()

    def _take(self, received: SlackReceived | None) -> None:
        if received:
            self._work.start(self._answer(received))

    async def _answer(self, received: SlackReceived) -> None:
        async with looking_it_up(self._calls, received.place, received.question_ts):
            await self._answers.give(await self._dispatch(received.request), received)

    async def _answer_late(self, working: "asyncio.Task[Reply]", received: SlackReceived) -> None:
        await self._answers.give_late(await working, received)

    async def _open_chat(self, received: SlackReceived) -> None:
        if await self._is_new(received.request.sender):
            await self._answer(received)
        await self._suggest(received)

    async def _suggest(self, received: SlackReceived) -> None:
        prompts = [{"title": example, "message": example} for example in self._examples[:_MOST_PROMPTS]]
        target = {"channel_id": received.place.channel, "title": "You could ask"}
        try:
            await self._calls(
                received.place.workspace, "assistant.threads.setSuggestedPrompts", **target, prompts=prompts
            )
        except (Refused, Throttled, SlackUnclear):
            # Without the agent view, Slack cannot show suggestions.
            return


_NO_WORDS = Message("There are no words in that message that I could look up.")
