"""Checks links and pictures that people write for others: plain https, an undisguised host, an allowed one."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

# Not every platform takes them in an address.
_UNSAFE = re.compile(r"[\s<>\[\]|\"\\]")


def is_plain_https(address: str) -> bool:
    """No name or password before the host, and a host in ASCII letters, none of it in disguise.

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
    """Whether it leads to one of these hosts, on the usual port. A picture's host learns who looks at it, and when."""
    return is_plain_https(address) and urlsplit(address).netloc.lower() in hosts
