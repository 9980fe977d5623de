"""Fills the tables of `deploy/PRIVACY.md` from the code: `python -m bot.commands.pages.privacy`."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from bot.features import personal_data
from bot.features.asking.retention import BEHIND_COUNTS_FOR
from bot.features.escalation.question_closing import KEPT_FOR
from bot.features.peer_network import retention as peer_network
from bot.features.peer_profiles import retention as peer_profiles
from bot.features.pulse.retention import RESULTS_SENT_WITHIN
from bot.features.shadowing import retention as shadowing
from bot.people.identity.organisation_limits import Limit, from_environment
from bot.store.events import REMEMBERED

PAGE = Path("deploy/PRIVACY.md")
_MARK = "<!-- made: {0} -->"


def filled(page: str) -> str:
    """The page with its tables replaced by new ones."""
    for name, lines in _TABLES.items():
        begin, end = _MARK.format(name), _MARK.format(f"end of {name}")
        before, _, rest = page.partition(begin)
        _, _, after = rest.partition(end)
        page = "\n".join([before + begin, *lines(), end + after])
    return page


def _inventory() -> Iterator[str]:
    yield "| what | which facts | what the person can erase in chat | what stays, and why |"
    yield "|---|---|---|---|"
    for category in personal_data.PERSONAL_DATA:
        facts = ", ".join(heading.lower() for heading in category.columns.values())
        yield f"| {category.title} | {facts} | {category.erased or 'nothing'} | {category.stays or 'nothing'} |"


def _not_kept() -> Iterator[str]:
    yield from (f"- {sentence}" for sentence in personal_data.WITHOUT_NAME)


def _retention() -> Iterator[str]:
    yield "| what | how long | may be set from … to | setting |"
    yield "|---|---|---|---|"
    for limit in Limit.all():
        if limit in from_environment():
            yield f"| {_what(limit)} | {limit.in_words(limit.usual)} | {_bounds(limit)} | `ALONGSIDE_{limit.upper()}` |"
    for what, period in _FIXED.items():
        yield f"| {what} | {_in_words(period)} | fixed | |"


def _what(limit: Limit) -> str:
    return limit.label.removesuffix(" is kept").removesuffix(" are kept")


def _bounds(limit: Limit) -> str:
    return f"{limit.in_words(limit.least)} to {limit.in_words(limit.most)}" + (
        ", only longer" if limit.only_up else ""
    )


def _in_words(period: timedelta) -> str:
    return f"{period.days} day{'s' if period.days != 1 else ''}"


_FIXED: Mapping[str, timedelta] = {
    "Who was asked a round of questions, after it closed": RESULTS_SENT_WITHIN,
    "Questions to champions, with all that was written about them, after they closed": KEPT_FOR,
    "Requests for peer support, after they closed": peer_profiles.KEPT_FOR,
    "Times that peer workers offered, and who came along, after them": shadowing.KEPT_FOR,
    "Questions in the peer workers' network, and who was picked to ask them": peer_network.KEPT_FOR,
    "Numbers of the platform's events, so that none is handled twice": REMEMBERED,
    "Digests that keep one person from counting as several in what was missing": BEHIND_COUNTS_FOR,
    "Links to files, after they expired": timedelta(days=1),
}
_TABLES = {"inventory": _inventory, "not kept": _not_kept, "retention": _retention}


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
