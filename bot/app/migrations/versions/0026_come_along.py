"""times that peer workers offer, who comes along, and what each wrote for themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "shadow_offers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("colleagues", sa.String(length=20), nullable=False),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_shadow_offers_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_shadow_offers_person_id_people")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_shadow_offers_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_offers")),
    )
    for column in ("organisation_id", "person_id"):
        op.create_index(op.f(f"ix_shadow_offers_{column}"), "shadow_offers", [column])
    op.create_table(
        "shadow_places",
        sa.Column("offer_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["shadow_offers.id"], name=op.f("fk_shadow_places_offer_id_shadow_offers")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_shadow_places_person_id_people")),
        sa.PrimaryKeyConstraint("offer_id", "person_id", name=op.f("pk_shadow_places")),
    )
    op.create_index(op.f("ix_shadow_places_person_id"), "shadow_places", ["person_id"])
    op.create_table(
        "shadow_reflections",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_shadow_reflections_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", "about", name=op.f("pk_shadow_reflections")),
    )
