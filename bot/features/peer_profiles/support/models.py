"""Tables of requests for peer support. No column holds text about the person to be supported."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id, words


class Purpose(StrEnum):
    SOMEBODY = "somebody"
    TEAM = "team"


class Soon(StrEnum):
    WEEK = "week"
    FORTNIGHT = "fortnight"
    ANY = "any"


class RequestStage(StrEnum):
    """The stage of an open request. AGREED is also the last stage of a successful one."""

    WAITING = "waiting"
    TAKEN = "taken"
    PROPOSED = "proposed"
    AGREED = "agreed"


class PeerRequest(Table):
    """A request to one peer worker (`directed_to`), or to the peer workers of a team whose entries the asker sees.

    `times` are proposed by who took it, as ISO instants in UTC. `offers` is the number of offers,
    `look_at` the next deadline. `taken_at` is when somebody first took it, `told_at` when the asker was told that nobody takes it.
    """

    __tablename__ = "peer_requests"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    asker_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(words(Purpose))
    soon: Mapped[Soon] = mapped_column(words(Soon))
    directed_to: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None, index=True)
    pool_team_id: Mapped[str | None] = mapped_column(ForeignKey("teams.id"), default=None)
    stage: Mapped[RequestStage] = mapped_column(words(RequestStage), default=RequestStage.WAITING)
    taken_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None, index=True)
    times: Mapped[list[str]] = mapped_column(JSON, default=list)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offers: Mapped[int] = mapped_column(default=0)
    look_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def instants(self) -> Sequence[datetime]:
        return [datetime.fromisoformat(time) for time in self.times]


class PeerDecline(Table):
    """A peer worker who declined, without a reason. They get no further offer, and nobody else sees who it was."""

    __tablename__ = "peer_declines"

    request_id: Mapped[str] = mapped_column(ForeignKey("peer_requests.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
