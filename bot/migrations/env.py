"""Alembic's entry: runs on the connection that `migrate` opened."""

from typing import Literal

from alembic import context

from bot.migrations.tables import ALL
from bot.store.types import UtcDateTime


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Migrations outlive our types, so they name plain ones."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=ALL, render_as_batch=True, render_item=render_item)
with context.begin_transaction():
    context.run_migrations()
