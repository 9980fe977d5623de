"""Fetches and caches Microsoft's public signing keys, and the channels each may sign for."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm

Json = dict[str, Any]
log = structlog.get_logger()

METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"

# Seconds. Keys are fetched daily, or for an unknown key; a minimum interval keeps strangers from causing
# fetches.
_OLD, _SELDOM, _AFTER_FAILURE = 24 * 3600.0, 300.0, 30.0
_PATIENCE = ClientTimeout(total=5)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """`endorsements` are the channels that it may sign for."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class SigningKeys:
    """If a fetch fails, the cached keys stay valid. `now` is in monotonic seconds."""

    def __init__(
        self, session: ClientSession, metadata: str = METADATA, now: Callable[[], float] = monotonic
    ) -> None:
        self._session = session
        self._metadata = metadata
        self._now = now
        self._known: Mapping[str, SigningKey] = {}
        self._read_at = self._next = -_OLD
        self._reading = asyncio.Lock()

    async def find(self, key_id: str) -> SigningKey | None:
        if key_id not in self._known or self._now() - self._read_at > _OLD:
            await self._read_again()
        return self._known.get(key_id)

    async def are_known(self) -> bool:
        if not self._known:
            await self._read_again()
        return bool(self._known)

    async def _read_again(self) -> None:
        """Fetches the keys. Concurrent callers wait for the same fetch."""
        async with self._reading:
            if self._now() < self._next:
                return
            try:
                self._known = await self._read()
                self._read_at, self._next = self._now(), self._now() + _SELDOM
            except (ClientError, TimeoutError, ValueError, KeyError, TypeError, AttributeError) as error:
                self._next = self._now() + _AFTER_FAILURE
                log.warning("teams_keys_not_read", error=type(error).__name__)

    async def _read(self) -> Mapping[str, SigningKey]:
        about = await self._get(self._metadata)
        listed = await self._get(about["jwks_uri"])
        keys = {entry["kid"]: _key(entry) for entry in listed["keys"]}
        return {key_id: key for key_id, key in keys.items() if key}

    async def _get(self, url: str) -> Json:
        async with self._session.get(url, timeout=_PATIENCE, allow_redirects=False) as answer:
            answer.raise_for_status()
            document: Json = await answer.json(content_type=None)
            return document


def _key(entry: Json) -> SigningKey | None:
    """The key. None for an unsupported type."""
    try:
        public = RSAAlgorithm.from_jwk(entry)
    except PyJWTError:
        return None
    if not isinstance(public, RSAPublicKey):
        return None
    return SigningKey(public, frozenset(entry.get("endorsements") or ()))
