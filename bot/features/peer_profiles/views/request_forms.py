"""What the forms of requests for peer support hold once they are submitted. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.conversation.choosing import chosen
from bot.conversation.routes import Faults
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.support.models import Purpose, Soon
from bot.features.peer_profiles.support.service import Wanted
from bot.features.peer_profiles.views.requests import (
    ANYBODY,
    CHOOSE,
    PAST,
    PURPOSE,
    SOON,
    TEAM,
    TIMES,
    TO,
    TWO_OF,
    takers,
    whom,
)
from bot.people.identity.organisations import Team


def read_request(
    values: Mapping[str, str], profiles: Sequence[PeerProfile], teams: Sequence[Team]
) -> Wanted | Faults:
    """Raises NotOne."""
    offered = whom(profiles, teams)
    to = chosen(TO, offered, values)
    if to not in {option.value for option in offered}:
        return Faults({TO: CHOOSE})
    purpose, soon = values.get(PURPOSE, ""), values.get(SOON, "")
    if purpose not in set(Purpose) or soon not in set(Soon):
        return Faults({"": CHOOSE})
    team = to.removeprefix(TEAM) if to.startswith(TEAM) else None
    person = None if team or to == ANYBODY else to
    return Wanted(Purpose(purpose), Soon(soon), person, team)


@dataclass(frozen=True, slots=True)
class ChosenTaker:
    """The peer worker to whom a request is passed on."""

    person_id: str

    @classmethod
    def read(cls, values: Mapping[str, str], profiles: Sequence[PeerProfile]) -> Self:
        """Raises NotOne."""
        return cls(chosen(TO, takers(profiles), values))


@dataclass(frozen=True, slots=True)
class ProposedTimes:
    """Times to come: the first, and the others that are filled in."""

    instants: tuple[datetime, ...]

    @classmethod
    def read(cls, values: Mapping[str, str], now: datetime) -> Self | Faults:
        """`now` is in the zone in which they type."""
        instants = list[datetime]()
        for number, (day, time) in enumerate(TIMES):
            typed = values.get(day, "").strip(), values.get(time, "").strip()
            if not any(typed) and number:
                continue
            try:
                instant = datetime.fromisoformat("T".join(typed)).replace(tzinfo=now.tzinfo)
            except ValueError:
                return Faults({day: TWO_OF})
            if instant <= now:
                return Faults({day: PAST})
            instants.append(instant)
        return cls(tuple(instants))
