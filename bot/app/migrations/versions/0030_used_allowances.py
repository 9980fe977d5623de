"""how much of each kind an account did, for all replicas"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "used_allowances",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("allowance", sa.String(), nullable=False),
        sa.Column("full_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_used_allowances_account_id")),
        sa.PrimaryKeyConstraint("account_id", "allowance", name=op.f("pk_used_allowances")),
    )
    with op.batch_alter_table("used_allowances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_used_allowances_full_at"), ["full_at"], unique=False)
