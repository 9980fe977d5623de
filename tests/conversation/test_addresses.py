"""A link leads where it seems to lead."""

import pytest

from bot.conversation.addresses import is_at, is_plain_https, seems_to_lead_elsewhere


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


@pytest.mark.parametrize(
    "label",
    [
        "https://nhs.example/pay",
        "www.nhs.example",
        "nhs.example",
        "Read it: HTTPS://NHS.example",
        "https://evil.example@nhs.example",
        "evil.example.nhs.example",
        "notevil.example",
        "n\u04bbs.example/page",
    ],
)
def test_words_that_are_another_address_are_seen(label: str) -> None:
    assert seems_to_lead_elsewhere(label, "https://evil.example/nhs.example")


@pytest.mark.parametrize(
    "label",
    [
        "evil.example",
        "https://www.evil.example/pay",
        "example",
        "the e.g. of v1.2",
        "read more",
        "Node.js guide",
        "",
    ],
)
def test_words_are_no_other_address(label: str) -> None:
    assert not seems_to_lead_elsewhere(label, "https://www.evil.example/x")


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://Harbour.example/a.png", True),
        ("https://counts.example/harbour.example", False),
        ("https://harbour.example.evil.example/a.png", False),
        ("https://harbour.example:8443/a.png", False),
        ("http://harbour.example/a.png", False),
    ],
)
def test_a_picture_comes_from_a_host_that_is_allowed(address: str, is_one: bool) -> None:
    assert is_at(address, {"harbour.example"}) is is_one
