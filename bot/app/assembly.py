"""Composition root: connects settings, content, database, features, platforms and delivery."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from traceback import format_tb

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

import handlers
from bot.app.content import Content
from bot.app.database_faults import explained
from bot.app.guards import Settling, staff_support
from bot.app.language_model import rephraser_of
from bot.app.migrations import migrate
from bot.app.monitoring.measured_dispatch import MeasuredDispatch
from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Message
from bot.conversation.request import Request
from bot.core.clock import Clock
from bot.core.errors import UserFacingError
from bot.core.metrics import FAILURES
from bot.core.settings import Settings
from bot.delivery.calendar.recurrence import ScheduleCalendar
from bot.delivery.calendar.schedules import add_missing
from bot.delivery.sending.durable import Durable, engine_url
from bot.delivery.sending.engine import Engine
from bot.delivery.sending.eta import Paces
from bot.delivery.sending.gateway import Gateway
from bot.delivery.sending.outbox import Timing
from bot.delivery.sending.service import Deliveries, stop_at_once
from bot.features import DEFAULT_SCHEDULES
from bot.features.asking.cards.card_store import CardStore
from bot.features.asking.conversation_memory import ConversationMemory
from bot.features.asking.distress import signposts
from bot.features.asking.distress.dismissed_signposts import DismissedSignposts
from bot.features.asking.distress.support import with_lines
from bot.features.context import Context
from bot.features.escalation import question_answers
from bot.features.learning import progress
from bot.features.peer_network import members
from bot.features.peer_profiles import withdrawal
from bot.features.pulse.waves import waves
from bot.features.shadowing import withdrawal as shadowing
from bot.people.access.first_administrator import new_code
from bot.people.access.limiter import Limiter
from bot.people.audiences.private_channels import Makers
from bot.people.contact.send_time import is_holiday
from bot.people.directory.platform_sync import Directory, Rules
from bot.people.directory.staff_lookup import StaffLookup
from bot.people.identity import organisation_limits
from bot.people.identity.accounts import Blocker, MergePolicy
from bot.people.identity.organisations import Organisation, only_organisation
from bot.people.records.form_drafts import forget_drafts_of
from bot.platforms import PLUGS
from bot.store.database import Database
from bot.store.sealing import Seal
from schedules import all_jobs

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class App:
    services: Context
    dispatch: Dispatch

    async def close(self) -> None:
        if self.services.rephraser:
            await self.services.rephraser.close()
        await self.services.database.close()


async def assemble(
    settings: Settings, content: Content, organisation: Organisation, database: Database, clock: Clock
) -> App:
    """Builds the app for one organisation. Raises FileNotFoundError, pydantic's ValidationError."""
    # Loads the holiday calendars now, because they take a while and would delay an expansion.
    is_holiday(clock.now().date(), organisation.country, organisation.region)
    posts = signposts.load(settings.content, organisation.country)
    evidence = with_lines(content.evidence, posts, staff_support(organisation))
    card_store = CardStore(evidence, database, organisation.id, settings.look_seconds)
    await card_store.poll()
    async with database.write() as session:
        await add_missing(session, organisation.id, clock.now(), DEFAULT_SCHEDULES)
    merge_policy = MergePolicy(
        blockers=(_open_questions(organisation, clock),),
        delete_own_data=(
            progress.forget_peer_tracks,
            withdrawal.withdraw,
            shadowing.withdraw_own_data,
            members.leave,
        ),
        merge=(
            progress.merge_tip_progress,
            question_answers.merge_questions,
            withdrawal.merge_requests,
            shadowing.merge_places,
            forget_drafts_of,
        ),
    )
    services = Context(
        clock=clock,
        database=database,
        organisation=organisation,
        card_store=card_store,
        memory=ConversationMemory(),
        conversation=content.conversation,
        routes=handlers.ALL,
        distress_detector=content.distress_detector,
        dismissed_signposts=DismissedSignposts(),
        signposts=posts,
        tracks=content.tracks,
        timetable=ScheduleCalendar(database),
        items=content.items,
        seal=database.seal,
        merge_policy=merge_policy,
        templates=content.templates,
        words=content.words,
        prompts=content.prompts,
        query_parser=content.query_parser,
        short_texts=content.short_texts,
        rendering_problems=_rendering_problems,
        rendering_notes={plug.name: plug.rendering_notes for plug in PLUGS},
        paces=Paces(),
        staff_lookup=StaffLookup(organisation, _rules(settings), merge_policy),
        channel_makers=Makers(),
        limiter=Limiter(clock),
        public_url=settings.public_url.rstrip("/"),
        picture_hosts=settings.pictures_allowed(),
        retention_defaults={name: getattr(settings, name) for name in organisation_limits.from_environment()},
        rephraser=rephraser_of(settings, content.distress_detector),
        peer_page=settings.peer_page,
    )
    around = Settling(services)
    dispatch = MeasuredDispatch(
        handlers.ALL, services, around.guards, _report, UserFacingError, around.settle, _OVERFULL
    )
    return App(services, dispatch)


def deliveries_of(
    app: App,
    settings: Settings,
    gateways: Mapping[str, Gateway],
    directories: Sequence[Directory] = (),
    on_death: Callable[[], object] = stop_at_once,
    engine: Engine | None = None,
) -> Deliveries:
    """Builds the delivery worker for this app and these platforms, not started.

    `directories` list each platform's staff. `engine` is the durable one unless another is given.
    """
    services = app.services
    services.paces.know(gateways)
    services.staff_lookup.know(directories)
    return Deliveries(
        services.database,
        engine or Durable(engine_url(settings.database()), poll=settings.poll_seconds),
        services.clock,
        gateways,
        all_jobs(services, directories, _rules(settings)),
        ScheduleCalendar(services.database),
        Timing(
            lease=settings.lease_seconds,
            heartbeat=settings.heartbeat_seconds,
            timeout=settings.timeout_seconds,
            poll=settings.poll_seconds,
        ),
        on_death,
    )


def _rules(settings: Settings) -> Rules:
    return Rules(settings.sync_adds_people, settings.match_by_email)


async def open_database(settings: Settings) -> Database:
    """Opens the database and migrates it to this release. Raises DatabaseUnusable, Unsealable."""
    seal = Seal(settings.master_keys())
    with explained():
        database = Database(settings.database(), seal=seal)
        await migrate(database)
        return database


async def first_administrator_code(services: Context) -> str | None:
    """The code to print on the terminal at start, never to log; None if an administrator exists."""
    async with services.database.write() as session:
        return await new_code(session, services.clock.now())


async def organisation_in(database: Database) -> Organisation | None:
    async with database.read() as session:
        return await only_organisation(session)


_OVERFULL = {str(plug.name): plug.overfull for plug in PLUGS}


def _rendering_problems(message: Message) -> Sequence[str]:
    return [problem for plug in PLUGS for problem in plug.rendering_problems(message)]


def _open_questions(organisation: Organisation, clock: Clock) -> Blocker:
    """Blocks merging while a wave is open, because two accounts of one person could answer twice."""

    async def blocker(session: AsyncSession) -> str | None:
        open_ = await waves.open_now(session, organisation.id, clock.now())
        return "The short questions are open. Join them once they have closed." if open_ else None

    return blocker


def _report(reference: str, request: Request, error: Exception) -> None:
    """Logs where an error occurred but not its text or variables, which may hold a person's answer."""
    FAILURES.labels(request.sender.platform).inc()
    log.error(
        "request failed",
        reference=reference,
        platform=request.sender.platform,
        kind=request.kind.value,
        action=request.action,
        error=type(error).__name__,
        where=format_tb(error.__traceback__),
    )
