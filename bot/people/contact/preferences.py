"""Reads, checks and changes a person's contact preferences."""

from datetime import date
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationError,
    field_validator,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.errors import UserFacingError
from bot.people.contact.message_kinds import MessageKind, by_priority, subscriptions
from bot.people.identity.people import Preferences

Hour = Annotated[int, Field(ge=0, le=23)]
Kind = Annotated[MessageKind, PlainValidator(MessageKind.named), PlainSerializer(str)]


class ContactPreferences(BaseModel):
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
    def _in_order(cls, kinds: tuple[MessageKind, ...]) -> tuple[MessageKind, ...]:
        return tuple(kind for kind in by_priority() if kind in kinds)

    def with_changes(self, **changes: object) -> "ContactPreferences":
        """A changed copy, checked. UserFacingError for values that no form offers."""
        try:
            return ContactPreferences.model_validate(self.model_dump() | changes)
        except ValidationError as error:
            raise UserFacingError(
                "That choice is no longer offered, and nothing was changed. Open your settings again and pick one."
            ) from error

    def is_quiet(self, hour: int) -> bool:
        """Quiet hours may go past midnight. From an hour to the same hour means none."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to

    def is_snoozed(self, today: date) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > today

    def stopped(self) -> list[str]:
        """Names of the subscriptions they stopped. One stopped kind is enough, since a release may add kinds."""
        return [s.name for s, kinds in subscriptions().items() if set(kinds) & set(self.opted_out)]

    def differences(self, other: "ContactPreferences") -> dict[str, Any]:
        """This one's values that differ, as plain JSON, for an undo."""
        mine, theirs = self.model_dump(mode="json"), other.model_dump(mode="json")
        return {name: value for name, value in mine.items() if value != theirs[name]}


async def preferences_of(session: AsyncSession, person_id: str) -> ContactPreferences:
    row = await session.get(Preferences, person_id)
    if row is None:
        return ContactPreferences()
    # Without checking: what was chosen in an older release still applies.
    chosen = {name: getattr(row, name) for name in ContactPreferences.model_fields}
    return ContactPreferences.model_construct(
        **chosen | {"opted_out": tuple(MessageKind.named(k) for k in row.opted_out)}
    )


async def choose(session: AsyncSession, person_id: str, preferences: ContactPreferences) -> None:
    given = preferences.model_dump() | {"opted_out": [str(kind) for kind in preferences.opted_out]}
    await session.merge(Preferences(person_id=person_id, **given))
