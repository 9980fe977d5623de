"""The Slack platform: receives over HTTP or a socket, starts, stops and reports its health."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from bot.conversation.dispatch import Dispatch
from bot.conversation.request import Sender
from bot.platforms.in_flight import InFlight
from bot.platforms.slack.inbound.http_mode import HttpMode
from bot.platforms.slack.inbound.listeners import listening
from bot.platforms.slack.inbound.receive import Learn, SlackReceiver
from bot.platforms.slack.inbound.socket_mode import Rhythm, SocketMode
from bot.platforms.slack.install.installations import BotTokens
from bot.platforms.slack.outbound.answer import SlackAnswers
from bot.platforms.slack.outbound.open_forms import SlackOpenForms
from bot.platforms.slack.outbound.web_api import SLACK, SlackCalls
from bot.platforms.slack.outbound.writing import SlackWriter


@dataclass(frozen=True, slots=True)
class SlackReception:
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
        calls: SlackCalls,
        writer: SlackWriter,
        tokens: BotTokens,
        reception: SlackReception,
        is_new: Callable[[Sender], Awaitable[bool]],
        learn: Learn,
        examples: Sequence[str] = (),
    ) -> None:
        self.work = InFlight()
        self._drain = reception.drain
        self.open_forms = SlackOpenForms(writer)
        answers = SlackAnswers(writer, self.open_forms)
        receiver = SlackReceiver(
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


def _way_in(reception: SlackReception, tokens: BotTokens, receiver: SlackReceiver) -> HttpMode | SocketMode:
    app = listening(tokens, receiver)
    if reception.app_token:
        return SocketMode(app, reception.app_token, reception.api, reception.rhythm)
    return HttpMode(app, reception.signing_secret)
