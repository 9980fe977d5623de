"""Writes, corrects, discards and looks up announcement drafts; only the writer may change one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.announcements.models import AnnouncementStage, Broadcast, wording_of
from bot.features.announcements.service.composition import Composed, moment

_OPEN = (AnnouncementStage.DRAFT, AnnouncementStage.WAITING)
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Meant:
    """Facts about a draft that its form lacks: the subject and the template."""

    subject_id: str | None = None
    template: str = ""


async def mine(session: AsyncSession, person_id: str, id_: str) -> Broadcast | None:
    """The announcement if this person wrote it, else None."""
    broadcast = await session.get(Broadcast, id_)
    return broadcast if broadcast and broadcast.author_id == person_id else None


async def written_by(session: AsyncSession, person_id: str) -> Sequence[Broadcast]:
    """The person's announcements, newest first, without sent corrections."""
    theirs = (Broadcast.author_id == person_id, Broadcast.corrects.is_(None) | Broadcast.stage.in_(_OPEN))
    newest = select(Broadcast).where(*theirs).order_by(Broadcast.changed_at.desc(), Broadcast.id)
    return (await session.scalars(newest.limit(_LISTED))).all()


async def write(
    session: AsyncSession, broadcast: Broadcast, typed: Composed, meant: Meant, now: datetime
) -> Broadcast:
    """Writes into a draft, new or not. Pending requests for approval end.

    A correction takes its audience and its subject from the announcement that it corrects.
    """
    if broadcast.corrects is None:
        broadcast.audience, broadcast.subject_id = typed.audience, meant.subject_id
        broadcast.wants_acknowledgement = typed.acknowledge == "yes"
        broadcast.day, broadcast.at = _when(typed.when)
    broadcast.template = meant.template
    fill(broadcast, typed)
    broadcast.stage, broadcast.changed_at = AnnouncementStage.DRAFT, now
    broadcast.wording = wording_of(broadcast)
    session.add(broadcast)
    await session.flush()
    return broadcast


def fill(broadcast: Broadcast, typed: Composed) -> Broadcast:
    """Sets what recipients see: title, words, picture and link."""
    broadcast.title, broadcast.words = typed.title, typed.words
    broadcast.image_url, broadcast.image_alt = typed.image_url, typed.image_alt
    broadcast.link_url, broadcast.link_label = typed.link_url, typed.link_label
    return broadcast


async def correction_of(session: AsyncSession, broadcast: Broadcast, now: datetime) -> Broadcast:
    """A draft of other words for what was sent: the one that is open already, or a new one."""
    is_one = (Broadcast.corrects == broadcast.id, Broadcast.stage.in_(_OPEN))
    if correction := await session.scalar(select(Broadcast).where(*is_one)):
        return correction
    copied = ("organisation_id", "author_id", "audience", "subject_id", "wants_acknowledgement", "day", "at")
    content_columns = ("title", "words", "image_url", "image_alt", "link_label", "link_url")
    made = Broadcast(**{name: getattr(broadcast, name) for name in (*copied, *content_columns)})
    made.corrects, made.changed_at, made.stage = broadcast.id, now, AnnouncementStage.DRAFT
    made.wording, made.agreed = wording_of(made), broadcast.agreed
    session.add(made)
    await session.flush()
    return made


async def discard(session: AsyncSession, broadcast: Broadcast) -> bool:
    """False if it was sent: sent announcements stay."""
    is_draft = (Broadcast.id == broadcast.id, Broadcast.stage.in_(_OPEN))
    return (await session.scalar(delete(Broadcast).where(*is_draft).returning(Broadcast.id))) is not None


async def step(
    session: AsyncSession, broadcast: Broadcast, seen_wording: str, after: AnnouncementStage, **also: object
) -> bool:
    """Moves a draft or waiting announcement to its next stage, once, and only with the wording that was seen."""
    as_seen = (Broadcast.id == broadcast.id, Broadcast.wording == seen_wording)
    before = (
        (AnnouncementStage.DRAFT,)
        if after is AnnouncementStage.WAITING
        else (AnnouncementStage.WAITING,)
        if after is AnnouncementStage.DRAFT
        else _OPEN
    )
    statement = update(Broadcast).where(*as_seen, Broadcast.stage.in_(before)).values(stage=after, **also)
    if await session.scalar(statement.returning(Broadcast.id)) is None:
        return False
    await session.refresh(broadcast)
    return True


def _when(typed: str) -> tuple[date, time] | tuple[None, None]:
    return moment(typed) or (None, None)


async def titles_of(session: AsyncSession, ids: Collection[str]) -> dict[str, str]:
    """Of those of these ids that are an announcement's."""
    rows = await session.execute(select(Broadcast.id, Broadcast.title).where(Broadcast.id.in_(ids)))
    return dict(rows.all())


async def sent_back_to(session: AsyncSession, person_id: str) -> Sequence[Broadcast]:
    """The drafts that approvers sent back to their writer."""
    theirs = (
        Broadcast.author_id == person_id,
        Broadcast.stage == AnnouncementStage.DRAFT,
        Broadcast.sent_back != "",
    )
    return (await session.scalars(select(Broadcast).where(*theirs))).all()


async def count_reply(session: AsyncSession, broadcast: Broadcast) -> None:
    one_more = update(Broadcast).where(Broadcast.id == broadcast.id)
    await session.execute(one_more.values(replies=Broadcast.replies + 1))
