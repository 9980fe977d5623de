"""Each check of an incoming request, one at a time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.teams.inbound.authentication import Stranger, TokenCheck, is_allowed, tenant_named
from tests.fake_connector import APP_ID


class NoKeys:
    async def find(self, key_id: str) -> None:
        return None


@settings(max_examples=150)
@given(st.text(max_size=80))
async def test_whatever_is_sent_for_a_token_is_a_stranger(typed: str) -> None:
    with pytest.raises(Stranger):
        await TokenCheck(APP_ID, NoKeys(), (), ())._claims(f"Bearer {typed}")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("service", "is_one"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://smba.trafficmanager.net:443/emea/", True),
        ("https://smba.trafficmanager.net:8443/emea/", False),
        ("http://smba.trafficmanager.net/emea/", False),
        ("https://user@smba.trafficmanager.net/emea/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://evil.example/?smba.trafficmanager.net", False),
        ("https://notsmba.trafficmanager.net/", False),
        ("https://SMBA.trafficmanager.net/", True),
        ("https://smba.trafficmanager.net\\@evil.example/", False),
        ("https://[::1/", False),
        ("http://127.0.0.1:80/", False),
        ("", False),
    ],
)
def test_our_token_goes_to_microsofts_hosts_only(service: str, is_one: bool) -> None:
    assert is_allowed(service, ["smba.trafficmanager.net"]) is is_one


@pytest.mark.parametrize(
    ("data", "conversation", "named"),
    [
        ({"tenant": {"id": "a"}}, {"tenantId": "a"}, "a"),
        ({"tenant": {"id": "a"}}, {}, "a"),
        ({"tenant": {"id": "a"}}, {"tenantId": "b"}, ""),
        ({}, {"tenantId": "a"}, ""),
        ({"tenant": {"id": ["a"]}}, {}, ""),
        ([], 3, ""),
    ],
)
def test_a_tenant_is_what_everything_names(data: object, conversation: object, named: str) -> None:
    assert tenant_named({"channelData": data, "conversation": conversation}) == named
