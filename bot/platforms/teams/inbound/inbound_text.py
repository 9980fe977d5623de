"""Converts text typed in Teams to plain text, without the bot's own name. Pure."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from bot.conversation.inbound_text import LONGEST, inbound_text, without_marks

Json = dict[str, Any]

_MOST_MENTIONS = 50
_MENTION = re.compile(r"<at(?:\s[^<>]{0,500})?>([^<>]{0,500})</at>", re.IGNORECASE)
_QUOTED = re.compile(r"<quoted\s[^<>]{0,500}/?>(?:\s{0,9}</quoted>)?", re.IGNORECASE)


def plain(text: str, mentions: Sequence[Json], ours: str) -> str:
    """Plain text without our own name. Drops colleagues' names, because editors may see questions later.

    `mentions` are the activity's; `ours` is our id in Teams.
    """
    text = _QUOTED.sub(" ", text[:LONGEST])
    for mention in mentions[:_MOST_MENTIONS]:
        named, shown = mention.get("mentioned"), mention.get("text")
        if not isinstance(named, dict):
            continue
        name = named.get("name")
        if not (isinstance(shown, str) and shown) and isinstance(name, str) and name:
            # Some clients omit a mention's text. Then it is the name, with or without its tag.
            shown = f"<at>{name}</at>" if f"<at>{name}</at>" in text else name
        if isinstance(shown, str) and shown:
            text = text.replace(shown, " " if named.get("id") == ours else " a colleague ")
    words = inbound_text(without_marks(unescape(_MENTION.sub(" a colleague ", text))))
    return words.strip(" ,:\n\t")
