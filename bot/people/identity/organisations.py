"""Tables of the organisation that runs Alongside (country, time zone, contacts) and of its teams."""

from collections.abc import Sequence

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.natural_order import natural_key
from bot.store.database import Table
from bot.store.types import new_id


class Organisation(Table):
    """`country` is ISO 3166 alpha-2, `region` its subdivision as the `holidays` package names it.

    `contact` is the sentence shown to someone who asks for a person.
    `staff_support` lists the organisation's own lines for staff: name, contact and hours each.
    `weekly_contacts` is how often a week we may write to one person unasked. An announcement to more than
    `approval_above` people needs a second person's approval. `Limit` has the bounds of these numbers and of
    the retention periods, which come from the environment if None.
    `wording_host` is the host of the language model that may rephrase answers, empty for none.
    """

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    country: Mapped[str]
    region: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")
    staff_support: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    weekly_contacts: Mapped[int] = mapped_column(default=3)
    approval_above: Mapped[int] = mapped_column(default=50)
    keep_message_days: Mapped[int | None] = mapped_column(default=None)
    keep_delivery_days: Mapped[int | None] = mapped_column(default=None)
    keep_pulse_months: Mapped[int | None] = mapped_column(default=None)
    keep_comment_days: Mapped[int | None] = mapped_column(default=None)
    keep_audit_days: Mapped[int | None] = mapped_column(default=None)
    wording_host: Mapped[str] = mapped_column(default="")


class Team(Table):
    """A node of the organisation's tree; `parent_id` is None for a division at the top.

    `channel` is where the team talks, as "platform workspace conversation"; empty for none.
    """

    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("teams.id"))
    channel: Mapped[str] = mapped_column(default="")


async def only_organisation(session: AsyncSession) -> Organisation | None:
    """The one there is; None before anything was set up."""
    organisation: Organisation | None = await session.scalar(select(Organisation).limit(1))
    return organisation


async def teams_of(session: AsyncSession, organisation_id: str) -> Sequence[Team]:
    """By name."""
    mine = Team.organisation_id == organisation_id
    return sorted(await session.scalars(select(Team).where(mine)), key=lambda team: natural_key(team.name))
