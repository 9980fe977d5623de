"""what people typed into forms that were not sent, sealed, for a day"""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "form_drafts",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", bot.store.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_form_drafts_person_id")),
        sa.PrimaryKeyConstraint("person_id", "form", name=op.f("pk_form_drafts")),
    )
    with op.batch_alter_table("form_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_drafts_kept_at"), ["kept_at"], unique=False)
