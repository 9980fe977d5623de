"""Reads the submitted announcement form, and returns its values and their faults by field."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.conversation.addresses import is_at, is_plain_https, seems_to_lead_elsewhere
from bot.conversation.choosing import chosen
from bot.conversation.markdown import UnsupportedMarkdown, blocks
from bot.conversation.message import Option
from bot.people.contact.preference_text import read_date

TITLE, WORDS, AUDIENCE, WHEN, ABOUT = "title", "words", "audience", "when", "about"
AT, USUALLY = "at", "09:00"
IMAGE_URL, IMAGE_ALT, LINK_LABEL, LINK_URL = "image_url", "image_alt", "link_label", "link_url"
ACKNOWLEDGE = "acknowledge"

# Within what every platform shows whole, so that it looks the same on all of them.
LONGEST = {TITLE: 120, WORDS: 2500, IMAGE_URL: 500, IMAGE_ALT: 300, LINK_LABEL: 40, LINK_URL: 500}

_LONGEST_WHEN = 80
_FARTHEST = timedelta(days=366)
_TIME = re.compile(r"^(?P<day>.+?)[\s,T]+(?:at\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})$")


@dataclass(frozen=True, slots=True)
class Composed:
    """Stripped, and nothing more. `when` is empty for as soon as it is sent, `about` for nobody in particular."""

    title: str
    words: str
    image_url: str = ""
    image_alt: str = ""
    link_label: str = ""
    link_url: str = ""
    audience: str = ""
    acknowledge: str = ""
    when: str = ""
    about: str = ""


def composed(values: Mapping[str, str], audiences: Sequence[Option]) -> Composed:
    """The day and the time come from two pickers; a day alone means the morning. Raises NotOne."""
    typed = {name: values.get(name, "").strip() for name in Composed.__slots__}
    typed[AUDIENCE] = chosen(AUDIENCE, audiences, values)
    at = values.get(AT, "").strip()
    if read_date(typed[WHEN]) or at:
        typed[WHEN] = f"{typed[WHEN]} {at or USUALLY}"
    return Composed(**typed)


def moment(typed: str) -> tuple[date, time] | None:
    """A day and a time of day from "2027-01-14 09:00" or "14 January 2027 at 9:00"; None if unclear."""
    match = _TIME.match(" ".join(typed[:_LONGEST_WHEN].split()))
    day = read_date(match["day"]) if match else None
    if match is None or day is None or int(match["hour"]) > 23 or int(match["minute"]) > 59:
        return None
    return day, time(int(match["hour"]), int(match["minute"]))


def faults_of(
    typed: Composed, left: Mapping[str, Sequence[str]], today: date, picture_hosts: Collection[str]
) -> dict[str, str]:
    """Faults by field. `left` are the template's placeholders that are still in a field."""
    faults = {name: _too_long(name, getattr(typed, name)) for name in LONGEST}
    faults[TITLE] = faults[TITLE] or ("" if typed.title else "Give it a title.")
    faults[WORDS] = faults[WORDS] or _words_fault(typed.words)
    faults[IMAGE_URL] = faults[IMAGE_URL] or _picture_fault(typed.image_url, picture_hosts)
    faults[LINK_URL] = faults[LINK_URL] or _address_fault(typed.link_url)
    faults |= _pair_faults(typed, faults)
    faults[WHEN] = _when_fault(typed.when, today)
    for name, holes in left.items():
        if holes:
            faults[name] = f"Put something in place of {holes[0]}, or take it out."
    return {name: fault for name, fault in faults.items() if fault}


def recipient_faults(typed: Composed, subjects: int, may_write: bool, must_be_about: bool) -> dict[str, str]:
    """Faults by field. `subjects` is the number of people with the typed name or e-mail."""
    faults = {}
    if not may_write:
        faults[AUDIENCE] = "Choose one of these."
    if typed.about and subjects != 1:
        faults[ABOUT] = _SEVERAL if subjects else _NOT_FOUND
    if must_be_about and not typed.about:
        faults[ABOUT] = "Write who it is about: they are asked before it is sent."
    return faults


_NOT_FOUND = "Nobody here has that e-mail or full name. Write it as it stands in your list of people."
_SEVERAL = "Several people have that name. Write their e-mail instead."


def _too_long(name: str, typed: str) -> str:
    if len(typed) <= LONGEST[name]:
        return ""
    return f"That is {len(typed):,} characters long. Keep it to {LONGEST[name]:,}."


def _words_fault(words: str) -> str:
    if not words:
        return "Write what it is about."
    try:
        blocks(words, keeps_lines=True)
    except UnsupportedMarkdown as error:
        return f"In line {error.line + 1}: {error}. Write it another way."
    return ""


def may_be_shown(image_url: str, link_url: str, picture_hosts: Collection[str]) -> bool:
    """Asked again when it is sent: a draft may be from before a host was no longer allowed."""
    return not _picture_fault(image_url, picture_hosts) and not _address_fault(link_url)


def _address_fault(address: str) -> str:
    if not address or is_plain_https(address):
        return ""
    return "That address doesn't work for everyone. It begins with https://, its host is in plain letters, and no name comes before it."


def _picture_fault(address: str, hosts: Collection[str]) -> str:
    if fault := _address_fault(address):
        return fault
    if not address or is_at(address, hosts):
        return ""
    allowed = f"from {' or '.join(sorted(hosts))}" if hosts else "yet: no host is allowed"
    return (
        f"Pictures can't come from there, because their host would learn who looks. They can come {allowed}. "
        "An administrator of the server can allow another (ALONGSIDE_PICTURE_HOSTS)."
    )


def _pair_faults(typed: Composed, faults: Mapping[str, str]) -> dict[str, str]:
    """Faults of fields that depend on each other."""
    pair_faults = {}
    if typed.image_url and not typed.image_alt:
        pair_faults[IMAGE_ALT] = "Say what the picture shows, for people who can't see it."
    if typed.image_alt and not typed.image_url:
        pair_faults[IMAGE_URL] = "Give the picture's address, or take its description out."
    if typed.link_url and not typed.link_label:
        pair_faults[LINK_LABEL] = "Say in a few words where the link leads."
    if not faults[LINK_URL] and seems_to_lead_elsewhere(typed.link_label, typed.link_url):
        pair_faults[LINK_LABEL] = "These words are another address than the one that it leads to."
    if typed.link_label and not typed.link_url:
        pair_faults[LINK_URL] = "Give the address it leads to, or take its words out."
    return {name: fault for name, fault in pair_faults.items() if not faults.get(name)}


def _when_fault(typed: str, today: date) -> str:
    if not typed:
        return ""
    chosen = moment(typed)
    if chosen is None:
        return "Choose a day and a time, like 2027-01-14 09:00, or leave both empty."
    if not today <= chosen[0] <= today + _FARTHEST:
        return f"Choose a day between today, {today}, and a year from now."
    return ""
