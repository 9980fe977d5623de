"""Tables of announcements (text, audience, schedule, stage) and of their acknowledgements."""

from datetime import date, datetime, time
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.schedule_key import ScheduleKey
from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id, words

JOB = "broadcast"


class AnnouncementStage(StrEnum):
    """A correction ends as `SENT`, too: what it corrects has its words then."""

    DRAFT = "draft"
    WAITING = "waiting"
    SENT = "sent"
    CANCELLED = "cancelled"
    RECALLED = "recalled"


class Broadcast(Table):
    """`audience` is a key as `bot/people/audiences/audiences.py` has them. `day` and `at` are local to each recipient; without
    them it goes out as soon as it is sent. `template` is an id in `content/broadcasts`, or empty.

    `subject_id` is the person that it is about, if any; `agreed` is the wording that they agreed to.
    `corrects` is the announcement that this one corrects. `acknowledged` is the count after the marks were
    deleted; `looks_at` is the next update of its progress; `told` is the digest of the progress last shown.
    """

    __tablename__ = "broadcasts"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    stage: Mapped[AnnouncementStage] = mapped_column(
        words(AnnouncementStage), default=AnnouncementStage.DRAFT
    )
    template: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    image_url: Mapped[str] = mapped_column(default="")
    image_alt: Mapped[str] = mapped_column(default="")
    link_label: Mapped[str] = mapped_column(default="")
    link_url: Mapped[str] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default="")
    wants_acknowledgement: Mapped[bool] = mapped_column(default=False)
    day: Mapped[date | None] = mapped_column(default=None)
    at: Mapped[time | None] = mapped_column(default=None)
    subject_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    agreed: Mapped[str] = mapped_column(default="")
    corrects: Mapped[str | None] = mapped_column(ForeignKey("broadcasts.id"), default=None)
    wording: Mapped[str] = mapped_column(default="")
    sent_back: Mapped[str] = mapped_column(default="")
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    corrected_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    looks_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    told: Mapped[str] = mapped_column(default="")
    acknowledged: Mapped[int] = mapped_column(default=0)
    replies: Mapped[int] = mapped_column(default=0)

    @property
    def schedule(self) -> str:
        """The key of its own one-time schedule."""
        return str(ScheduleKey.of(JOB, self.id))

    @property
    def is_agreed(self) -> bool:
        """Whether the person it is about has agreed to exactly these words and this audience. True if it is about nobody."""
        return self.subject_id is None or self.agreed == self.wording

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.stage in (AnnouncementStage.DRAFT, AnnouncementStage.WAITING)


def wording_of(broadcast: Broadcast) -> str:
    """A digest of the words and the audience that somebody agrees to or approves."""
    parts = (
        broadcast.title,
        broadcast.words,
        broadcast.image_url,
        broadcast.image_alt,
        broadcast.link_label,
        broadcast.link_url,
        broadcast.audience,
        broadcast.subject_id or "",
        f"{broadcast.day} {broadcast.at} {broadcast.wants_acknowledgement}",
    )
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


class AcknowledgementKey(Table):
    """Sealed with the master key; gone once acknowledgements are only a count."""

    __tablename__ = "broadcast_keys"

    broadcast_id: Mapped[str] = mapped_column(ForeignKey("broadcasts.id"), primary_key=True)
    sealed: Mapped[bytes]


class Acknowledgement(Table):
    """Somebody's mark under the key, so that pressing twice counts once. No time, no person."""

    __tablename__ = "broadcast_marks"

    broadcast_id: Mapped[str] = mapped_column(ForeignKey("broadcasts.id"), primary_key=True)
    mark: Mapped[bytes] = mapped_column(primary_key=True)
