"""Alembic's entry point: runs on the connection that `migrate` opened."""

from typing import Literal

from alembic import context
from sqlalchemy import Enum

from bot.app.all_tables import ALL
from bot.store.types import UtcDateTime


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Writes plain column types, because migrations outlive our own types."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return "sa.String(length=20)"
    return False


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=ALL, render_as_batch=True, render_item=render_item)
with context.begin_transaction():
    context.run_migrations()
