"""Acknowledges each kind of Teams activity, passes it to dispatch, and sends the reply."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity, ChannelAccount
from botbuilder.schema.teams import TeamInfo

from bot.conversation.dispatch import Dispatch
from bot.conversation.request import Kind, Sender
from bot.conversation.routes import Reply, Say
from bot.platforms.in_flight import InFlight
from bot.platforms.teams.directory.addresses import CHAT, SINCE, Address, Addresses, InstalledTeam
from bot.platforms.teams.inbound import requests
from bot.platforms.teams.inbound.extension import Extension
from bot.platforms.teams.inbound.invokes import (
    InvokeOutcome,
    Json,
    Show,
    in_card,
    in_dialog,
    later_in_card,
    later_in_dialog,
)
from bot.platforms.teams.inbound.requests import TeamsReceived
from bot.platforms.teams.outbound.answer import TeamsAnswers
from bot.platforms.teams.outbound.reply_target import TeamsPlace
from bot.platforms.teams.outbound.writing import TeamsWriter

IsNew = Callable[[Sender], Awaitable[bool]]
Settle = Callable[[Reply, TeamsReceived, Show], InvokeOutcome]

_UPGRADE = "-upgrade"


class TeamsReceiver(TeamsActivityHandler):  # type: ignore[misc]  # the SDK has no types
    """`is_new` tells whether a person has never written to us.

    Acknowledges and ignores activities without a method here.

    `patience` is the number of seconds that an invoke waits for its answer, which then replaces the card; a
    later answer is sent as a message.
    """

    def __init__(
        self,
        dispatch: Dispatch,
        writer: TeamsWriter,
        addresses: Addresses,
        work: InFlight,
        is_new: IsNew,
        patience: float,
    ) -> None:
        super().__init__()
        self._dispatch = dispatch
        self._writer = writer
        self._addresses = addresses
        self._answers = TeamsAnswers(writer)
        self._extension = Extension(dispatch)
        self._work = work
        self._is_new = is_new
        self._patience = patience

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Handles messages, and also buttons from older clients and forms in the chat."""
        activity = turn_context.activity
        is_card = activity.value is not None and not requests.is_voice(activity)
        received = (
            requests.from_card(activity, self._writer.made) if is_card else requests.from_message(activity)
        )
        if received:
            self._work.start(self._answer(self._proven(received)))

    async def on_teams_message_edit(self, turn_context: TurnContext) -> None:
        received = requests.from_edit(turn_context.activity)
        if received:
            self._work.start(self._answer(received))

    async def on_installation_update_add(self, turn_context: TurnContext) -> None:
        await self._join(turn_context.activity)

    async def on_installation_update_remove(self, turn_context: TurnContext) -> None:
        activity = turn_context.activity
        if not activity.action.endswith(_UPGRADE):
            await self._leave(activity)

    async def on_teams_members_added_dispatch(
        self, members_added: list[ChannelAccount], team_info: TeamInfo, turn_context: TurnContext
    ) -> None:
        """Handles only the bot's own joining: people who join a team get no message."""
        if requests.adds_us(turn_context.activity):
            await self._join(turn_context.activity)

    async def on_teams_members_removed_dispatch(
        self, members_removed: list[ChannelAccount], team_info: TeamInfo, turn_context: TurnContext
    ) -> None:
        if requests.removes_us(turn_context.activity):
            await self._leave(turn_context.activity)

    async def on_teams_team_deleted(self, team_info: TeamInfo, turn_context: TurnContext) -> None:
        """Stops reading the roster of a deleted team."""
        await self._lose_team(turn_context.activity)

    async def on_teams_team_hard_deleted(self, team_info: TeamInfo, turn_context: TurnContext) -> None:
        await self._lose_team(turn_context.activity)

    async def on_teams_team_restored(self, team_info: TeamInfo, turn_context: TurnContext) -> None:
        """A deleted team was restored, with the bot in it."""
        team = requests.named_team(turn_context.activity)
        if team.team:
            await self._addresses.install(team, requests.activity_time(turn_context.activity))

    async def on_teams_team_renamed(self, team_info: TeamInfo, turn_context: TurnContext) -> None:
        """The activity may name no person, because Teams can rename a team."""
        team = requests.named_team(turn_context.activity)
        known = {known_team.team: known_team for known_team in await self._addresses.teams(team.tenant)}
        if team.team in known and team.name:
            at = requests.activity_time(turn_context.activity)
            await self._addresses.install(replace(known[team.team], name=team.name), at)

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """Parses the activity here, so that malformed card data cannot break the SDK's parser."""
        activity = turn_context.activity
        match activity.name:
            case "adaptiveCard/action":
                return _ok(await self._settle(activity, in_card, later_in_card()))
            case "task/fetch" | "task/submit":
                return _ok(await self._settle(activity, in_dialog, later_in_dialog()))
            case "composeExtension/query":
                return _ok(await self._extension.answer(activity))
            case "composeExtension/fetchTask":
                return _ok(await self._extension.check_words(activity))
            case "fileConsent/invoke":
                return _ok(None)
            case _:
                return InvokeResponse(status=int(HTTPStatus.NOT_IMPLEMENTED))

    async def _settle(self, activity: Activity, settle: Settle, later: Json) -> Json | None:
        received = requests.from_card(activity, self._writer.made)
        if received is None:
            return None
        received = self._proven(received)
        working = self._work.start(self._handle(received))
        await asyncio.wait([working], timeout=self._patience)
        if not working.done() and received.request.kind is Kind.OPENED_HOME:
            # Nobody asked: the card stays as it is until they look again.
            return None
        if not working.done():
            self._work.start(self._give_late(working, received))
            return later
        reply = working.result()
        outcome = settle(reply, received, self._writer.shown)
        if outcome.gives:
            self._work.start(self._answers.give(reply, received))
        body: Json | None = self._writer.marked_anew(received.place, outcome.body)
        return body

    def _proven(self, received: TeamsReceived) -> TeamsReceived:
        place = self._writer.proven(received.place, received.mark, received.request.action)
        return replace(received, place=place)

    async def _answer(self, received: TeamsReceived) -> None:
        await self._answers.give(await self._handle(received), received)

    async def _give_late(self, working: "asyncio.Task[Reply]", received: TeamsReceived) -> None:
        await self._answers.give(await working, received)

    async def _handle(self, received: TeamsReceived) -> Reply:
        if not self._dispatch.leaves_no_trace(received.request):
            self._addresses.saw(received.request.sender, _address(received.place))
        reply = await self._dispatch(received.request)
        is_forgotten = isinstance(reply, Say) and reply.forget
        if not is_forgotten and not self._dispatch.leaves_no_trace(received.request):
            await self._remember(received)
        return reply

    async def _remember(self, received: TeamsReceived) -> None:
        """Stores addresses, because they change and every activity has the latest."""
        place, at = received.place, received.at
        is_install = received.request.kind is Kind.JOINED and at is not None
        since = {SINCE: at.isoformat()} if at and is_install and place.is_private else {}
        await self._addresses.remember(received.request.sender, {**_address(place), **since}, at)
        if place.team:
            team = InstalledTeam(place.tenant, place.team, received.team, place.service)
            await self._addresses.install(team, at, is_joining=is_install)

    async def _join(self, activity: Activity) -> None:
        received = requests.from_joining(activity)
        if received:
            is_greeted = not (activity.action or "").endswith(_UPGRADE)
            self._work.start(self._greet(received) if is_greeted else self._remember(received))

    async def _greet(self, received: TeamsReceived) -> None:
        """Greets once, however often Teams reports the installation; never a person who has written to us."""
        if not received.place.is_private or await self._is_new(received.request.sender):
            await self._answer(received)
        await self._remember(received)

    async def _lose_team(self, activity: Activity) -> None:
        team = requests.named_team(activity)
        if team.team:
            await self._addresses.uninstall(team, requests.activity_time(activity))

    async def _leave(self, activity: Activity) -> None:
        place, at = requests.place_of(activity), requests.activity_time(activity)
        if place and place.is_private:
            await self._addresses.forget(Sender("teams", place.tenant, place.user), at)
        elif place:
            await self._lose_team(activity)


def _address(place: TeamsPlace) -> Address:
    chat = {CHAT: place.conversation} if place.is_private else {}
    return {"service": place.service, "member": place.member} | chat


def _ok(body: Json | None) -> InvokeResponse:
    return InvokeResponse(status=int(HTTPStatus.OK), body=body)
