"""Reads a question without a subject as one about peer work, and knows questions about "our" rules."""

import re

_AS_A_PEER = "as a peer worker"
# Another job is named, so the question is not a peer worker's own.
_ANOTHER_JOB = re.compile(
    r"\b(?:as an?|for an?|i'?m an?|(?:i am|we are) an?)\s(?:\w+\s){0,3}?(?:nurse|doctor|psychiatrist|psychologist|therapist|social worker|ot|"
    r"occupational therapist|support worker|hca|healthcare assistant|care ?coordinator|manager|teacher|student|volunteer|"
    r"pharmacist|receptionist|midwife|paramedic|consultant)\b",
    re.IGNORECASE,
)
PEER_WORK = re.compile(r"\bpeers?\b|\blived experience\b|\brecovery coach|\bconsumer worker", re.IGNORECASE)
_PRONOUNS = (
    (re.compile(r"\bthey\b|\bthem\b", re.IGNORECASE), "peer workers"),
    (re.compile(r"\btheir\b", re.IGNORECASE), "peer workers'"),
    (re.compile(r"\b(?:he|she|him)\b", re.IGNORECASE), "a peer worker"),
    (re.compile(r"\b(?:his|her)\b", re.IGNORECASE), "a peer worker's"),
)
# Somebody else that the pronoun may stand for.
_SOMEBODY = re.compile(
    r"\b(?:peers?|patients?|clients?|consumers?|users?|residents?|nurses?|doctors?|colleagues?|managers?|boss|bosses|consultants?|"
    r"psychiatrists?|husband|wife|partner|mum|mom|mother|dad|father|son|daughter|brother|sister|child|children|kids?|friend|"
    r"person|people|persons?|someone|somebody|anyone|anybody|man|woman|lad|girl|boy|parents?|family|relatives?|carers?|students?|"
    r"volunteers?|everyone|everybody|others|leaders?|directors?|hr)\b",
    re.IGNORECASE,
)
_HER_ALONE = re.compile(
    r"\bher(?=\W*$|\s+(?:a|an|the|about|to|at|in|on|if|when|for|with|that|what|as|and|or)\b)", re.IGNORECASE
)

_A_THING = re.compile(
    r"\W*(?:(?:and|so|but|ok) )?what(?:'s| is| are) the (?:[\w-]+ ){0,1}[\w-]+\W*", re.IGNORECASE
)

# Questions that only the organisation can answer, however near a card is: "what is our policy on …".
_OUR_RULES = re.compile(
    r"(?:so |and |but )?(?:what|where|which|who|when|how|is|are|does|do|can i see|has|have)\b.{0,60}?"
    r"\b(?:our|this (?:trust|service|organi[sz]ation)'?s?)\s(?:\w+\s){0,3}"
    r"(?:polic(?:y|ies)|procedures?|protocols?|rules?|guidelines?|handbook|forms?|budget|rates?|bands?|contracts?)\b",
    re.IGNORECASE,
)


# "How many peers do we have": figures of our own.
_OUR_FIGURES = re.compile(
    r"(?:so |and |but )?how many\b.{0,60}?\b(?:do we (?:have|employ|see)|have we got|are there here|work here|are on our)\b",
    re.IGNORECASE,
)


def asks_for_our_rules(question: str) -> bool:
    """Whether it asks what only the organisation knows: its policies, rates, figures."""
    return bool(_OUR_RULES.match(question) or _OUR_FIGURES.match(question))


def is_of_another_job(question: str) -> bool:
    """Whether somebody of another job asks and nobody else is named: "how much should I earn as a nurse"."""
    return bool(_ANOTHER_JOB.search(question)) and not PEER_WORK.search(question)


def names_a_thing(question: str) -> bool:
    """Whether it asks about one thing and says no more: "what is the caseload"."""
    return bool(_A_THING.fullmatch(question))


def as_a_peer(question: str) -> str:
    """ "How much should I earn as a peer worker"; empty if another job is named."""
    return "" if _ANOTHER_JOB.search(question) else f"{question.rstrip('?!. ')} {_AS_A_PEER}"


def pronouns_as_peers(question: str) -> str:
    """ "Can a peer worker see the notes"; empty if nothing stands for anybody, or for somebody who is named."""
    if _SOMEBODY.search(question):
        return ""
    written = about_peers(question)
    return written if written != question else ""


def about_peers(text: str) -> str:
    """Replaces pronouns of the third person by peer workers."""
    text = _HER_ALONE.sub("a peer worker", text)
    for pattern, peers in _PRONOUNS:
        text = pattern.sub(peers, text)
    return text
