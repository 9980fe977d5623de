"""One size on one database: `python -m tests.scale.measure sqlite 10000`."""

import asyncio
import os
import resource
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from psutil import Process
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.app.assembly import App, assemble, deliveries_of
from bot.app.content import read_content
from bot.app.memory import exempt_from_collection, release_memory
from bot.app.migrations import migrate
from bot.conversation.request import Sender
from bot.core.clock import MovableClock
from bot.core.settings import Settings
from bot.delivery.calendar.schedules import Schedule
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.expansion import expand
from bot.delivery.sending.service import Deliveries
from bot.features.announcements.declarations import ANNOUNCEMENT
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.people.access.roles import Grant, Role
from bot.people.directory.import_run import import_list
from bot.people.directory.people_sheet import read_sheet
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Person
from bot.store.database import Database
from bot.store.sealing import Seal, new_key
from schedules import all_jobs
from tests.benchmarks.delivery import databases
from tests.benchmarks.figures import figure
from tests.fakes import request
from tests.scale.town import WORKSPACE, Platform, list_of
from tests.scale.watching import Watched, watching

QUESTIONS = (
    "What does a peer worker do all day?",
    "How often should supervision be?",
    "May a peer worker read the notes?",
    "Thank you",
    "How do I make tea for four hundred?",
    "Who pays for training?",
)
# As many as a large organisation asks at its busiest; more than a machine without a free core can read.
_PER_SECOND = int(os.environ.get("QUESTIONS", "20"))
# In working hours, after the first digest of the week.
_TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


class Scale:
    def __init__(self, name: str, app: App, database: Database, organisation: Organisation) -> None:
        self._name = name
        self._app = app
        self._database = database
        self._organisation = organisation
        self._ids = count(1)

    def _now(self) -> datetime:
        return self._app.services.clock.now()

    def report(self, what: str, value: float, unit: str) -> None:
        figure(f"{self._name}.{what}", value, unit)

    def tell_all(self, what: str, watched: Watched) -> None:
        self.report(f"{what}_s", watched.seconds, "s")
        self.tell_held(what, watched)

    def tell_held(self, what: str, watched: Watched) -> None:
        self.report(f"{what}.held_ms", watched.held * 1000, "ms")
        sys.stderr.write(f"{what}: held longest by {watched.holder}\n")
        self.report(f"{what}.stall_ms", watched.stall * 1000, "ms")
        # Of its own work, whatever else the machine does; and how long Python's garbage collection took of it.
        self.report(f"{what}.stall_cpu_ms", watched.busy * 1000, "ms")
        self.report(f"{what}.collection_ms", watched.collection * 1000, "ms")

    async def import_people(self, file: Path) -> None:
        """Twice: for the first time, and with nothing changed."""
        for what in ("import", "import_again"):
            began, now = perf_counter(), self._now()
            sheet = read_sheet(file, self._organisation.country)
            async with watching(self._database) as watched:
                plan = await import_list(self._database, sheet, self._organisation, now)
            assert not plan.faults, plan.faults[:3]
            self.report(f"{what}_s", perf_counter() - began, "s")
            self.report(f"{what}.held_ms", watched.held * 1000, "ms")

    async def appoint(self) -> None:
        """A leader for every tenth team."""
        async with self._database.write() as session:
            people = (await session.scalars(select(Person).order_by(Person.id))).all()
            led = {person.team_id: person.id for person in people}
            teams = sorted(team for team in led if team)[::10]
            for team in teams:
                held = {"person_id": led[team], "team_id": team, "granted_by": None}
                session.add(Grant(role=Role.LEADER, granted_at=self._now(), **held))
            self.report("leaders", len(teams), "people")

    async def expand(self, job: str) -> None:
        """The slot of one of our own schedules that is due now."""
        now = self._now()
        async with self._database.write() as session:
            schedule = await session.scalar(select(Schedule).where(Schedule.job == job))
            assert schedule
            due = Occasion(schedule.id, job, schedule.kind, self._organisation.id, now.date(), now)
            await open_slots(session, [due])
        async with watching(self._database) as watched:
            services = self._app.services
            await expand(self._database, due.slot_id, all_jobs(services), services.clock, ["slack"])
        self.tell_all(f"expand.{job}", watched)

    async def announce(self) -> str:
        """An announcement to everyone that was sent just now; its schedule."""
        async with self._database.write() as session:
            author = await session.scalar(select(Person.id).limit(1))
            broadcast = Broadcast(
                organisation_id=self._organisation.id,
                author_id=author,
                audience="everyone",
                title="Rooms",
                words="The rooms on the second floor are closed on Monday.",
                stage=AnnouncementStage.SENT,
                changed_at=self._now(),
            )
            session.add(broadcast)
        return f"broadcast:{broadcast.id}"

    async def tick(self, deliveries: Deliveries) -> None:
        """With everything above in the ledger, once it is warm."""
        await deliveries.tick()
        async with watching(self._database) as watched:
            await deliveries.tick()
        self.report("tick_ms", watched.seconds * 1000, "ms")
        async with self._database.read() as session:
            self.report("ledger", await session.scalar(select(func.count(Delivery.id))) or 0, "rows")

    async def ask(self, seconds: float) -> list[float]:
        """Asks `_PER_SECOND` questions a second without waiting for answers. Returns the time of each in ms."""
        tasks, began = [], perf_counter()
        while (late := perf_counter() - began) < seconds:
            number = next(self._ids)
            tasks.append(asyncio.create_task(self._ask_once(number)))
            await asyncio.sleep(max(0.0, len(tasks) / _PER_SECOND - late))
        return [await task for task in tasks]

    async def _ask_once(self, number: int) -> float:
        began = perf_counter()
        words = QUESTIONS[number % len(QUESTIONS)]
        who = Sender("slack", WORKSPACE, f"U{number % 500}")
        await self._app.dispatch(request(id=f"q{number}", sender=who, conversation=who.user, text=words))
        return (perf_counter() - began) * 1000

    async def questions(self, what: str, seconds: float) -> None:
        async with watching(self._database) as watched:
            took = await self.ask(seconds)
        for percent in (50, 95, 99):
            self.report(f"{what}.p{percent}_ms", quantiles(took, n=100)[percent - 1], "ms")
        waits = quantiles(watched.waits, n=100)
        self.report(f"{what}.wait_to_write.p95_ms", waits[94] * 1000, "ms")
        self.report(f"{what}.wait_to_write.p99_ms", waits[98] * 1000, "ms")
        self.tell_held(what, watched)

    async def sent(self) -> int:
        async with self._database.read() as session:
            count = await session.scalar(
                select(func.count(Delivery.id)).where(Delivery.state == DeliveryState.SENT)
            )
            return count or 0


