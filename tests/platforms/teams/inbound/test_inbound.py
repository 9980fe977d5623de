"""A caller that isn't Teams gets 401, whatever it tries; with keys of our own in Microsoft's place."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import jwt
import pytest

from bot.conversation.dispatch import Dispatch
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Reply, Routes
from bot.core.errors import UserFacingError
from bot.store.database import Database
from tests import real_time
from tests.fake_connector import APP_ID, TENANT, Json, Signer
from tests.fake_connector.signing import ISSUER, key, public_pem
from tests.platforms.teams.arriving import Reached, reached

HOUR = 3600


@pytest.fixture
def heard() -> list[Request]:
    return []


@pytest.fixture
async def at(database: Database, heard: list[Request]) -> AsyncIterator[Reached]:
    routes = Routes()

    async def hear(request: Request, _: object) -> Reply:
        heard.append(request)
        return None

    routes.on(Kind.SAID)(hear)
    async with reached(Dispatch(routes, None, (), _say_nothing, UserFacingError), database) as made:
        yield made


def _say_nothing(*_: object) -> None: ...


async def test_what_teams_signed_is_taken(at: Reached, heard: list[Request]) -> None:
    await at.post_all(at.ada.says("hello"))
    assert [(one.text, one.sender.workspace, one.sender.user) for one in heard] == [("hello", TENANT, "ada")]


def now() -> int:
    return real_time.seconds()


def confused(at: Reached) -> str:
    """Our public key, taken for a shared secret. The library refuses to make such a token, so it is made by hand."""
    parts = [{"alg": "HS256", "typ": "JWT", "kid": "first"}, claims(at)]
    said = b".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in parts)
    signed = hmac.new(public_pem("first"), said, hashlib.sha256).digest()
    return (said + b"." + base64.urlsafe_b64encode(signed).rstrip(b"=")).decode()


def claims(at: Reached) -> Json:
    return {"iss": ISSUER, "aud": APP_ID, "exp": now() + HOUR, "serviceurl": at.connector.service}


def forged(at: Reached) -> str:
    return jwt.encode(claims(at), key("mine"), algorithm="RS256", headers={"kid": "first"})


def other_algorithm(name: str) -> Callable[[Reached], str]:
    return lambda at: jwt.encode(claims(at), key("first"), algorithm=name, headers={"kid": "first"})


def unsigned(at: Reached) -> str:
    return jwt.encode(claims(at), "", algorithm="none", headers={"kid": "first"})


def without_key_id(at: Reached) -> str:
    return jwt.encode(claims(at), key("first"), algorithm="RS256")


def with_changes(**changes: Any) -> Callable[[Reached], str]:
    return lambda at: at.signer.token(at.connector.service, **changes)


BAD_TOKENS: dict[str, Callable[[Reached], str]] = {
    "none at all": lambda _: "",
    "no token": lambda _: "nonsense",
    "of two parts": lambda at: at.signer.token(at.connector.service).rpartition(".")[0],
    "forged": forged,
    "unsigned": unsigned,
    "public key as secret": confused,
    "RS512": other_algorithm("RS512"),
    "PS256": other_algorithm("PS256"),
    "no key id": without_key_id,
    "unknown key": lambda at: at.signer.token(at.connector.service, "nobody's"),
    "expired": lambda at: with_changes(exp=now() - 301)(at),
    "no exp": with_changes(exp=None),
    "not yet": lambda at: with_changes(nbf=now() + 600)(at),
    "another audience": with_changes(aud="another-app"),
    "no audience": with_changes(aud=None),
    "another issuer": with_changes(iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"),
    "no issuer": with_changes(iss=None),
    "no service address": with_changes(serviceurl=None),
    "another service address": with_changes(serviceurl="https://smba.trafficmanager.net/amer/"),
    "service address in another case": lambda at: at.signer.token(
        "x", serviceUrl=at.connector.service, serviceurl=None
    ),
}


@pytest.mark.parametrize("name", BAD_TOKENS)
async def test_a_token_that_is_not_right_in_everything_is_401(
    at: Reached, heard: list[Request], name: str
) -> None:
    answer = await at.post(at.ada.says("hello"), BAD_TOKENS[name](at))
    assert (answer.status, answer.body, heard) == (401, None, [])


@pytest.mark.parametrize(
    "changes",
    [
        {"serviceUrl": None},
        {"serviceUrl": 7},
        {"channelId": "webchat"},
        {"channelId": None},
        {"channelData": {"tenant": {"id": "another"}}},
        {"channelData": {"tenant": "another"}},
        {"channelData": None, "conversation": {"id": "a:chat-ada"}},
        {"conversation": {"id": "a:chat-ada", "tenantId": "another"}},
    ],
    ids=str,
)
async def test_a_token_for_something_else_is_401(at: Reached, heard: list[Request], changes: Json) -> None:
    assert (await at.post(at.ada.says("hello") | changes)).status == 401
    assert heard == []


@pytest.mark.parametrize(
    "service", ["https://evil.example/", "https://smba.trafficmanager.net.evil.example/", "http://10.0.0.1/"]
)
async def test_a_service_that_is_not_microsofts_is_401_even_with_its_token(at: Reached, service: str) -> None:
    told = at.ada.says("hello") | {"serviceUrl": service}
    assert (await at.post(told, at.signer.token(service))).status == 401


async def test_a_key_that_may_not_sign_for_teams_is_401(at: Reached) -> None:
    for endorsements in ((), ("webchat", "skype")):
        at.signer.endorsements = endorsements
        at.signer.published.append(f"key for {len(endorsements)}")
        token = at.signer.token(at.connector.service, at.signer.published[-1])
        assert (await at.post(at.ada.says("hello"), token)).status == 401


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b"7", b"[" * 100_000, b"\xff\xfe"])
async def test_what_is_no_activity_is_401(at: Reached, body: bytes) -> None:
    bearer = {"Authorization": f"Bearer {at.signer.token(at.connector.service)}"}
    async with at.http.post(at.url, data=body, headers=bearer) as answer:
        assert answer.status == 401


async def test_another_scheme_is_401(at: Reached) -> None:
    token = at.signer.token(at.connector.service)
    for sent in (token, f"Basic {token}", f"bearer {token}", "Bearer ", f"Bearer {token} {token}"):
        assert (await at.post(at.ada.says("hello"), "", Authorization=sent)).status == 401


async def test_clocks_may_differ_by_five_minutes(at: Reached) -> None:
    token = at.signer.token(at.connector.service, exp=now() - 200)
    assert (await at.post(at.ada.says("hello"), token)).status == 200


async def test_no_key_can_be_read_so_nobody_is_let_in(at: Reached) -> None:
    at.signer.is_away = True
    assert (await at.post(at.ada.says("hello"))).status == 401
    assert await at.platform.health() == ["Microsoft's keys can't be read, so nobody in Teams is let in."]


@pytest.mark.parametrize(
    "changes",
    [{"type": None}, {"conversation": "no"}, {"from": [1]}, {"entities": "x"}, {"timestamp": "never"}],
    ids=str,
)
async def test_what_teams_signed_and_nobody_can_read_is_400(at: Reached, changes: Json) -> None:
    assert (await at.post(at.ada.says("hello") | changes)).status in (400, 401)


async def test_while_we_stop_teams_is_sent_elsewhere(at: Reached) -> None:
    await at.platform.stop()
    assert (await at.post(at.ada.says("hello"))).status == 503


def test_signing_is_as_in_the_real_thing() -> None:
    """What the matrix rests on: the good token is good, so that each bad one is bad for its own reason."""
    made = Signer().token("https://smba.trafficmanager.net/emea/")
    read = jwt.decode(made, key("first").public_key(), algorithms=["RS256"], audience=APP_ID, issuer=ISSUER)
    assert read["serviceurl"] == "https://smba.trafficmanager.net/emea/"
