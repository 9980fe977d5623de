"""Checks the Teams setup with Microsoft: the bot's token and the signing keys. Sends no message."""

from bot.core.diagnostics import Finding, fault, ok
from bot.delivery.sending.gateway import Throttled
from bot.platforms.session import open_session
from bot.platforms.teams.inbound.endpoint import MESSAGES
from bot.platforms.teams.inbound.signing_keys import METADATA, SigningKeys
from bot.platforms.teams.outbound.tokens import Token

_TOKEN, _KEYS, ADDRESS = "Teams token", "Teams keys", "Teams address"
_OUT = "Check that this machine may call https://login.botframework.com, through the firewall and any proxy."
_PATIENCE = 10.0


async def check_token(token: Token) -> Finding:
    try:
        await token.get()
    except Throttled:
        problem = "Microsoft gives us no token, or can't be reached."
        do = "Make a new client secret, check app and tenant ids, and that https://login.microsoftonline.com is open."
        return fault(_TOKEN, problem, do)
    return ok(_TOKEN, "Microsoft gives us one.")


async def check_keys(metadata: str = METADATA) -> Finding:
    async with open_session(_PATIENCE) as session:
        if await SigningKeys(session, metadata).are_known():
            return ok(_KEYS, "Microsoft's keys can be read.")
    return fault(_KEYS, "Microsoft's keys can't be read, so nobody would be let in.", _OUT)


def messaging_endpoint(public_url: str) -> str:
    """The address to enter in the bot's registration."""
    return f"{public_url}{MESSAGES}"
