"""The Slack platform: receives over HTTP or a socket, starts, stops and reports its health."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from bot.conversation.dispatch import Dispatch
from bot.conversation.request import Sender
from bot.platforms.in_flight import InFlight
from bot.platforms.slack.inbound.http_mode import HttpMode
from bot.platforms.slack.inbound.listeners import listening
from bot.platforms.slack.inbound.receive import Learn, Receiver
from bot.platforms.slack.inbound.socket_mode import Rhythm, SocketMode
from bot.platforms.slack.install.installations import Tokens
from bot.platforms.slack.outbound.answer import Answers
from bot.platforms.slack.outbound.web_api import SLACK, Calls
from bot.platforms.slack.outbound.writing import Writer


@dataclass(frozen=True, slots=True)
class Reception:
    """With `app_token` it uses a socket; without it Slack calls us over HTTP, signed with the secret.

    `drain` is the number of seconds for answers in progress at the stop. `patience` is the number of seconds
    that a form waits for its answer: Slack shows an error if a form is not acknowledged within three.
    """

    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api: str = SLACK
    drain: float = 20.0
    patience: float = 2.5
    rhythm: Rhythm = field(default_factory=Rhythm)


class SlackPlatform:
    """`is_new` tells whether a person has never written to us.

    `learn` is called for channels that the bot joins. `examples` are suggested in our chat. `work` tracks
    running tasks.
    """

    def __init__(
        self,
        dispatch: Dispatch,
        calls: Calls,
        writer: Writer,
        tokens: Tokens,
        reception: Reception,
        is_new: Callable[[Sender], Awaitable[bool]],
        learn: Learn,
        examples: Sequence[str] = (),
    ) -> None:
        self.work = InFlight()
        self._drain = reception.drain
        answers = Answers(writer)
        receiver = Receiver(
            dispatch, calls, answers, tokens, self.work, is_new, learn, examples, reception.patience
        )
        self._way = _way_in(reception, tokens, receiver)

    def routes(self) -> list[web.RouteDef]:
        """Routes for an aiohttp application; none with a socket."""
        return self._way.routes()

    async def start(self) -> None:
        await self._way.start()

    async def stop(self) -> None:
        """Accepts no new requests, and finishes acknowledged ones."""
        self._way.stop_listening()
        await self.work.drain(self._drain)
        await self._way.stop()

    async def health(self) -> Sequence[str]:
        """Faults in words; empty if there are none."""
        return await self._way.faults()


def _way_in(reception: Reception, tokens: Tokens, receiver: Receiver) -> HttpMode | SocketMode:
    app = listening(tokens, receiver)
    if reception.app_token:
        return SocketMode(app, reception.app_token, reception.api, reception.rhythm)
    return HttpMode(app, reception.signing_secret)
