"""Column types that behave the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import DateTime, Enum, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.core.declared import DeclaredWord


class UtcDateTime(TypeDecorator[datetime]):
    """Timezone-aware datetimes in UTC. SQLite drops time zones, so reading adds UTC again."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        aware: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC)


def words(kind: type[StrEnum]) -> Enum:
    """A column for a StrEnum, stored as plain text, so that a new member needs no migration."""
    return Enum(
        kind, native_enum=False, length=20, values_callable=lambda members: [m.value for m in members]
    )


class Declared(TypeDecorator[DeclaredWord]):
    """A column for a DeclaredWord, stored as text of at most 20 characters.

    During an upgrade two releases share the database, so a word of the newer one is read as a stand-in.
    """

    impl = String(20)
    cache_ok = True

    def __init__(self, kind: type[DeclaredWord]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: DeclaredWord | str | None, dialect: Dialect) -> Any:
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> DeclaredWord | None:
        return None if value is None else self.kind.read(value)


def new_id() -> str:
    """32 random hexadecimal characters. They reveal neither time nor order of creation."""
    return uuid4().hex
