"""What somebody typed in Teams, as the plain text they meant. Pure."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

Json = dict[str, Any]

_MENTION = re.compile(r"<at(?:\s[^<>]*)?>(.*?)</at>", re.IGNORECASE | re.DOTALL)
_SPACES = re.compile(r"[^\S\n]+")


def plain(text: str, mentions: Sequence[Json], ours: str) -> str:
    """Without our own name. Colleagues are not named: what is asked may be shown to editors later.

    `mentions` are the activity's; `ours` is what Teams calls us.
    """
    for mention in mentions:
        named, shown = mention.get("mentioned"), mention.get("text")
        if isinstance(named, dict) and isinstance(shown, str) and shown:
            text = text.replace(shown, " " if named.get("id") == ours else " a colleague ")
    said = unescape(_MENTION.sub(" a colleague ", text)).replace("\N{NO-BREAK SPACE}", " ")
    return _SPACES.sub(" ", said).strip(" ,:\n\t")
