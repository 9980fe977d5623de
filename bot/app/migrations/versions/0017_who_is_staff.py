"""who is staff: known by a list, a directory or an administrator, and not only because they wrote

A person without a name has only written to the bot: they are in no imported list and in no directory.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_staff", sa.Boolean(), nullable=False, server_default=sa.true()))
    people = sa.table("people", *(sa.column(name) for name in ("id", "name", "is_staff")))
    grants = sa.table("grants", sa.column("person_id"))
    only_met = (people.c.name == "", people.c.id.not_in(sa.select(grants.c.person_id)))
    op.execute(people.update().where(*only_met).values(is_staff=sa.false()))
