"""Looks up known phrases, and finds which part of a line is a question."""

import re
from collections.abc import Sequence

from bot.features.asking.conversation import normalisation
from bot.features.asking.conversation.kinds import Kinds
from bot.features.asking.conversation.line_classifier import COMMAND
from bot.features.asking.conversation.recognised import INTENT

ASKING = frozenset(
    "what who whos how where when why which whose is are am was do does did can could should would will may might must has "
    "have shall any tell explain quick question".split()
)
FILLERS = frozenset(
    "ok okay kk k right sure honestly seriously really anyway so well now listen look".split()
)

# What states something although it begins with a word that asks: "will do", "was really useful", "when I get back".
_STATES = re.compile(
    r"(?:will (?!i\b|we\b|you\b|they\b|he\b|she\b|it\b|the\b|a\b|an\b|my\b|our\b|peer|staff)|can do\b|may (?:well|try)\b|when i\b|what an?\b|"
    r"how (?:kind|nice|lovely|helpful|useful|interesting)\b|have an?\b|(?:is|was|are|were) (?:a|an|very|really|so|just|exactly|great|good|"
    r"helpful|useful|clear|all i|what i)\b|(?:has|had|have) (?:been|helped)\b|(?:would|might|could) (?:be|have|try|help)\b)"
)
# What asks although it begins with other words: "for how long", "we have two wards, so how many do we need".
_WONDERS = re.compile(
    r"(?:for|in|at|to|with|by|from|on|of) (?:what|which|whom|whose|how|who)\b|.*\b(?:what|who|where|when|why|which|how) "
    r"(?:do|does|did|is|are|was|were|can|could|should|would|will|may|must|happens)\b|.*\bhow (?:many|much|long|often|far|soon)\b|"
    r".*\b(?:(?:i )?wonder(?:ed|ing)?|not sure|no idea|want to know|need to know|like to know|any (?:idea|advice|tips?|thoughts))\b"
)
_BUT = re.compile(r"\bbut\b", re.IGNORECASE)
_MUCH = 8


def exact(kinds: Kinds) -> dict[str, tuple[str, ...]]:
    """Acts and commands by plain phrase, in the order of their files."""
    exact: dict[str, tuple[str, ...]] = {}
    pairs = [(line, act) for act, kind in kinds.acts.items() for line in kind.examples]
    pairs += [(line, COMMAND + word) for word, examples in kinds.commands.items() for line in examples]
    for line, name in pairs:
        if phrase := normalisation.plain(line):
            exact[phrase] = tuple(dict.fromkeys((*exact.get(phrase, ()), name)))
    return exact


def text_from(text: str, parts: Sequence[str], number: int) -> str:
    """The text from that clause on."""
    at = 0
    for part in parts[:number]:
        at = text.index(part, at) + len(part)
    return text[text.index(parts[number], at) :].strip()


def is_question(rest: str) -> bool:
    """Whether any clause asks something: "new here, bit shy, who do I talk to".

    A plan asks nothing: "I'll ask our peer how she feels about it".
    """
    clauses = [
        normalisation.plain(part) for clause in normalisation.clauses(rest) for part in _BUT.split(clause)
    ]
    count = sum(len(normalisation.core(clause).split()) for clause in clauses)
    if "?" in rest:
        return count >= 2
    return count >= 3 and any(
        _asks(normalisation.core(clause)) for clause in clauses if not INTENT.match(clause)
    )


def _asks(clause: str) -> bool:
    first = clause.split(" ", 1)[0]
    return bool((first in ASKING and not _STATES.match(clause)) or _WONDERS.match(clause))


_TAKES_UP = re.compile(r"(?:but|although|only)\b|.*\b(?:though|tho|but)\b", re.IGNORECASE)
_SAYS_SOMETHING = 4


def takes_up(rest: str) -> bool:
    """Whether it objects or adds to what was answered: "he might take it personally tho"."""
    return bool(_TAKES_UP.match(rest)) and len(normalisation.core(rest).split()) >= _SAYS_SOMETHING


def says_much(rest: str) -> bool:
    """Whether the line is too long for small talk: a greeting with more text usually asks for something."""
    return len(normalisation.plain(rest).split()) >= _MUCH
