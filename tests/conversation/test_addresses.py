"""A link leads where it seems to lead."""

import pytest

from bot.conversation.addresses import is_plain_https


@pytest.mark.parametrize("address", ["https://nhs.example/page?a=1#b", "https://a.example:8443/x"])
def test_a_plain_address_is_taken(address: str) -> None:
    assert is_plain_https(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://nhs.example/",
        "https://ok.example@evil.example/",
        "https://ok.example:pass@evil.example/",
        "https://n\u04bbs.example/",
        "https://xn--ns-lmc.example/",
        "https://ok.example\\@evil.example/",
        "https:///nowhere",
        "https://[::1",
        "javascript:alert(1)",
        "https://ok.example/ a",
    ],
)
def test_an_address_in_disguise_is_refused(address: str) -> None:
    assert not is_plain_https(address)
