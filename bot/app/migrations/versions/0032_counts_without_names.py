"""how much was done under a mark instead of an account's id; accounts that we don't know and that do too much"""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "counted_acts",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("full_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_counted_acts")),
    )
    with op.batch_alter_table("counted_acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counted_acts_full_at"), ["full_at"], unique=False)
    op.create_table(
        "unknown_accounts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("home", sa.String(), nullable=False),
        sa.Column("noted_at", bot.store.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unknown_accounts")),
    )
    with op.batch_alter_table("unknown_accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unknown_accounts_noted_at"), ["noted_at"], unique=False)
