"""Runs incoming Teams activities through the SDK over our own connections, and sends the replies."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import structlog
from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ConversationReference, ResourceResponse

from bot.platforms.in_flight import report
from bot.platforms.malformed import MALFORMED
from bot.platforms.teams.directory.senders import Senders
from bot.platforms.teams.inbound.receive import TeamsReceiver
from bot.platforms.teams.outbound.connector import TeamsCalls

Json = dict[str, Any]

log = structlog.get_logger()

_ANSWER, _FAILED = "alongside.answer", "alongside.failed"


@dataclass(frozen=True, slots=True)
class Answer:
    """The HTTP response to Teams; only invokes have a body."""

    status: int
    body: Json | None = None


class Adapter(BotAdapter):  # type: ignore[misc]  # the SDK has no types
    """Replaces the SDK's adapter, which answers invokes with errors and makes a token for every turn."""

    def __init__(self, calls: TeamsCalls, receiver: TeamsReceiver, senders: Senders) -> None:
        super().__init__(_failed)
        self._calls = calls
        self._receiver = receiver
        self._senders = senders

    async def take(self, received: Json) -> Answer:
        """Handles an activity. The caller must have authenticated it."""
        try:
            activity = Activity().deserialize(await self._senders.named(received))
        except Exception as error:  # noqa: BLE001 - the SDK's reading of JSON does nothing else, and has errors of its own
            log.warning("teams_activity_unreadable", error=type(error).__name__)
            return Answer(HTTPStatus.BAD_REQUEST)
        if not activity.type:
            return Answer(HTTPStatus.BAD_REQUEST)
        turn = TurnContext(self, activity)
        await self.run_pipeline(turn, self._receiver.on_turn)
        if _FAILED in turn.turn_state:
            failed: HTTPStatus = turn.turn_state[_FAILED]
            return Answer(failed)
        answer: Answer = turn.turn_state.get(_ANSWER, Answer(HTTPStatus.OK))
        return answer

    async def send_activities(
        self, context: TurnContext, activities: Sequence[Activity]
    ) -> list[ResourceResponse]:
        return [ResourceResponse(id=await self._send(context, activity)) for activity in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        target = (activity.service_url, activity.conversation.id, activity.id)
        await self._calls.put(*target, activity.serialize())

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        await self._calls.delete(reference.service_url, reference.conversation.id, reference.activity_id)

    async def _send(self, context: TurnContext, activity: Activity) -> str:
        if activity.type == ActivityTypes.invoke_response:
            context.turn_state[_ANSWER] = Answer(activity.value.status, activity.value.body)
            return ""
        return await self._calls.post(activity.service_url, activity.conversation.id, activity.serialize())


async def _failed(context: TurnContext, error: Exception) -> None:
    report("teams_turn_failed", error)
    is_theirs = isinstance(error, MALFORMED)
    context.turn_state[_FAILED] = HTTPStatus.BAD_REQUEST if is_theirs else HTTPStatus.INTERNAL_SERVER_ERROR
