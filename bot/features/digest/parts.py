"""The digest's data classes: `service` fills them, `views.digest` puts them into words."""

from dataclasses import dataclass
from datetime import date

from bot.features.digest.next_wave import NextWave
from bot.features.pulse.items import Item
from bot.features.pulse.reports.report import History, Report
from bot.features.pulse.suggestions import SuggestionOutcome


@dataclass(frozen=True, slots=True)
class Section:
    """One group. `shown` are the items to report now, with the headline if it is new.

    `reached` is the number of people with tips, 0 for too few.
    """

    report: Report
    shown: tuple[History, ...] = ()
    reached: int = 0
    is_news: bool = False

    @property
    def headline(self) -> History | None:
        """None if it is not new, or this group was not counted separately."""
        history = self.report.headline
        return history if self.is_news and history and history.latest.wave == self.report.wave else None

    @property
    def is_counted_with_others(self) -> bool:
        return self.is_news and self.headline is None


@dataclass(frozen=True, slots=True)
class ToTry:
    """`group` is the name of the one whose figures it follows from, `is_borrowed` if that is all of the
    organisation for want of the leader's own. `is_asked`: what became of it. `owner` and `due_on` are a plan's."""

    suggestion_id: str
    item: Item
    group: str
    is_borrowed: bool = False
    outcome: SuggestionOutcome = SuggestionOutcome.OPEN
    is_asked: bool = False
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """`sections` from the organisation down; it comes last where a team has nothing of its own to show.

    `asks_peers` is False if there are too few peer workers to ask them anything. `comments` is the wave
    whose comments may be read, empty for none.
    """

    today: date
    sections: tuple[Section, ...]
    to_try: ToTry | None = None
    coming: NextWave = NextWave()  # noqa: RUF009 - frozen
    asks_peers: bool = True
    comments: str = ""

    @property
    def has_news(self) -> bool:
        return any(section.is_news for section in self.sections)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to report, and nothing to wait for."""
        has_some = any(section.reached or section.report.histories for section in self.sections)
        return not (has_some or self.to_try or self.coming.open_until or self.coming.next_on)
