"""People, the accounts they have on platforms, and how they want to be reached."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.request import Sender
from bot.core.errors import UserFacingError
from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id


class Person(Table):
    """Empty `time_zone` and `region` mean the organisation's. `left_on` marks a leaver: never written to again.

    Three facts: `first_met_at`, they are known, because they have written; `is_staff`, a list, a directory or an
    administrator says that they work here; and reachable, which an Account says. Only staff whom we can reach
    are invited and counted.

    `joined_to` is set where an administrator found that two were one: their accounts are that person's now.
    """

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(default=None)
    team_id: Mapped[str | None] = mapped_column(ForeignKey("teams.id"), default=None)
    time_zone: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date | None] = mapped_column(default=None)
    left_on: Mapped[date | None] = mapped_column(default=None)
    is_staff: Mapped[bool] = mapped_column(default=True)
    first_met_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    joined_to: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)


class Account(Table):
    """`is_chosen`: where the person wants what we send. `address` is what the platform needs to reach them.

    `unreachable_since` is set when the platform refuses messages to it (uninstalled, blocked).
    `closed_on` is the day on which the platform deactivated it; then it is unreachable, too.
    `blocked_at` is when an administrator blocked it.
    """

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("platform", "workspace", "user"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    platform: Mapped[str]
    workspace: Mapped[str]
    user: Mapped[str]
    is_chosen: Mapped[bool] = mapped_column(default=True)
    address: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    unreachable_since: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    blocked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def sender(self) -> Sender:
        return Sender(self.platform, self.workspace, self.user)


class Preferences(Table):
    """A person's contact preferences. No row means all defaults.

    `working_days` holds ISO weekdays, "12345" for Monday to Friday. Quiet from `quiet_from` to
    `quiet_to` o'clock, local. `tip_day` (ISO weekday, 0 for the schedule's) and `tip_hour` (-1 for the
    schedule's) are the person's own weekly time. `opted_out` lists kinds of messages.
    """

    __tablename__ = "preferences"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    working_days: Mapped[str] = mapped_column(default="12345")
    quiet_from: Mapped[int] = mapped_column(default=18)
    quiet_to: Mapped[int] = mapped_column(default=8)
    tip_day: Mapped[int] = mapped_column(default=0)
    tip_hour: Mapped[int] = mapped_column(default=-1)
    snoozed_until: Mapped[date | None] = mapped_column(default=None)
    holds_until_writing: Mapped[bool] = mapped_column(default=False)
    opted_out: Mapped[list[str]] = mapped_column(JSON, default=list)


async def person_behind(session: AsyncSession, sender: Sender) -> Person | None:
    """The person with this account; None for an unknown one."""
    person: Person | None = await session.scalar(
        select(Person)
        .join(Account)
        .where(
            Account.platform == sender.platform,
            Account.workspace == sender.workspace,
            Account.user == sender.user,
        )
    )
    return person


async def staff_behind(session: AsyncSession, sender: Sender) -> Person | None:
    """The member of staff with this account. Nothing may be stored about anybody else."""
    person = await person_behind(session, sender)
    return person if person and person.is_staff and person.left_on is None else None


class NotKnownHere(UserFacingError):
    """The account is unknown: a guest, or a person of another organisation.

    `so` is what follows for what they asked.
    """

    def __init__(self, so: str = "I can't do that") -> None:
        super().__init__(
            f"I don't know you as a colleague here yet, so {so}. If you work here, ask an administrator "
            "to check the list of people."
        )


async def known_person(session: AsyncSession, sender: Sender) -> Person:
    """The person with this account. Guards create people, handlers never do. Raises NotKnownHere."""
    person = await person_behind(session, sender)
    if person is None:
        raise NotKnownHere
    return person


async def person_named(session: AsyncSession, person_id: str) -> Person:
    """The person with the id in a button. UserFacingError for an invented id, or an erased person's."""
    person = await session.get(Person, person_id)
    if person is None:
        raise UserFacingError(
            "That person isn't known here any more, so nothing was changed. Look at the list again."
        )
    return person


async def id_behind(session: AsyncSession, sender: Sender) -> str:
    """Theirs, where permission was asked for, so that it is somebody we know; else empty, which is nobody's."""
    person = await person_behind(session, sender)
    return person.id if person else ""


async def people_with_email(session: AsyncSession, organisation_id: str, email: str) -> Sequence[str]:
    """Their ids; of those who were joined, the one they are now. Nobody has an empty e-mail."""
    if not email:
        return []
    person_ids = await session.scalars(
        select(func.coalesce(Person.joined_to, Person.id))
        .where(Person.organisation_id == organisation_id, func.lower(Person.email) == email.lower())
        .distinct()
    )
    return person_ids.all()
