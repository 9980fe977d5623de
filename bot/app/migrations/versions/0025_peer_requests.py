"""requests for peer support, and their counts without names"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    people = ("asker_id", "directed_to", "taken_by")
    op.create_table(
        "peer_requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("asker_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("soon", sa.String(length=20), nullable=False),
        sa.Column("directed_to", sa.String(), nullable=True),
        sa.Column("pool_team_id", sa.String(), nullable=True),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=True),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_peer_requests_organisation_id_organisations"),
        ),
        *(
            sa.ForeignKeyConstraint([column], ["people.id"], name=op.f(f"fk_peer_requests_{column}_people"))
            for column in people
        ),
        sa.ForeignKeyConstraint(
            ["pool_team_id"], ["teams.id"], name=op.f("fk_peer_requests_pool_team_id_teams")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_requests")),
    )
    for column in ("organisation_id", *people):
        op.create_index(op.f(f"ix_peer_requests_{column}"), "peer_requests", [column])
    op.create_table(
        "peer_declines",
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["peer_requests.id"], name=op.f("fk_peer_declines_request_id_peer_requests")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_peer_declines_person_id_people")),
        sa.PrimaryKeyConstraint("request_id", "person_id", name=op.f("pk_peer_declines")),
    )
    op.create_table(
        "peer_tallies",
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_peer_tallies_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "month", "what", name=op.f("pk_peer_tallies")),
    )
