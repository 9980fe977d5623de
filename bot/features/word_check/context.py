"""Finds quotations, laws and texts about words, so that words in them are left alone. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")
_SAME_PARAGRAPH = r"\n(?![ \t\r]*\n)"
_QUOTED = re.compile(
    rf"“(?:[^”\n]|{_SAME_PARAGRAPH}){{1,1500}}”|(?<!\w)\"(?=\S)(?:[^\"\n]|{_SAME_PARAGRAPH}){{1,600}}\"(?!\w)|"
    rf"«(?:[^»\n]|{_SAME_PARAGRAPH}){{1,1500}}»|(?<!\w)‘[^’\n]{{2,80}}’(?!\w)|(?<!\*)\*[^*\n]{{1,80}}\*(?!\*)|(?m:^>.*$)"
)

# The sentence is about words.
_ABOUT_WORDS = re.compile(
    r"\b(?:(?:not|n['’]t|never|nobody|no one) (?:\w+ )?call(?:s|ed|ing)? (?:some|any|every)?(?:one|body|people|them|him|her|a person)\b|"
    r"avoid(?:s|ed|ing)?|instead of|rather than|(?:do not|don't|not to|never|no longer|stop) "
    r"(?:say|saying|use|using|write|writing)|the (?:word|term|phrase|label|expression)s?|words? like|terms? like|"
    r"terms? such as|words? such as|language such as|phrases such as|derogatory|pejorative|stigmati[sz]ing|outdated|"
    r"myths?|misconceptions?|stereotypes|stereotype (?:that|of|about)|"
    r"(?:people|society|the public|the media) (?:\w+ )?(?:believes?|thinks?|assumes?|says?|portrays?) (?:that )?(?:all |many |most )?"
    r"(?:a person|people|persons|someone|somebody|anyone|anybody|those))\b",
    re.IGNORECASE,
)
# What stands in the list below such a line is named in order to be put right.
_LISTS_WORDS = re.compile(
    r"\b(?:myths?|misconceptions?|stereotypes|(?:words|terms|language|phrases|labels|phrasing) to avoid|what not to (?:say|write)|"
    r"avoid (?:saying|using|writing|words|terms|phrases|labels|language|the following)|(?:do not|don['’]t|never) (?:say|use|write)|"
    r"(?:instead of|rather than)(?: (?:saying|using|writing))?\W*$|stigmati[sz]ing (?:words|terms|language|phrases))(?!\w)",
    re.IGNORECASE,
)
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*•–+|]|\d{1,2}[.)])\s|[ \t]+\S|\|")
_LONGEST_LEAD = 120

# Laws and classifications have words of their own.
_LEGAL = re.compile(
    r"\b(?:(?:the|this|that) (?:\w+\s){0,4}(?-i:Act)\b|\w+ act (?:19|20)\d\d|code of practice|statut\w*|regulations? \d|tribunal|"
    r"section \d+|icd-1[01]|dsm(?:-\w+)?|convention on)\b",
    re.IGNORECASE,
)
# People may call themselves what they like.
_OWN = re.compile(
    r"\b(?:I am|I'm|I’m|I was|I've been|I’ve been|call(?:s|ed)? (?:my|him|her|them)sel(?:f|ves)|"
    r"(?:refer|identif|describ|introduc|think|speak)\w* (?:to |of )?(?:my|him|her|them)sel(?:f|ves) as)\s+(?:\w+\s+)?$|\bI\s+$",
    re.IGNORECASE,
)

# "It is not attention-seeking", "nobody is manipulative": said against the words. "Not an addict" still names somebody so.
_DENIED = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\b(?:nobody|no one|none of \w+)(?: (?:here|there|(?:on|in|at|of) (?:\w+ )?\w+))? (?:is|are|was|were))\s+(?:(?:just|simply|really|being|mere)\s+)?$",
    re.IGNORECASE,
)

# "Absent without leave (AWOL)": a document may use what it has explained.
_DEFINED = re.compile(r"\w\s*\(([A-Z][A-Z&/-]{1,9}s?)\)")

# Longer than people write.
_LONGEST = 600

# A line at least this long may end where the page does, not where its sentence does.
_WRAPPED = 50
_GOES_ON = re.compile(r"[ \t]*[a-z]")


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """`start` is its offset in the text."""

    text: str
    start: int

    @property
    def is_about_words(self) -> bool:
        return _ABOUT_WORDS.search(self.text) is not None

    @property
    def is_legal(self) -> bool:
        return _LEGAL.search(self.text) is not None

    def is_denied(self, at: int) -> bool:
        """Whether the sentence says that what follows is not so."""
        return _DENIED.search(self.text[:at]) is not None

    def is_own(self, at: int) -> bool:
        """Whether what follows is what somebody says about themselves."""
        return _OWN.search(self.text[:at]) is not None


def sentences(text: str) -> Iterator[CheckedSentence]:
    start = 0
    ends = (match.start() for match in _END.finditer(text) if not _wraps(text, match))
    for end in (*ends, len(text)):
        yield from _pieces(text, start, end)
        start = end


def _wraps(text: str, end: re.Match[str]) -> bool:
    """Whether the line ends within a sentence, as in a text that was wrapped at a width."""
    line = text[text.rfind("\n", 0, end.start()) + 1 : end.start()].rstrip()
    return (
        end.group() == "\n"
        and len(line) >= _WRAPPED
        and line[-1] not in ".!?:;|"
        and _GOES_ON.match(text, end.end()) is not None
    )


def _pieces(text: str, start: int, end: int) -> Iterator[CheckedSentence]:
    """Splits a sentence that is too long, because each finding carries its sentence. In one line each."""
    while start < end:
        stop = end
        if end - start > _LONGEST:
            stop = text.rfind(" ", start + 1, start + _LONGEST) + 1 or start + _LONGEST
        part = text[start:stop]
        if part.strip():
            lead = len(part) - len(part.lstrip())
            yield CheckedSentence(part.strip().replace("\n", " ").replace("\r", " "), start + lead)
        start = stop


def left_alone(text: str) -> list[tuple[int, int]]:
    """The spans of quotations, and of words that are listed to be put right."""
    return [*(match.span() for match in _QUOTED.finditer(text)), *_lists_of_words(text)]


def _lists_of_words(text: str) -> Iterator[tuple[int, int]]:
    """The items of each list of words or beliefs that a text puts right."""
    at, inside = 0, False
    for line in text.splitlines(keepends=True):
        if _LIST_ITEM.match(line):
            if inside:
                yield at, at + len(line)
        elif line.strip():
            inside = len(line) <= _LONGEST_LEAD and _LISTS_WORDS.search(line) is not None
        at += len(line)


def defined_terms(text: str) -> frozenset[str]:
    """Abbreviations that the text itself explains."""
    return frozenset(_DEFINED.findall(text))
