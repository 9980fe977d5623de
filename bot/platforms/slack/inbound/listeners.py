"""Registers Bolt listeners for Slack events, and passes each event with its installation to the Receiver."""

import logging
import re
from http import HTTPStatus
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.delivery.sending.gateway import Refused
from bot.platforms.in_flight import report
from bot.platforms.malformed import MALFORMED
from bot.platforms.slack.inbound.receive import SlackReceiver
from bot.platforms.slack.install.installations import BotTokens

# Slack's libraries log bodies, tokens and secret addresses, so we silence them and log what matters.
SILENT = logging.Logger("slack", logging.CRITICAL + 1)
SILENT.disabled = True

_ANYTHING = re.compile(".*", re.DOTALL)


def listening(tokens: BotTokens, receiver: SlackReceiver) -> AsyncApp:
    """Over HTTP, signatures are verified before this."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> Any:
        """The bot's identity in the workspace; None if it is not installed."""
        try:
            bot_user, token = await tokens.bot_user(team_id or ""), await tokens.token(team_id or "")
        except Refused:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_user_id=bot_user, bot_token=token
        )

    app = AsyncApp(
        logger=SILENT,
        name="alongside",
        authorize=authorize,
        request_verification_enabled=False,
        # Our listeners only start the work, so Bolt may run each before its response.
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
        user_facing_authorize_error_message=_NOT_INSTALLED,
    )
    _listen(app, receiver)
    return app


def _listen(app: AsyncApp, receiver: SlackReceiver) -> None:
    app.event("message")(receiver.message)
    app.event("app_mention")(receiver.mention)
    app.event("app_home_opened")(receiver.open)
    app.event("member_joined_channel")(receiver.join)
    app.event("channel_shared")(receiver.shared)
    app.event("channel_unshared")(receiver.shared)
    app.event("app_uninstalled")(receiver.uninstall)
    app.event("tokens_revoked")(receiver.revoke)
    app.event(_ANYTHING)(receiver.ignore)
    app.command("/alongside")(receiver.command)
    app.message_shortcut("ask_about")(receiver.ask_about)
    app.message_shortcut("check_words")(receiver.check_words)
    app.global_shortcut("ask")(receiver.ask)
    app.action(_ANYTHING)(receiver.press)
    app.view(_ANYTHING)(receiver.submit)
    app.view_closed(_ANYTHING)(receiver.ignore)
    app.error(_failed)


async def _failed(error: Exception) -> BoltResponse | None:
    report("slack_request_failed", error)
    return BoltResponse(status=HTTPStatus.BAD_REQUEST) if isinstance(error, MALFORMED) else None


_NOT_INSTALLED = (
    "Alongside is not installed in this workspace any more. Ask the people who look after Slack here."
)
