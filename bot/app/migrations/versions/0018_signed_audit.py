"""the audit's lines are signed with the master key, and so is which of them is the newest

Lines are signed as they are found: one that was changed before still shows by its digest.
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signature", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keep_audit_days", sa.Integer(), nullable=True))
    _sign(head)


def _sign(head: sa.Table) -> None:
    """Raises Unsealable where there are lines and no master key."""
    connection, seal = op.get_bind(), context.config.attributes["seal"]
    audit = sa.table("audit", *(sa.column(name) for name in ("number", "digest", "signature")))
    lines = connection.execute(sa.select(audit.c.number, audit.c.digest).order_by(audit.c.number)).all()
    for number, digest in lines:
        signature = seal.sign("audit line", digest)
        connection.execute(audit.update().where(audit.c.number == number).values(signature=signature))
    if lines:
        number, digest = lines[-1]
        row = {"id": 1, "number": number, "digest": digest, "first": 1, "before": "0" * 64}
        row["signature"] = seal.sign("audit head", f"{number} {digest} 1 {'0' * 64}")
        connection.execute(head.insert().values(row))
