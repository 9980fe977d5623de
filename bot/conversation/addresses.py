"""Validates links and pictures in what people write for others: https, readable and allowed hosts."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

# Characters that not every platform accepts in an address.
_UNSAFE = re.compile(r"[\s<>\[\]|\"\\]")


def is_plain_https(address: str) -> bool:
    """Whether the address is https, without user name or password, and its host has plain ASCII letters only.

    `https://ok.example@evil.example/` leads to evil.example, and a Cyrillic letter can look like a Latin one.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_disguised = any(label.startswith("xn--") for label in host.split("."))
    return (
        parts.scheme == "https"
        and bool(host)
        and host.isascii()
        and not is_disguised
        and "@" not in parts.netloc
        and not _UNSAFE.search(address)
    )


def is_at(address: str, hosts: Collection[str]) -> bool:
    """Whether the address leads to one of these hosts on the default port.

    A picture's host learns who views it, and when.
    """
    return is_plain_https(address) and urlsplit(address).netloc.lower() in hosts
