"""The Teams platform: receives at one endpoint, starts, stops and reports its health."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.conversation.dispatch import Dispatch
from bot.platforms.button_marks import ButtonMarks
from bot.platforms.in_flight import InFlight
from bot.platforms.teams.directory.addresses import Addresses
from bot.platforms.teams.directory.senders import Senders
from bot.platforms.teams.inbound.adapter import Adapter
from bot.platforms.teams.inbound.authentication import CallerCheck
from bot.platforms.teams.inbound.endpoint import TeamsEndpoint
from bot.platforms.teams.inbound.receive import IsNew, TeamsReceiver
from bot.platforms.teams.inbound.signing_keys import SigningKeys
from bot.platforms.teams.outbound.connector import TeamsCalls
from bot.platforms.teams.outbound.writing import TeamsWriter


@dataclass(frozen=True, slots=True)
class TeamsReception:
    """`keys` are None for a client on this machine, without tokens to check.

    `drain` is the number of seconds for answers in progress at the stop. `patience` is the number of seconds
    that Teams waits for an immediate answer before it is sent as a message.
    """

    caller_check: CallerCheck
    keys: SigningKeys | None = None
    drain: float = 20.0
    patience: float = 2.5


class TeamsPlatform:
    """`is_new` tells whether a person has never written to us. `work` tracks running tasks."""

    def __init__(
        self,
        dispatch: Dispatch,
        calls: TeamsCalls,
        addresses: Addresses,
        marks: ButtonMarks,
        reception: TeamsReception,
        is_new: IsNew,
    ) -> None:
        self.work = InFlight()
        self._reception = reception
        writer = TeamsWriter(calls, addresses, marks, dispatch.forms())
        receiver = TeamsReceiver(dispatch, writer, addresses, self.work, is_new, reception.patience)
        self._endpoint = TeamsEndpoint(reception.caller_check, Adapter(calls, receiver, Senders(calls)))

    def routes(self) -> list[web.RouteDef]:
        """Routes for an aiohttp application."""
        return self._endpoint.routes()

    async def start(self) -> None:
        """Does nothing, because the web server that serves the routes starts to listen."""

    async def stop(self) -> None:
        """Accepts no new requests, and finishes acknowledged ones."""
        self._endpoint.stop_listening()
        await self.work.drain(self._reception.drain)

    async def health(self) -> Sequence[str]:
        """Faults in words; empty if there are none."""
        if self._reception.keys and not await self._reception.keys.are_known():
            return ["Microsoft's keys can't be read, so nobody in Teams is let in."]
        return []
