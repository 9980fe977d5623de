"""Replaces synonyms by one word before texts are compared. Displayed text is not changed."""

import re

_GROUPS = {
    "peer": (
        r"(?:certified |trained )?peer (?:support )?(?:worker|specialist|practitioner|provider|supporter|mentor|employee)",
        r"lived[- ]experience (?:peer )?(?:worker|practitioner|staff)",
        r"consumer (?:peer )?worker",
        r"recovery coach",
        r"peer (?:staff|workforce)",
        r"psw|pss|cpss?|lew|lxw",
    ),
    "client": (r"client", r"patient", r"service[- ]user", r"consumer", r"resident"),
    "pay": (r"salar(?:y|ie)", r"wage", r"paid", r"pay", r"earn", r"earning", r"pay scale"),
    "role description": (r"(?:job|role|position) (?:description|spec\w*)", r"jd"),
    "colleague": (r"colleague", r"co-?worker", r"team ?mate"),
    "organisation": (r"organi[sz]ation", r"employer", r"agenc(?:y|ie)", r"service", r"trust"),
    "recruit": (r"hir(?:e|ing)", r"recruit(?:ing|ment)?", r"take on", r"appoint(?:ing)?"),
    "qualification": (
        r"qualification",
        r"certificat(?:e|ion)",
        r"certified",
        r"licen[sc]ed?",
        r"accredit\w*",
    ),
}
_PATTERNS = [(re.compile(rf"\b(?:{'|'.join(forms)})(?:e?s)?\b"), group) for group, forms in _GROUPS.items()]


def merged(text: str) -> str:
    """`text` must be in lower case.

    Matches longer names first, so that "peer worker" is not read as "worker".
    """
    for pattern, group in _PATTERNS:
        text = pattern.sub(group, text)
    return text
