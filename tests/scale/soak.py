"""`make soak`: weeks of an organisation in minutes, with faults at random; what must hold is looked at in the end.

`python -m tests.scale.soak WEEKS PEOPLE SEED`, on SQLite. The calendar steps through every due instant in order;
the platform throttles, loses connections before and after a message arrives, and refuses; replicas are replaced.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import psutil
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.app.assembly import App, assemble, deliveries_of
from bot.app.content import read_content
from bot.app.migrations import migrate
from bot.core.clock import MovableClock
from bot.core.settings import Settings
from bot.delivery.calendar.run_due import run_due
from bot.delivery.ledger.contents import StoredContent
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.gateway import Method, Outgoing, Pace, Refused, Sent, Throttled
from bot.delivery.sending.service import Deliveries
from bot.people.contact.budget import Reserved
from bot.people.directory.import_run import import_list
from bot.people.directory.people_sheet import read_sheet
from bot.people.identity.organisations import Organisation
from bot.store.database import Database
from bot.store.sealing import Seal, new_key
from tests.benchmarks.figures import figure
from tests.fakes import request
from tests.scale.town import WORKSPACE, list_of

_BEGINS = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
_STEP = timedelta(days=1)
_UNDER_WAY = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN)
_WEEKLY = 3


class Lost(Exception):
    """The kind of error that tells nothing."""


class Moody:
    """Keeps what arrived by delivery. Some calls in a hundred go wrong in one of the ways there are."""

    can_look_up = True

    def __init__(self, random: Random) -> None:
        self._random = random
        self._numbers = count(1)
        self._references: dict[str, str] = {}
        self.arrived = Counter[str]()
        self.faults = Counter[str]()

    def pace(self, workspace: str, method: Method) -> Pace:
        return Pace(100_000, burst=1000, per_conversation=100_000, at_once=20)

    async def send(self, outgoing: Outgoing) -> Sent:
        await asyncio.sleep(0)
        mood = self._random.random()
        if mood < 0.002:
            self._note("throttled")
            raise Throttled(0.05)
        if mood < 0.004:
            self._note("lost before")
            raise Lost
        if mood < 0.005:
            self._note("refused")
            raise Refused("not allowed")
        self.arrived[outgoing.id] += 1
        self._references[outgoing.id] = f"{next(self._numbers)}"
        if mood > 0.998:
            self._note("lost after")
            raise Lost
        return Sent({"ts": self._references[outgoing.id]})

    async def look_up(self, outgoing: Outgoing) -> Sent | None:
        reference = self._references.get(outgoing.id)
        return Sent({"ts": reference}) if reference else None

    async def edit(self, outgoing: Outgoing) -> Sent:
        return Sent(outgoing.reference)

    async def delete(self, outgoing: Outgoing) -> None:
        return None

    def _note(self, fault: str) -> None:
        self.faults[fault] += 1


@dataclass
class Soak:
    app: App
    settings: Settings
    database: Database
    clock: MovableClock
    platform: Moody
    random: Random
    people: int
    replaced: int = 0

    def _deliveries(self) -> Deliveries:
        return deliveries_of(self.app, self.settings, {"slack": self.platform})

    async def live(self, weeks: int) -> None:
        deliveries = self._deliveries()
        await deliveries.start()
        try:
            for day in range(weeks * 7):
                await run_due(deliveries.tick, self.clock, self.clock.now() + _STEP)
                await self._people_do_things()
                if self.random.random() < 0.1:
                    await deliveries.stop()
                    deliveries = self._deliveries()
                    await deliveries.start()
                    self.replaced += 1
                if day % 7 == 6:
                    self._report(day // 7 + 1)
        finally:
            await deliveries.stop()

    async def _people_do_things(self) -> None:
        for _ in range(5):
            user = f"U{self.random.randrange(self.people)}"
            words = self.random.choice(("help", "What does a peer worker do?", "settings", "thanks"))
            who = request().sender.__class__("slack", WORKSPACE, user)
            await self.app.dispatch(request(sender=who, conversation=user, text=words))

    def _report(self, week: int) -> None:
        figure("soak.week", week, "weeks")
        figure("soak.memory_mb", psutil.Process().memory_info().rss / 2**20, "MB")

    async def broken(self) -> Sequence[str]:
        """What must hold and doesn't, as sentences."""
        problems = [
            f"{n} messages arrived twice" for n in [sum(c > 1 for c in self.platform.arrived.values())] if n
        ]
        async with self.database.read() as session:
            states = dict(
                (await session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))).all()
            )
            late = await session.scalar(
                select(func.count(Delivery.id)).where(
                    Delivery.state.in_(_UNDER_WAY), Delivery.due_at < self.clock.now() - timedelta(hours=1)
                )
            )
            orphans = await session.scalar(
                select(func.count(Delivery.id)).where(
                    Delivery.state == DeliveryState.PENDING,
                    Delivery.content.not_in(select(StoredContent.hash)),
                )
            )
            most = await session.scalar(select(func.max(Reserved.used)))
            sent = (
                await session.execute(
                    select(Delivery.id, Delivery.person_id, Delivery.week).where(
                        Delivery.state == DeliveryState.SENT
                    )
                )
            ).all()
        problems += [f"{late} deliveries are late"] if late else []
        problems += [f"{orphans} deliveries have no content"] if orphans else []
        problems += [f"somebody was to be written to {most} times a week"] if (most or 0) > _WEEKLY else []
        problems += _never_arrived([row.id for row in sent], self.platform.arrived)
        problems += _too_often([(row.person_id, row.week) for row in sent if row.week])
        for state, number in sorted(states.items()):
            figure(f"soak.{state.value}", number, "deliveries")
        return problems


