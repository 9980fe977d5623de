"""the schedule of the questions for everyone by a name that holds for small organisations, too"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

_WAS, _IS = "This fortnight's questions", "Questions for everyone"


def upgrade() -> None:
    """Leaves the old name where an administrator has given the new one to another schedule."""
    schedules = sa.table("schedules", sa.column("name"), sa.column("organisation_id"))
    other = schedules.alias("other")
    is_taken = sa.exists().where(other.c.organisation_id == schedules.c.organisation_id, other.c.name == _IS)
    op.execute(sa.update(schedules).where(schedules.c.name == _WAS, ~is_taken).values(name=_IS))
