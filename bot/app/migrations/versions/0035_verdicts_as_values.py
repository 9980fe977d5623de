"""verdicts as values: direction, points and baseline instead of a sentence"""

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

_CHANGED = re.compile(r"(up|down)(?: by about (\d+) in 100)? since the first (\d+) rounds")
_TOO_EARLY = re.compile(r"a change can first be called after (one|\d+) more rounds? of questions")
_NO_CHANGE = "no clear change"


def upgrade() -> None:
    """Adds a column only, since the release before writes words during an upgrade."""
    op.add_column("pulse_told", sa.Column("judged", sa.JSON(), nullable=True))
    told = sa.table("pulse_told", sa.column("verdict", sa.String), sa.column("judged", sa.JSON))
    connection = op.get_bind()
    sentences = connection.scalars(sa.select(told.c.verdict).where(told.c.verdict != "").distinct()).all()
    for sentence in sentences:
        if judged := _judged(sentence):
            connection.execute(sa.update(told).where(told.c.verdict == sentence).values(judged=judged))


def _judged(sentence: str) -> dict[str, Any] | None:
    """None for a sentence that no release wrote."""
    if sentence == _NO_CHANGE:
        return {"kind": "no clear change"}
    if found := _TOO_EARLY.fullmatch(sentence):
        return {"kind": "too early", "waves": 1 if found[1] == "one" else int(found[1])}
    if found := _CHANGED.fullmatch(sentence):
        is_up, points = found[1] == "up", int(found[2]) if found[2] else None
        signed = points if is_up or points is None else -points
        return {"kind": "changed", "points": signed, "is_up": is_up, "baseline": int(found[3])}
    return None
