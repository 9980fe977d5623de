"""The actions of the buttons of a person's hours, for questions and for requests of peer support."""

from dataclasses import dataclass
from enum import StrEnum

from bot.conversation.actions import Action, PlainAction, choice


class NotNow(StrEnum):
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class HoursActions:
    show: PlainAction
    change: PlainAction
    save: PlainAction
    switch: Action[NotNow]

    @property
    def names(self) -> tuple[str, ...]:
        return self.show.name, self.change.name, self.save.name, self.switch.name


QUESTION_HOURS = HoursActions(
    PlainAction("hours"),
    PlainAction("hours.change"),
    PlainAction("hours.save"),
    Action("hours.not-now", choice(NotNow)),
)
REQUEST_HOURS = HoursActions(
    PlainAction("requests.hours"),
    PlainAction("requests.hours.change"),
    PlainAction("requests.hours.save"),
    Action("requests.hours.not-now", choice(NotNow)),
)
