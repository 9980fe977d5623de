"""The Teams platform: receives at one endpoint, starts, stops and reports its health."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.conversation.dispatch import Dispatch
from bot.platforms.in_flight import InFlight
from bot.platforms.marks import Marks
from bot.platforms.teams.directory.addresses import Addresses
from bot.platforms.teams.directory.senders import Senders
from bot.platforms.teams.inbound.adapter import Adapter
from bot.platforms.teams.inbound.authentication import Door
from bot.platforms.teams.inbound.endpoint import Endpoint
from bot.platforms.teams.inbound.receive import IsNew, Receiver
from bot.platforms.teams.inbound.signing_keys import SigningKeys
from bot.platforms.teams.outbound.connector import Calls
from bot.platforms.teams.outbound.writing import Writer


@dataclass(frozen=True, slots=True)
class Reception:
    """`keys` are None where there are no tokens to check, on this machine.

    `drain` is how many seconds answers under way may take when we stop; `patience`, how many Teams is kept
    waiting for an answer in place before it comes by itself.
    """

    door: Door
    keys: SigningKeys | None = None
    drain: float = 20.0
    patience: float = 2.5


class TeamsPlatform:
    """`is_new`: whether we have never met them. `work` is under way."""

    def __init__(
        self,
        dispatch: Dispatch,
        calls: Calls,
        addresses: Addresses,
        marks: Marks,
        reception: Reception,
        is_new: IsNew,
    ) -> None:
        self.work = InFlight()
        self._reception = reception
        writer = Writer(calls, addresses, marks, dispatch.forms())
        receiver = Receiver(dispatch, writer, addresses, self.work, is_new, reception.patience)
        self._endpoint = Endpoint(reception.door, Adapter(calls, receiver, Senders(calls)))

    def routes(self) -> list[web.RouteDef]:
        """For an aiohttp application."""
        return self._endpoint.routes()

    async def start(self) -> None:
        """Nothing: the web server that serves the routes starts to listen."""

    async def stop(self) -> None:
        """Takes nothing more on, and answers what it has acknowledged."""
        self._endpoint.stop_listening()
        await self.work.drain(self._reception.drain)

    async def health(self) -> Sequence[str]:
        """What is wrong, in words; empty when nothing is."""
        if self._reception.keys and not await self._reception.keys.are_known():
            return ["Microsoft's keys can't be read, so nobody in Teams is let in."]
        return []
