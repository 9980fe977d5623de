"""the peer workers' network, and its question of the month"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "network_members",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_network_members_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_network_members")),
    )
    op.create_table(
        "network_questions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_network_questions_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_network_questions_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_questions")),
    )
    op.create_index(op.f("ix_network_questions_person_id"), "network_questions", ["person_id"])
