"""wording: the host of the language model that an administrator agreed to send questions to"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wording_host", sa.String(), nullable=False, server_default=""))
