"""Gathers a draft's author, audience, estimate and approval need anew each time it is shown or sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Paragraph
from bot.features.announcements.models import Broadcast
from bot.features.announcements.service.approval import needs_approval
from bot.features.announcements.service.audience_estimate import AudienceEstimate, estimate_audience
from bot.people.audiences.audiences import channels_of, name_of
from bot.people.identity.accounts import accounts_of
from bot.people.identity.lookup import name_in
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Account, Person


@dataclass(frozen=True, slots=True)
class Subject:
    """The person that an announcement is about. The name alone is its owner's to choose, so accounts identify them."""

    person: Person
    accounts: Sequence[Account]


@dataclass(frozen=True, slots=True)
class AnnouncementPlan:
    """The facts about a draft besides its words. `platform_notes` say on which platforms people get it, and how it differs there."""

    author: str
    audience: str
    estimate: AudienceEstimate
    needs_approval: bool
    subject: Subject | None = None
    warning: Sequence[Paragraph] = ()
    platform_notes: Sequence[Paragraph] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """`here` is the platform of the preview. `mine` are those on which its writer has an account."""

    here: str
    people: Mapping[str, int] = field(default_factory=dict)
    channels: Sequence[str] = ()
    mine: Sequence[str] = ()


async def plan_of(
    session: AsyncSession,
    broadcast: Broadcast,
    reader: str,
    warning: Sequence[Paragraph] = (),
    running: Collection[str] = (),
) -> AnnouncementPlan:
    """The plan as the person `reader` may see it. `running` are the platforms in use."""
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    estimate = await estimate_audience(session, broadcast, running)
    return AnnouncementPlan(
        author=await name_in(session, broadcast.author_id),
        audience=await name_of(session, organisation, broadcast.audience, reader),
        estimate=estimate,
        needs_approval=await needs_approval(session, broadcast, estimate),
        subject=await _subject(session, broadcast.subject_id),
        warning=warning,
    )


async def _subject(session: AsyncSession, person_id: str | None) -> Subject | None:
    person = await session.get(Person, person_id) if person_id else None
    return Subject(person, await accounts_of(session, person.id)) if person else None


async def as_told_to(
    session: AsyncSession, plan: AnnouncementPlan, broadcast: Broadcast, reader: str
) -> AnnouncementPlan:
    """The plan as another reader may see it, without a new estimate."""
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    return replace(plan, audience=await name_of(session, organisation, broadcast.audience, reader))


async def places_of(
    session: AsyncSession, broadcast: Broadcast, plan: AnnouncementPlan, here: str, running: Collection[str]
) -> Places:
    channels = [channel.platform for channel in await channels_of(session, broadcast.audience)]
    mine = await platforms_of(session, broadcast.author_id, running)
    return Places(here, plan.estimate.places, channels, mine)


async def platforms_of(session: AsyncSession, person_id: str, running: Collection[str]) -> Sequence[str]:
    """The platforms on which the person can be reached, the chosen one first."""
    accounts = [
        account for account in await accounts_of(session, person_id) if account.unreachable_since is None
    ]
    return list(
        dict.fromkeys(account.platform for account in accounts if not running or account.platform in running)
    )
