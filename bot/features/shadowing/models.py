"""Tables of shadowing: offered times, places taken, and private reflections."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from bot.people.audiences.chosen_colleagues import Colleagues
from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id, words


class ShadowOffer(Table):
    """`person_id` and `place` are empty after the peer worker withdrew it; its guests still get a notice.

    `places` is for how many colleagues. `team_id` is the team that was chosen, which stays the same if they move on. `counted_at`: its guests
    are in the counts without names.
    """

    __tablename__ = "shadow_offers"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None, index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(default="")
    places: Mapped[int]
    colleagues: Mapped[Colleagues] = mapped_column(words(Colleagues))
    team_id: Mapped[str | None] = mapped_column(ForeignKey("teams.id"), default=None)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class ShadowPlace(Table):
    """A guest's place in an offer."""

    __tablename__ = "shadow_places"

    offer_id: Mapped[str] = mapped_column(ForeignKey("shadow_offers.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ShadowReflection(Table):
    """A person's private reflection: both answers, sealed under the master key.

    `about` is the offer's id. The offer may be deleted.
    """

    __tablename__ = "shadow_reflections"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    about: Mapped[str] = mapped_column(primary_key=True)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
