"""Expands chat spelling and the field's abbreviations before texts are compared."""

import re

_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_LONG_NUMBER = re.compile(r"\+?\d[\d ()-]{5,40}\d\b")
_TOKEN = re.compile(r"[a-z0-9]+(?:['/][a-z]*)?", re.IGNORECASE)

_WRITTEN_OUT = {
    "whats": "what's", "wheres": "where's", "whos": "who's", "hows": "how's", "whens": "when's", "theres": "there's",
    "thats": "that's", "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "arent": "aren't",
    "wasnt": "wasn't", "werent": "weren't", "cant": "can't", "wont": "won't", "couldnt": "couldn't",
    "wouldnt": "wouldn't", "shouldnt": "shouldn't", "havent": "haven't", "hasnt": "hasn't", "im": "I'm",
    "ive": "I've", "youre": "you're", "theyre": "they're", "weve": "we've", "theyve": "they've",
    "u": "you", "ur": "your", "r": "are", "y": "why", "b4": "before", "bc": "because", "cos": "because",
    "coz": "because", "cuz": "because", "wot": "what", "wat": "what", "abt": "about", "ppl": "people",
    "pls": "please", "plz": "please", "w/": "with", "w/o": "without", "btwn": "between", "govt": "government",
    "mgr": "manager", "mgmt": "management", "dept": "department", "hosp": "hospital", "pt": "patient",
    "pts": "patients", "pt's": "patient's", "su": "service user", "psych": "psychiatric",
    "appt": "appointment", "hrs": "hours", "yrs": "years", "quals": "qualifications",
    "psw": "peer support worker", "psws": "peer support workers", "pss": "peer support specialist",
    "cps": "certified peer specialist", "cpss": "certified peer support specialist",
    "lew": "lived experience worker", "lews": "lived experience workers", "lxw": "lived experience worker",
    "lepw": "lived experience peer worker", "jd": "job description",
}  # fmt: skip


def written_out(text: str) -> str:
    """Expands abbreviations, and leaves out telephone and file numbers. Keeps the case of all other words."""
    plain = _LONG_NUMBER.sub(" ", text.translate(_APOSTROPHES))
    return _TOKEN.sub(lambda match: _WRITTEN_OUT.get(match[0].lower(), match[0]), plain)