async def measure(kind: str, people: int, place: Path, url: str) -> None:
    settings = Settings(
        _env_file=None,
        var=place,
        database_url="" if kind == "sqlite" else url.replace("+psycopg", ""),
        master_key=SecretStr(new_key()),
        poll_seconds=1.0,
    )
    (place / "cache").symlink_to(Path("var/cache").absolute())
    database = Database(settings.database(), seal=Seal(settings.master_keys()))
    await migrate(database)
    organisation = Organisation(
        name="Harbour", country="GB", region="ENG", time_zone="Europe/London", contact="Ring Priya on 4120."
    )
    async with database.write() as session:
        session.add(organisation)
    app = await assemble(settings, read_content(settings), organisation, database, MovableClock(_TUESDAY))
    # As `bot run` does.
    release_memory()
    exempt_from_collection()
    scale = Scale(f"scale.{kind}.{people}", app, database, organisation)
    scale.report("memory_at_start_mb", Process().memory_info().rss / 2**20, "MB")
    await scale.import_people(list_of(people, place / "people.csv"))
    await scale.appoint()
    for job in ("nudges", "pulses", "digests"):
        await scale.expand(job)
    await scale.questions("asked_alone", 10)
    await _announcement(scale, app, settings, database, organisation)
    scale.report("memory_now_mb", Process().memory_info().rss / 2**20, "MB")
    scale.report("memory_mb", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")
    await app.close()


async def _announcement(
    scale: Scale, app: App, settings: Settings, database: Database, organisation: Organisation
) -> None:
    """Questions while it is expanded and sent, at the pace that Teams allows."""
    deliveries = deliveries_of(app, settings, {"slack": Platform(per_second=50)})
    await deliveries.start()
    now = app.services.clock.now()
    schedule = await scale.announce()
    async with database.write() as session:
        await open_slots(
            session, [Occasion(schedule, "broadcast", ANNOUNCEMENT, organisation.id, now.date(), now)]
        )
    await scale.questions("asked_during", 30)
    await scale.tick(deliveries)
    scale.report("sent", await scale.sent(), "messages")
    await deliveries.stop()


async def main(kind: str, people: str) -> None:
    with TemporaryDirectory() as directory:
        async with databases(kind) as urls:
            await measure(kind, int(people), Path(directory), urls.main)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
