"""at which making of the page a peer worker was told that they are on it"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("peer_profiles", sa.Column("announced", sa.String(), nullable=False, server_default=""))
