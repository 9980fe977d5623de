"""what applies here: how long things are kept, and from how many on an announcement needs approval"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_KEPT = ("keep_message_days", "keep_delivery_days", "keep_pulse_months", "keep_comment_days")


def upgrade() -> None:
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("approval_above", sa.Integer(), nullable=False, server_default="50"))
        for name in _KEPT:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
