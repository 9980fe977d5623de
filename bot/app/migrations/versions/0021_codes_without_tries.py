"""a wrong code counts against who says it, and no longer against everybody"""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    with op.batch_alter_table("administrator_codes", schema=None) as batch_op:
        batch_op.drop_column("tries")
