"""Microsoft's keys and tokens, with keys of our own."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests import real_time
from tests.fake_connector.connector import APP_ID, Json

ISSUER = "https://api.botframework.com"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """Making one takes a while, and which one it is matters to nobody but its name."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_pem(name: str) -> bytes:
    return key(name).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@dataclass
class Signer:
    """`published` are the names of the keys that can be read; `reads` counts how often they were."""

    published: list[str] = field(default_factory=lambda: ["first"])
    endorsements: tuple[str, ...] = ("msteams",)
    is_away: bool = False
    reads: int = 0
    url: str = ""
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.add_routes([web.get("/openid", self._about), web.get("/keys", self._keys)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    def token(self, service: str, name: str = "first", **changes: Any) -> str:
        """As the connector sends it; None takes a claim away."""
        now = real_time.seconds()
        usual = {"iss": ISSUER, "aud": APP_ID, "exp": now + 3600, "nbf": now - 60, "serviceurl": service}
        claims = {key: value for key, value in (usual | changes).items() if value is not None}
        return jwt.encode(claims, key(name), algorithm="RS256", headers={"kid": name})

    async def _about(self, _: web.Request) -> web.Response:
        if self.is_away:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        self.reads += 1
        return web.json_response({"keys": [self._published(name) for name in self.published]})

    def _published(self, name: str) -> Json:
        made: Json = jwt.algorithms.RSAAlgorithm.to_jwk(key(name).public_key(), as_dict=True)
        return made | {"kid": name, "use": "sig", "endorsements": list(self.endorsements)}
