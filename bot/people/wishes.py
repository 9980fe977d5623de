"""What somebody chose about hearing from us: read, changed, checked."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserFacingError
from bot.people.budget import Kind
from bot.people.people import Preferences

# What can be stopped, in the words that people see, and the kinds of messages behind each.
STOPPABLE: dict[str, tuple[str, tuple[Kind, ...]]] = {
    "tips": ("short tips", (Kind.NUDGE, Kind.INDUCTION)),
    "pulses": ("this fortnight's questions", (Kind.PULSE,)),
    "results": ("results of the questions", (Kind.RESULTS,)),
    "broadcasts": ("announcements", (Kind.BROADCAST,)),
    "digests": ("digests that come with a role", (Kind.DIGEST,)),
}

Hour = Annotated[int, Field(ge=0, le=23)]


class Wishes(BaseModel):
    """`Preferences` says what the fields mean. This is what they are where nothing was chosen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    working_days: Annotated[str, Field(pattern=r"^[1-7]{1,7}$")] = "12345"
    quiet_from: Hour = 18
    quiet_to: Hour = 8
    tip_day: Annotated[int, Field(ge=0, le=7)] = 0
    tip_hour: Annotated[int, Field(ge=-1, le=23)] = -1
    snoozed_until: date | None = None
    holds_until_writing: bool = False
    opted_out: tuple[Kind, ...] = ()

    @field_validator("opted_out")
    @classmethod
    def _in_order(cls, kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
        return tuple(kind for kind in Kind if kind in kinds)

    def with_changes(self, **changes: object) -> "Wishes":
        """Checked again. UserFacingError for what nobody can have chosen."""
        try:
            return Wishes.model_validate(self.model_dump() | changes)
        except ValidationError as error:
            raise UserFacingError("That can't be chosen. Open your settings again and pick anew.") from error

    def is_quiet(self, hour: int) -> bool:
        """Quiet hours may go past midnight. From an hour to the same hour means none."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to

    def is_snoozed(self, today: date) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > today

    def stopped(self) -> list[str]:
        """The names in `STOPPABLE` of what they don't want: one kind is enough, since more may join it later."""
        return [name for name, (_, kinds) in STOPPABLE.items() if set(kinds) & set(self.opted_out)]

    def differences(self, other: "Wishes") -> dict[str, Any]:
        """Of this one, as plain JSON: what an undo has to bring back."""
        mine, theirs = self.model_dump(mode="json"), other.model_dump(mode="json")
        return {name: value for name, value in mine.items() if value != theirs[name]}


async def wishes_of(session: AsyncSession, person_id: str) -> Wishes:
    found = await session.get(Preferences, person_id)
    if found is None:
        return Wishes()
    # Without checking: what was chosen in an older release still applies.
    chosen = {name: getattr(found, name) for name in Wishes.model_fields}
    return Wishes.model_construct(**chosen | {"opted_out": tuple(Kind(k) for k in found.opted_out)})


async def choose(session: AsyncSession, person_id: str, wishes: Wishes) -> None:
    given = wishes.model_dump() | {"opted_out": [kind.value for kind in wishes.opted_out]}
    await session.merge(Preferences(person_id=person_id, **given))
