"""Looks up known phrases, and finds which part of a line is a question."""

from collections.abc import Sequence

from bot.features.asking.conversation import lines
from bot.features.asking.conversation.kinds import Kinds
from bot.features.asking.conversation.likeness import COMMAND
from bot.features.asking.conversation.recognised import INTENT

ASKING = frozenset(
    "what who whos how where when why which whose is are am was do does did can could should would will may might must has "
    "have shall any tell explain quick question".split()
)
FILLERS = frozenset(
    "ok okay kk k right sure honestly seriously really anyway so well now listen look".split()
)


def exact(kinds: Kinds) -> dict[str, tuple[str, ...]]:
    """Acts and commands by plain phrase, in the order of their files."""
    exact: dict[str, tuple[str, ...]] = {}
    pairs = [(line, act) for act, kind in kinds.acts.items() for line in kind.examples]
    pairs += [(line, COMMAND + word) for word, examples in kinds.commands.items() for line in examples]
    for line, name in pairs:
        if phrase := lines.plain(line):
            exact[phrase] = tuple(dict.fromkeys((*exact.get(phrase, ()), name)))
    return exact


def rest_from(text: str, parts: Sequence[str], number: int) -> str:
    """The text from that clause on."""
    at = 0
    for part in parts[:number]:
        at = text.index(part, at) + len(part)
    return text[text.index(parts[number], at) :].strip()


def is_question(rest: str) -> bool:
    line = lines.plain(rest)
    words = lines.core(line).split()
    if INTENT.match(line) and "?" not in rest:
        return False
    return len(words) >= 2 and ("?" in rest or (len(words) >= 3 and bool(ASKING & set(words[:4]))))
