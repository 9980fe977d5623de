"""Slack as a platform: received over HTTP or over a socket, by one setting; started, stopped, asked how it is."""

import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import ClientSession, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.conversation.dispatch import Dispatch
from bot.conversation.request import Sender
from bot.delivery.gateway import Refused
from bot.errors import UserFacingError
from bot.platforms.slack.answer import Answers
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.in_flight import InFlight, report
from bot.platforms.slack.receive import Receiver
from bot.platforms.slack.socket_mode import Rhythm, SocketMode
from bot.platforms.slack.writing import Writer

EVENTS = "/slack/events"

# Slack's libraries log bodies, tokens and addresses that count as tokens. What matters we log ourselves.
_SILENT = logging.Logger("slack", logging.CRITICAL + 1)
_SILENT.disabled = True


class Tokens(Protocol):
    """Everything about a workspace we are not in raises Refused or UserFacingError."""

    async def token(self, workspace: str) -> str: ...

    async def bot_user(self, workspace: str) -> str: ...

    async def erase(self, workspace: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Reception:
    """`app_token` chooses a socket; without it Slack calls us over HTTP and signs with the secret.

    `drain` is how many seconds answers under way may take when we stop.
    """

    signing_secret: str = ""
    app_token: str = ""
    api: str = "https://slack.com/api/"
    drain: float = 20.0
    rhythm: Rhythm = field(default_factory=Rhythm)


class SlackPlatform:
    def __init__(
        self,
        dispatch: Dispatch,
        calls: Calls,
        session: ClientSession,
        tokens: Tokens,
        reception: Reception,
        is_new: Callable[[Sender], Awaitable[bool]],
        examples: Sequence[str] = (),
    ) -> None:
        self.work = InFlight()
        self._reception = reception
        self._is_stopping = False
        receiver = Receiver(
            dispatch, calls, Answers(Writer(calls, session)), tokens, self.work, is_new, examples
        )
        self._app = _bolt(reception.signing_secret, tokens, receiver)
        self._socket: SocketMode | None = None
        if reception.app_token:
            self._socket = SocketMode(
                self._app, reception.app_token, reception.api, _SILENT, reception.rhythm
            )

    def routes(self) -> list[web.RouteDef]:
        return [] if self._socket else [web.post(EVENTS, self._take)]

    async def start(self) -> None:
        if self._socket:
            await self._socket.start()

    async def stop(self) -> None:
        """Takes nothing more on, and answers what it has acknowledged."""
        self._is_stopping = True
        if self._socket:
            self._socket.stop_listening()
        await self.work.drain(self._reception.drain)
        if self._socket:
            await self._socket.stop()

    async def health(self) -> Sequence[str]:
        """What is wrong, in words; empty when nothing is."""
        return await self._socket.faults() if self._socket else ()

    async def _take(self, request: web.Request) -> web.Response:
        if self._is_stopping:
            # Slack tries again, and finds another replica or us after the restart.
            raise web.HTTPServiceUnavailable
        try:
            asked = await to_bolt_request(request)
        except (ValueError, TypeError, AttributeError):
            # Bolt reads before it asks whether Slack signed; Slack itself sends nothing unreadable.
            raise web.HTTPBadRequest from None
        return await to_aiohttp_response(await self._app.async_dispatch(asked))


def _bolt(signing_secret: str, tokens: Tokens, receiver: Receiver) -> AsyncApp:
    async def authorize(enterprise_id: str | None, team_id: str | None) -> Any:
        """Of a workspace that we are not in, None."""
        try:
            bot_user, token = await tokens.bot_user(team_id or ""), await tokens.token(team_id or "")
        except (Refused, UserFacingError):
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_user_id=bot_user, bot_token=token
        )

    app = AsyncApp(
        logger=_SILENT,
        name="alongside",
        signing_secret=signing_secret,
        authorize=authorize,
        # Our listeners only begin the work, which is ours to finish; so each may run before its response.
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
        user_facing_authorize_error_message=_NOT_INSTALLED,
    )
    _listen(app, receiver)
    return app


def _listen(app: AsyncApp, receiver: Receiver) -> None:
    anything = re.compile(".*", re.DOTALL)
    app.event("message")(receiver.message)
    app.event("app_mention")(receiver.mention)
    app.event("app_home_opened")(receiver.open)
    app.event("member_joined_channel")(receiver.join)
    app.event("app_uninstalled")(receiver.uninstall)
    app.event("tokens_revoked")(receiver.revoke)
    app.event(anything)(receiver.ignore)
    app.command("/alongside")(receiver.command)
    app.shortcut({"type": "message_action", "callback_id": "ask_about"})(receiver.ask_about)
    app.shortcut({"type": "shortcut", "callback_id": "ask"})(receiver.ask)
    app.action(anything)(receiver.press)
    app.view(anything)(receiver.submit)
    app.view_closed(anything)(receiver.ignore)
    app.error(_failed)


async def _failed(error: Exception) -> None:
    report("slack_request_failed", error)


_NOT_INSTALLED = "Alongside is not installed in this workspace any more. Ask whoever looks after Slack here."