def _never_arrived(sent: Sequence[str], arrived: Counter[str]) -> list[str]:
    missing = sum(delivery_id not in arrived for delivery_id in sent)
    return [f"{missing} are said to be sent and never arrived"] if missing else []


def _too_often(contacts: Sequence[tuple[str, date]]) -> list[str]:
    most = max(Counter(contacts).values(), default=0)
    return [f"somebody was written to {most} times in a week"] if most > _WEEKLY else []


async def soak(place: Path, weeks: int, people: int, seed: int) -> int:
    settings = Settings(
        _env_file=None,
        var=place,
        master_key=SecretStr(new_key()),
        poll_seconds=0.02,
        lease_seconds=2,
        heartbeat_seconds=0.2,
        timeout_seconds=1,
    )
    (place / "cache").symlink_to(Path("var/cache").absolute())
    database, clock, random = (
        Database(settings.database(), seal=Seal(settings.master_keys())),
        MovableClock(_BEGINS),
        Random(seed),
    )
    await migrate(database)
    organisation = Organisation(
        name="Harbour", country="GB", region="ENG", time_zone="Europe/London", contact="Ring Priya on 4120."
    )
    async with database.write() as session:
        session.add(organisation)
    app = await assemble(settings, read_content(settings), organisation, database, clock)
    sheet = read_sheet(list_of(people, place / "people.csv"), "GB")
    await import_list(database, sheet, organisation, clock.now())
    lived = Soak(app, settings, database, clock, Moody(random), random, people)
    await lived.live(weeks)
    broken = await lived.broken()
    figure("soak.replaced", lived.replaced, "replicas")
    for fault, number in sorted(lived.platform.faults.items()):
        figure(f"soak.{fault.replace(' ', '_')}", number, "faults")
    figure("soak.arrived", lived.platform.arrived.total(), "messages")
    figure("soak.broken", len(broken), "rules")
    for sentence in broken:
        sys.stderr.write(f"Broken: {sentence}.\n")
    await app.close()
    return int(bool(broken))


def main(weeks: str, people: str, seed: str) -> int:
    with TemporaryDirectory() as directory:
        return asyncio.run(soak(Path(directory), int(weeks), int(people), int(seed)))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
