"""peer workers' own entries in the directory"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    written = ("name", "expertise", "languages", "settings", "ways", "days", "not_offered", "how_to_ask")
    op.create_table(
        "peer_profiles",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        *(sa.Column(column, sa.String(), nullable=False) for column in written),
        sa.Column(
            "colleagues",
            sa.String(length=20),
            nullable=False,
        ),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("on_page", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("encoder", sa.String(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_peer_profiles_person_id_people")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_peer_profiles_team_id_teams")),
        sa.PrimaryKeyConstraint("person_id", "is_published", name=op.f("pk_peer_profiles")),
    )
