"""An organisation of a size: a list of people as a personnel office would send it, and a platform to reach them."""

import asyncio
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bot.delivery.sending.gateway import Method, Outgoing, Pace, Sent

TEAM_SIZE = 12
WORKSPACE = "T1"
_ZONES = ("", "Europe/London", "Europe/Lisbon", "Atlantic/Canary")
_REGIONS = ("", "ENG", "SCT", "WLS")


def list_of(people: int, file: Path, called: str = "Person") -> Path:
    """A CSV with everything that costs time: teams in teams, zones, regions, accounts."""
    lines = ["name,email,team,parent_team,time_zone,region,platform,workspace,user"]
    for n in range(people):
        team = n // TEAM_SIZE
        zone, region = _ZONES[n % 4], _REGIONS[n % 4]
        lines.append(
            f"{called} {n},p{n}@example.org,Team {team},Service {team // 20},{zone},{region},slack,{WORKSPACE},U{n}"
        )
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@dataclass
class Platform:
    """Answers after 5 ms, and lets us send as many a second as it says."""

    per_second: float = 100_000.0
    can_look_up: bool = True

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def pace(self, workspace: str, method: Method) -> Pace:
        return Pace(self.per_second, burst=int(min(self.per_second, 100)), per_conversation=1000.0)

    async def send(self, outgoing: Outgoing) -> Sent:
        await asyncio.sleep(0.005)
        return Sent({"ts": f"{next(self._numbers)}"})

    async def look_up(self, outgoing: Outgoing) -> Sent | None:
        return None

    async def edit(self, outgoing: Outgoing) -> Sent:
        return Sent(outgoing.reference)

    async def delete(self, outgoing: Outgoing) -> None:
        return None
