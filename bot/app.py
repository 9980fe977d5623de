"""Putting the house together: the only place where every floor meets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from traceback import format_tb
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

import handlers
from bot.clock import Clock
from bot.content import Content
from bot.conversation.dispatch import Dispatch, Guard, Stopped
from bot.conversation.message import Message
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Route, Say
from bot.delivery.change import release_held
from bot.delivery.deliveries import Deliveries, stop_at_once
from bot.delivery.engine import Durable, engine_url
from bot.delivery.gateway import Gateway
from bot.delivery.lasting import Paces
from bot.delivery.outbox import Timing
from bot.delivery.schedules import add_missing
from bot.errors import UserFacingError
from bot.knowledge import signposts
from bot.knowledge.distress import Level, Sight
from bot.knowledge.shelf import Shelf
from bot.knowledge.signposts import Line, Where
from bot.knowledge.turns import Turns
from bot.language_model import wording_of
from bot.learning import progress
from bot.migrations import migrate
from bot.people import limits
from bot.people.accounts import Blocker, Joining
from bot.people.directory import Directory, Rules
from bot.people.first_administrator import new_code
from bot.people.guarding import PermissionGuard
from bot.people.joining import Acquaintance
from bot.people.organisations import Organisation, only_organisation
from bot.platforms.slack import render as slack
from bot.platforms.slack.looks import looks as slack_looks
from bot.platforms.teams import render as teams
from bot.platforms.teams.looks import looks as teams_looks
from bot.platforms.web.looks import looks as web_looks
from bot.pulse import waves
from bot.questions import answering
from bot.services import Services
from bot.settings import Settings
from bot.store.database import Database
from bot.store.events import is_first_time
from bot.store.sealing import Seal
from handlers.roles import CodeGuard
from schedules import all_jobs
from schedules.clock import ScheduleCalendar

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class App:
    services: Services
    dispatch: Dispatch

    async def close(self) -> None:
        if self.services.wording:
            await self.services.wording.close()
        await self.services.database.close()


async def assemble(
    settings: Settings, content: Content, organisation: Organisation, database: Database, clock: Clock
) -> App:
    """Everything wired for one organisation. Raises SignpostsMissing."""
    shelf = Shelf(content.evidence, database, organisation.id, settings.look_seconds)
    await shelf.look()
    async with database.write() as session:
        await add_missing(session, organisation.id, clock.now())
    services = Services(
        clock=clock,
        database=database,
        organisation=organisation,
        shelf=shelf,
        turns=Turns(),
        watch=content.watch,
        signposts=signposts.load(settings.content, organisation.country),
        tracks=content.tracks,
        timetable=ScheduleCalendar(database),
        items=content.items,
        seal=Seal(settings.master_keys()),
        joining=Joining(
            blockers=(_open_questions(organisation, clock),),
            forget=(progress.forget_peer_tracks,),
            carry=(progress.carry_over, answering.carry_over),
        ),
        templates=content.templates,
        misfits=_misfits,
        looks={"slack": slack_looks, "teams": teams_looks, "web": web_looks},
        paces=Paces(),
        public_url=settings.public_url.rstrip("/"),
        keeps={name: getattr(settings, name) for name in limits.KEPT},
        wording=wording_of(settings, content.watch),
    )
    return App(services, Dispatch(handlers.ALL, services, _guards(services), _report, UserFacingError))


def deliveries_of(
    app: App,
    settings: Settings,
    gateways: Mapping[str, Gateway],
    directories: Sequence[Directory] = (),
    on_death: Callable[[], object] = stop_at_once,
) -> Deliveries:
    """What sends, for this app and these platforms; not started yet. `directories` say who works there."""
    services = app.services
    services.paces.know(gateways)
    return Deliveries(
        services.database,
        Durable(engine_url(settings.database()), poll=settings.poll_seconds),
        services.clock,
        gateways,
        all_jobs(services, directories, Rules(settings.sync_adds_people, settings.match_by_email)),
        ScheduleCalendar(services.database),
        Timing(
            lease=settings.lease_seconds,
            heartbeat=settings.heartbeat_seconds,
            timeout=settings.timeout_seconds,
            poll=settings.poll_seconds,
        ),
        on_death,
    )


async def open_database(settings: Settings) -> Database:
    """The database, brought up to this release."""
    database = Database(settings.database())
    await migrate(database)
    return database


async def first_administrator_code(services: Services) -> str | None:
    """To print on the terminal at start, never to log; None where somebody is administrator already."""
    async with services.database.write() as session:
        return await new_code(session, services.clock.now())


async def organisation_in(database: Database) -> Organisation | None:
    async with database.read() as session:
        return await only_organisation(session)


def _misfits(message: Message) -> Sequence[str]:
    return (*slack.faults_of(message), *teams.faults_of(message))


def _open_questions(organisation: Organisation, clock: Clock) -> Blocker:
    """Two accounts of one person could answer twice, so they stay two until the wave is over."""

    async def blocker(session: AsyncSession) -> str | None:
        open_ = await waves.open_now(session, organisation.id, clock.now())
        return "This fortnight's questions are open. Join them once they have closed." if open_ else None

    return blocker


def _guards(services: Services) -> Sequence[Guard]:
    return (
        _DistressGuard(services),
        _OnceGuard(services),
        _ShelfGuard(services.shelf),
        Acquaintance(services.database, services.organisation, services.clock, release_held),
        PermissionGuard(services.database, services.clock),
        CodeGuard(services),
    )


class _DistressGuard:
    """Distress comes first: before the duplicate check, so that nothing is written about it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        if route is not None and route.composes:
            return None
        services = self._services
        for typed in request.typed():
            sight = services.watch.look(typed)
            if sight.level is Level.DISTRESS:
                services.turns.forget(request.conversation)
                return Stopped(Say(self._signpost(sight, request), private=True, forget=True))
        return None

    def _signpost(self, sight: Sight, request: Request) -> Message:
        organisation = self._services.organisation
        return signposts.signpost(
            self._services.signposts,
            [Line.model_validate(line) for line in organisation.staff_support],
            sight,
            self._services.clock.now().astimezone(ZoneInfo(organisation.time_zone)),
            _WHERE.get(request.sender.platform, Where.DEMO),
            from_form=request.kind is Kind.SUBMITTED,
        )


_WHERE = {"slack": Where.SLACK, "teams": Where.TEAMS}


class _OnceGuard:
    """Platforms deliver an event again when they are unsure; we handle it once."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        if route is not None and route.leaves_no_trace:
            return None
        async with self._services.database.write() as session:
            first = await is_first_time(session, request.id, self._services.clock.now())
        return None if first else Stopped(None)


class _ShelfGuard:
    """Stops nothing: what an editor published on another replica is found and shown here, too."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        await self._shelf.look_now_and_then()
        return None


def _report(reference: str, request: Request, error: Exception) -> None:
    """The place, never the words: an error's text, or the values around it, may hold what somebody answered."""
    log.error(
        "request failed",
        reference=reference,
        platform=request.sender.platform,
        kind=request.kind.value,
        action=request.action,
        error=type(error).__name__,
        where=format_tb(error.__traceback__),
    )
