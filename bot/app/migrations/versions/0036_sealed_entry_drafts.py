"""unpublished entries of peer workers, sealed; those of before are sealed in the first night"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.add_column("peer_profiles", sa.Column("sealed", sa.LargeBinary(), nullable=True))
