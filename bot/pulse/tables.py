"""What the pulse keeps. No row holds one person's answer; who took part is forgotten when the wave closes."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id, words
from bot.themes import Audience


class WaveState(StrEnum):
    """`CLOSED` takes no answers any more; `PUBLISHED` has its figures; `CLEANED` left no trace on the disk."""

    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    CLEANED = "cleaned"


class Wave(Table):
    """Everyone in `audience` who was invited is asked the same. `slot` is the occasion that opened it."""

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
    state: Mapped[WaveState] = mapped_column(words(WaveState), default=WaveState.OPEN)


class Asked(Table):
    """An item of a wave. `cell_of` has the cell for each team, `tree` the groups that are reported."""

    __tablename__ = "pulse_asked"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    cell_of: Mapped[dict[str, str]] = mapped_column(JSON)
    tree: Mapped[list[Any]] = mapped_column(JSON)


class Invited(Table):
    """Fixed when the wave opens: whoever changes teams meanwhile counts where they were."""

    __tablename__ = "pulse_invited"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    team: Mapped[str]


class WaveKey(Table):
    """Sealed with the master key, which is not in the database; deleted when the wave closes.

    PostgreSQL keeps this and `Participation` out of its log, so that neither outlasts the wave there.
    """

    __tablename__ = "pulse_keys"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Participation(Table):
    """Somebody has answered; the wave's key is needed to tell who. Deleted when the wave closes."""

    __tablename__ = "pulse_participations"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    mark: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class _Count:
    """How many chose this point of 1 to 5, in this cell."""

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    cell: Mapped[str] = mapped_column(primary_key=True)
    point: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]


class Tally(_Count, Table):
    """While the wave is open. Its rows come in the order of the answers, so the close writes them anew."""

    __tablename__ = "pulse_tallies"


class Counted(_Count, Table):
    """When the wave has closed, in the order of the key."""

    __tablename__ = "pulse_counts"


class Comment(Table):
    """Of the organisation as a whole. The id is random, so their order says nothing; there is no time."""

    __tablename__ = "pulse_comments"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), index=True)
    text: Mapped[str]


class Told(Table):
    """What everyone who is ever told is told of a group, decided once at close. `verdict` is in words."""

    __tablename__ = "pulse_told"

    wave_id: Mapped[str] = mapped_column(ForeignKey("pulse_waves.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    group_key: Mapped[str] = mapped_column(primary_key=True)
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    verdict: Mapped[str] = mapped_column(default="")
