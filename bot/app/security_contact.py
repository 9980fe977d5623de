"""Serves `/.well-known/security.txt`: where to report a weakness (RFC 9116). Without a contact, nothing."""

from datetime import datetime, timedelta
from functools import partial

from aiohttp import web

from bot.core.clock import Clock
from bot.core.settings import Settings

PATH = "/.well-known/security.txt"
_LASTS = timedelta(days=180)
"""The RFC recommends less than a year. Counted from each request: a bot that runs has an owner."""


def security_contact(settings: Settings, clock: Clock) -> list[web.RouteDef]:
    if not settings.security_contact:
        return []
    return [web.get(PATH, partial(_serve, settings, clock))]


def text_of(settings: Settings, now: datetime) -> str:
    lines = [f"Contact: {settings.security_contact}", f"Expires: {now + _LASTS:%Y-%m-%dT%H:%M:%SZ}"]
    if settings.public_url:
        lines.append(f"Canonical: {settings.public_url}{PATH}")
    return "".join(f"{line}\n" for line in lines)


async def _serve(settings: Settings, clock: Clock, _: web.Request) -> web.Response:
    return web.Response(text=text_of(settings, clock.now()))
