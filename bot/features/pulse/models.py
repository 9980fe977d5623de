"""Tables of the pulse. Ballots are sealed; ballots, keys and participation are deleted at the close."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.themes import Audience
from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id, words


class WaveState(StrEnum):
    """`CLOSED` takes no answers any more; `PUBLISHED` has its figures; `CLEANED` left no trace on the disk.

    `LOST`: its ballots could not be opened, as after a crash of PostgreSQL, and nothing is told of it.
    """

    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    CLEANED = "cleaned"
    LOST = "lost"


class Wave(Table):
    """Everyone in `audience` who was invited is asked the same. `slot` is the occasion that opened it.

    `public_key` seals ballots; `epsilon` is in hundredths, 100 for the usual noise. `is_blurred_later`: its figures
    were told exactly at first, by a release before 0015, and have been blurred since.
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
    """An item of a wave. `cell_of` has the cell for each team, `tree` the groups that are reported."""

    __tablename__ = "pulse_asked"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    cell_of: Mapped[dict[str, str]] = mapped_column(JSON)
    tree: Mapped[list[Any]] = mapped_column(JSON)


class Invited(Table):
    """Fixed when the wave opens: who changes teams meanwhile counts where they were. Forgotten once the results
    have been sent."""

    __tablename__ = "pulse_invited"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    team: Mapped[str]


class WaveKey(Table):
    """The private key that opens the wave's ballots, and the one that makes marks, both sealed with the master
    key, which is not in the database. Deleted when the wave closes.

    PostgreSQL keeps this table, `Participation`, `SealedBallot` and `SealedComment` out of its log and out of
    its statistics, so that nothing in them outlasts the wave there.
    """

    __tablename__ = "pulse_keys"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_marks: Mapped[bytes] = mapped_column(LargeBinary)


class Participation(Table):
    """Somebody has answered; the wave's key of marks is needed to tell who. Deleted when the wave closes."""

    __tablename__ = "pulse_participations"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    mark: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class SealedBallot(Table):
    """Opened, counted and destroyed when the wave closes. The id is random, and nothing else is beside it."""

    __tablename__ = "pulse_ballots"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SealedComment(Table):
    """Opened when the wave closes if there are enough of them, else destroyed unopened."""

    __tablename__ = "pulse_sealed_comments"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Comment(Table):
    """Of the organisation as a whole, after the close. The id is random, so their order says nothing."""

    __tablename__ = "pulse_comments"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), index=True)
    text: Mapped[str]


class Sent(Table):
    """How many of the wave's messages came to which end. Whose these were is forgotten at the close."""

    __tablename__ = "pulse_sent"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class Told(Table):
    """What everyone who is ever told is told of a group, decided once at close. `verdict` is in words."""

    __tablename__ = "pulse_told"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    group_key: Mapped[str] = mapped_column(primary_key=True)
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    verdict: Mapped[str] = mapped_column(default="")
