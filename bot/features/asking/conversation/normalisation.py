"""Normalises a typed line for comparison, strips polite words, splits it into clauses, and finds emoji."""

import re
import unicodedata

_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_DICTATED = re.compile(r"\b(exclamation (mark|point)|question mark|full stop|new line|comma)\b")
_EMOJI_NAME = re.compile(r":[a-z0-9_+-]+:")
_NOT_A_WORD = re.compile(r"[^\w+]+")
# Matches only at the start of a run of marks. Otherwise a long run would take quadratic time.
_SIGN_OFF = re.compile(
    r"(?<![,.!\s])[,.!\s]+(?:(?:kind|kindest|best|warm|warmest|with best|many)\s+(?:regards|wishes)|regards|best|yours)\b[\s,.]*[\w. -]{0,30}$"
)
_SIGNED = re.compile(_SIGN_OFF.pattern, re.IGNORECASE)
_CLAUSE = re.compile(r"[.,;:!?\n…]+|\s[-–—]+\s|\s\(|\)")

# Chat spellings and their standard forms.
_WRITTEN_OUT = {
    "u": "you", "r": "are", "ur": "your", "ure": "youre", "ya": "you", "yous": "you", "ye": "you", "yis": "you",
    "pls": "please", "plz": "please", "plse": "please", "plis": "please", "plesae": "please",
    "thx": "thanks", "thanx": "thanks", "thnx": "thanks", "thnks": "thanks", "tx": "thanks", "tks": "thanks",
    "thankyou": "thank you", "ty": "thank you", "tysm": "thank you so much", "tyvm": "thank you very much",
    "gimme": "give me", "lemme": "let me", "wanna": "want to", "gonna": "going to", "gotta": "got to",
    "dunno": "dont know", "whats": "what is", "thats": "that is", "its": "it is", "wheres": "where is",
    "whos": "who is", "hows": "how is", "theres": "there is", "im": "i am", "youre": "you are", "theyre": "they are",
    "ive": "i have", "youve": "you have", "weve": "we have", "theyve": "they have", "hes": "he is", "shes": "she is",
    "dont": "do not", "didnt": "did not", "doesnt": "does not",
    "isnt": "is not", "wasnt": "was not", "arent": "are not", "cant": "can not", "cannot": "can not",
    "wont": "will not", "havent": "have not", "hasnt": "has not", "couldnt": "could not", "wouldnt": "would not",
    "wot": "what", "wat": "what", "wut": "what", "cos": "because", "coz": "because", "bc": "because",
    "msg": "message", "msgs": "messages", "q": "question", "tmrw": "tomorrow", "tmw": "tomorrow",
    "tomoz": "tomorrow", "tomo": "tomorrow", "2moro": "tomorrow", "min": "minute", "mins": "minutes",
    "sec": "second", "secs": "seconds", "pic": "picture", "smth": "something", "sth": "something",
    "rn": "right now", "atm": "at the moment", "til": "until", "till": "until", "w": "with", "y": "why",
    "ppl": "people", "abt": "about", "bout": "about", "info": "information", "summarize": "summarise",
}  # fmt: skip
_OPENERS = frozenset(
    "ok okay kk so um umm uh er erm well oh ah aw right hey hi hiya hello yo alongside bot please sorry and but actually just "
    "eh hm hmm listen look now anyway lol haha jaysus jesus god sure mate man folks like yeah yes ach och och but also "
    "honestly seriously wait alright grand hey there morning".split()
)
_CLOSERS = frozenset(
    "please mate thanks pal lol haha now then eh so though ok okay bud love x xx xxx bot alongside cheers man bro hun ta sir "
    "maam will would you like kindly folks lads pet duck dear guys here innit hey tho again yet anyway aye".split()
)
_LONGEST = 300


def plain(text: str) -> str:
    """The words, expanded, separated by single spaces. Names of emoji remain as `:name:`."""
    lowered = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold().translate(_APOSTROPHES)
    signed_off = _SIGN_OFF.sub("", lowered)
    words = _NOT_A_WORD.sub(" ", _DICTATED.sub(" ", _EMOJI_NAME.sub(" ", signed_off)))
    calm = _STRETCHED.sub(r"\1", words)
    return " ".join(_WRITTEN_OUT.get(word, word) for word in calm.replace("+", " ").split())


def bare(line: str) -> tuple[str, ...]:
    """The plain line, then versions without polite words before and after it; longest first."""
    words = line.split()
    first, last = 0, len(words)
    while first < last - 1 and words[first] in _OPENERS:
        first += 1
    while last > first + 1 and words[last - 1] in _CLOSERS:
        last -= 1
    forms = (words, words[first:], words[:last], words[first:last])
    return tuple(dict.fromkeys(" ".join(form) for form in forms if form))


def core(line: str) -> str:
    """The shortest version."""
    return bare(line)[-1] if line else ""


def clauses(text: str) -> tuple[str, ...]:
    """The clauses between punctuation marks, as typed, without closings such as "kind regards, Denise"."""
    unsigned = text if len(text.split()) < 3 else _SIGNED.sub("", text)
    return tuple(part.strip() for part in _CLAUSE.split(unsigned) if part.strip())


def signs(text: str) -> tuple[str, ...]:
    """The emoji and smileys of a line without words; empty otherwise."""
    names = tuple(name.strip(":") for name in _EMOJI_NAME.findall(text.casefold()))
    rest = _EMOJI_NAME.sub(" ", text.casefold())
    if any(character.isalnum() for character in _SMILEY.sub(" ", rest)):
        return ()
    smileys = tuple(match[0] for match in _SMILEY.finditer(rest))
    pictures = tuple(part for part in _SMILEY.sub(" ", rest).split() if not part.isascii())
    return (*names, *smileys, *pictures)


_SMILEY = re.compile(r"(?<!\w)(?:[:;]-?[)(/dp|]|<3|xd|x{2,4})(?!\w)")
