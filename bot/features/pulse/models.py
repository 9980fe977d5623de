"""Tables of the pulse. Ballots are encrypted. With keys and participation they are deleted at the close."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.themes import Audience
from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id, words


class WaveState(StrEnum):
    """`CLOSED` accepts no answers; `PUBLISHED` has figures; `CLEANED` has no deleted rows left on disk.

    `LOST`: its ballots could not be decrypted, as after a crash of PostgreSQL, and no figures are published.
    """

    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    CLEANED = "cleaned"
    LOST = "lost"


class Wave(Table):
    """A round of questions.

    Everyone invited from `audience` is asked the same items. `slot` is the occasion that opened it.

    `public_key` encrypts ballots; `epsilon` is in hundredths, 100 for the usual noise. `is_blurred_later`: a
    release before 0015 published exact figures, and noise was added afterwards.
    """

    __tablename__ = "pulse_waves"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    number: Mapped[int]
    slot: Mapped[str] = mapped_column(unique=True)
    audience: Mapped[Audience] = mapped_column(words(Audience))
    opened_on: Mapped[date]
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    floor: Mapped[int]
    epsilon: Mapped[int] = mapped_column(default=100)
    public_key: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    state: Mapped[WaveState] = mapped_column(words(WaveState), default=WaveState.OPEN)
    is_blurred_later: Mapped[bool] = mapped_column(default=False)


class Asked(Table):
    """An item of a wave. `cell_of` maps teams to cells, `tree` holds the groups with figures."""

    __tablename__ = "pulse_asked"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    cell_of: Mapped[dict[str, str]] = mapped_column(JSON)
    tree: Mapped[list[Any]] = mapped_column(JSON)


class Invited(Table):
    """A person invited to a wave, with their team when it opened: later changes of team have no effect.

    Deleted once the results have been sent.
    """

    __tablename__ = "pulse_invited"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    team: Mapped[str]


class WaveKey(Table):
    """The wave's private key, which decrypts ballots, and its marks key. Deleted when the wave closes.

    Both are encrypted with the master key, which is not in the database.

    PostgreSQL excludes this table, `Participation`, `SealedBallot` and `SealedComment` from its log and its
    statistics, so that their rows do not outlive the wave there.
    """

    __tablename__ = "pulse_keys"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_marks: Mapped[bytes] = mapped_column(LargeBinary)


class Participation(Table):
    """A mark that a person has answered.

    Only the wave's marks key links it to a person. Deleted when the wave closes.
    """

    __tablename__ = "pulse_participations"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    mark: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class SealedBallot(Table):
    """An encrypted ballot: decrypted, counted and destroyed when the wave closes.

    The id is random; no other column identifies it.
    """

    __tablename__ = "pulse_ballots"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SealedComment(Table):
    """An encrypted comment: at the close decrypted if there are enough comments, else destroyed unread."""

    __tablename__ = "pulse_sealed_comments"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PulseComment(Table):
    """A comment from the whole organisation, readable after the close.

    Ids are random, so their order reveals nothing.
    """

    __tablename__ = "pulse_comments"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), index=True)
    text: Mapped[str]


class WaveDeliveryCount(Table):
    """The number of a wave's deliveries by final state.

    The deliveries that name recipients are deleted at the close.
    """

    __tablename__ = "pulse_sent"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class PublishedRow(Table):
    """The published result of a group, the same for all readers, decided once at the close.

    `judged` is the headline's verdict as JSON, empty for other items. `verdict` has it in words for the release
    before 0035; it goes a release later.
    """

    __tablename__ = "pulse_told"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    group_key: Mapped[str] = mapped_column(primary_key=True)
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    verdict: Mapped[str] = mapped_column(default="")
    judged: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
