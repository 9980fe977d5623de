"""channels as audiences, and saved audiences of those who are in all of several"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "channels",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_channels_organisation_id")
        ),
        sa.PrimaryKeyConstraint("platform", "workspace", "key", name=op.f("pk_channels")),
    )
    op.create_index(op.f("ix_channels_organisation_id"), "channels", ["organisation_id"])
    with op.batch_alter_table("saved_audiences", schema=None) as batch_op:
        batch_op.add_column(sa.Column("takes_all", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("but_not", sa.JSON(), nullable=False, server_default="[]"))
