"""`Feature`: what a feature declares about itself, so that the core keeps no list of features."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.delivery.calendar.schedules import DefaultSchedule
from bot.features.content_report import ContentCheck
from bot.people.access.permissions import Permission
from bot.people.audit.acts import Act
from bot.people.contact.message_kinds import MessageKind
from bot.people.identity.organisation_limits import Limit
from bot.people.records.personal_data import PersonalData
from bot.store.database import Database, Table
from bot.store.resealing import SealedColumn

Retention = Callable[[Database, datetime, Mapping[str, int]], Awaitable[Mapping[str, int]]]
"""Deletes what is past its retention now, by the organisation's limits; returns how much of what, for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A feature's declaration. `bot/features/__init__.py` lists all features.

    `not_in_backups`: which of its tables a backup leaves out, and why.
    `sealed`: columns that hold a secret under the master key.
    `without_name`: its data that can't be exported or erased for a person, because it is only a count.
    """

    name: str
    tables: tuple[type[Table], ...] = ()
    not_in_backups: Mapping[type[Table], str] = field(default_factory=dict)
    permissions: tuple[Permission, ...] = ()
    message_kinds: tuple[MessageKind, ...] = ()
    default_schedules: tuple[DefaultSchedule, ...] = ()
    audit_acts: tuple[Act, ...] = ()
    org_settings: tuple[Limit, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()
    without_name: tuple[str, ...] = ()
    retention: Retention | None = None
    sealed: tuple[SealedColumn, ...] = ()
    content: ContentCheck | None = None
