"""Validates links and pictures in what people write for others: https, readable and allowed hosts."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

# An address within a text, or a text that is nothing else: its host.
_ADDRESS = re.compile(
    r"(?:https?://|\bwww\.)(?:[^\s/@]{1,99}@)?([\w.-]{1,253})|^\s{0,9}((?:[\w-]{1,63}\.){1,9}[^\W\d_]{2,24})(?:/\S{0,999})?\s{0,9}$",
    re.IGNORECASE,
)
_MOST = 2000
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


def seems_to_lead_elsewhere(label: str, address: str) -> bool:
    """Whether a link's words name another host than the one that it leads to.

    `[https://nhs.example](https://evil.example)` is read as the first, and opens the second.
    """
    host = _bare(urlsplit(address).hostname or "")
    named = [_bare((match[1] or match[2]).lower()) for match in _ADDRESS.finditer(label[:_MOST])]
    return any(name != host and not host.endswith(f".{name}") for name in named)


def _bare(host: str) -> str:
    return host.removeprefix("www.").rstrip(".")


def is_at(address: str, hosts: Collection[str]) -> bool:
    """Whether the address leads to one of these hosts on the default port.

    A picture's host learns who views it, and when.
    """
    return is_plain_https(address) and urlsplit(address).netloc.lower() in hosts
