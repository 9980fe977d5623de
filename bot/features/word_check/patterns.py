"""Compiles the patterns of entries, with their shorthand. Pure."""

import re
from typing import NamedTuple

_PERSON_NOUNS = (
    "patient|client|service user|resident|tenant|person|man|woman|lady|guy|bloke|girl|boy|lad|teenager|mother|father|"
    "mum|mom|dad|son|daughter|brother|sister|husband|wife|partner|neighbour|user|peer|peer worker|volunteer"
)
_PEOPLE_NOUNS = (
    "patients|clients|service users|residents|tenants|people|men|women|users|peers|peer workers|volunteers"
)
_PERSON = rf"(?:the|this|that|our|my|another|one) (?:(?:new|young|old|same) )?(?:{_PERSON_NOUNS})|(?:mr|mrs|ms|miss) \w+"
_PEOPLE = rf"(?:(?:the|these|those|our|my|some|many|most) )?(?:{_PEOPLE_NOUNS})"
_SHORT_IS = r"['’]s|['’]re"
_AFTER_A_NOUN = (
    "who|whom|whose|that|with|without|in|on|at|from|up|out|over|and|or|to|for|as|by|of|but|so|all|most|every|this|last|"
    "next|if|though|unless|because|when|while|until|since|during|after|before|again|today|now|then|here|there|too|also|"
    "like|is|was|are|were|has|had|do|does|did|will|would|can|could|should|must|may|might|came|comes?|gets?|got|goe?s?|"
    "went|needs?|wants?|keeps?|kept|never|always|often|only|lives?|lived|takes?|took|falls?|fell|waits?|feels?|finds?|"
    "makes?|thinks?|rings?|rang|broke|left|presented"
)
_SHORTHAND = {
    "(he|she|they": f"(he|she|they|{_PERSON}|{_PEOPLE}",
    "(he|she": f"(he|she|{_PERSON}",
    " (is|": rf"(?: |(?=['’]))({_SHORT_IS}|is|",
    " is ": r"(?: is|['’]s) ",
    " are ": r"(?: are|['’]re) ",
    "{a}": r"(?:an?|another|one|this|that|the|some|any|every|our|my|your|such a)(?: [\w-]+)?",
    "{noun}": rf"(?=\W*$|\s*[.,;:!?)]|\s(?:{_AFTER_A_NOUN})\b)",
}
_NOUN_ENDS = re.compile(
    rf"(?:{_SHORTHAND['{noun}']}|\s(?:tonight|yesterday|tomorrow|anyway|about|towards?|really|right)\b)",
    re.IGNORECASE,
)
_NAME_AND_ONE_WORD = re.compile(
    r"(?<![\w-])(?!(?:he|she|who|it|that|there)['’])[\w-]+['’]s\s+[\w-]+$", re.IGNORECASE
)
_BEGINS_WITH_IS = re.compile(r"^\(is\|")

_SAYS_WHAT_SOMEBODY_IS = re.compile(
    r"^\((?P<subject>(?:he|she|they|who)(?:\|(?:he|she|they|who))*)\) (?P<verb>\([^()]*\bis\b[^()]*\)|is) (?P<rest>.+)$"
)
# "rude, loud and ": what else somebody is said to be, at most four words each.
_ITEM = r"(?:[\w'’-]+ ){0,3}[\w'’-]+(?:, (?:(?:and|or|but|yet) )?| (?:and|or|but|yet) )"


class Continued(NamedTuple):
    """The rest of a form that says what somebody is, where other things stand between ("is rude and lazy")."""

    before: re.Pattern[str]
    pattern: re.Pattern[str]


def continued(written: str) -> Continued | None:
    """For "(he|she) (is|was) lazy". Its groups keep their numbers; those of the subject and the verb are empty."""
    match = _SAYS_WHAT_SOMEBODY_IS.match(written)
    if match is None:
        return None
    empty = "()" * (1 + match["verb"].startswith("("))
    ends = "" if match["rest"].endswith("{noun}") else "{noun}"
    before = pattern(f"({match['subject']}) {match['verb']}").pattern
    return Continued(
        re.compile(rf"{before} (?:{_ITEM}){{1,4}}$", re.IGNORECASE), pattern(f"{empty}{match['rest']}{ends}")
    )


def owns_what_follows(match: re.Match[str]) -> bool:
    """Whether "'s" says what somebody has ("the patient's mental state"), not what somebody is."""
    is_short = _NAME_AND_ONE_WORD.search(match.string, match.start(), match.end()) is not None
    return is_short and _NOUN_ENDS.match(match.string, match.end()) is None


def pattern(written: str, *, any_number: bool = False) -> re.Pattern[str]:
    """A space is any white space or a hyphen, `*` after a letter any ending.

    With `any_number` the last word may be a plural. At the head of a group `he` stands for anybody ("the patient", "Mrs Lee") and `is` for "'s", too. `{a}` is an
    article, perhaps with an adjective. `{noun}` holds where a word ends a noun, and isn't the head of a longer one.
    """
    spaced = re.sub(r"(?<=\w)\*", r"\\w*", written)
    spaced, begins_with_is = _BEGINS_WITH_IS.subn(rf"({_SHORT_IS}|is|", spaced)
    for shorthand, meaning in _SHORTHAND.items():
        spaced = spaced.replace(shorthand, meaning)
    spaced = spaced.replace(" ", r"(?:\s+|-)")
    plural = "(?:e?s)?" if any_number else ""
    start = r"(?:(?<![\w-])|(?=['’](?:s|re)\b))" if begins_with_is else r"(?<![\w-])"
    return re.compile(rf"{start}(?:{spaced}){plural}(?![\w-])", re.IGNORECASE)
