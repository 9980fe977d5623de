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

_MUCH = 8


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
    """Whether any clause asks something: "new here, bit shy, who do I talk to"."""
    if INTENT.match(lines.plain(rest)) and "?" not in rest:
        return False
    said = [lines.core(lines.plain(clause)).split() for clause in lines.clauses(rest)]
    count = sum(map(len, said))
    return count >= 2 and ("?" in rest or (count >= 3 and any(ASKING & set(words[:4]) for words in said)))


def says_much(rest: str) -> bool:
    """Whether the line is too long for small talk: a greeting with more text usually asks for something."""
    return len(lines.plain(rest).split()) >= _MUCH
