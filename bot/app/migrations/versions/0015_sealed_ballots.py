"""sealed ballots, and figures that are blurred

Counts that were kept are blurred once, with a key that is made here and never written down, and the exact
ones are destroyed. A wave that is open is closed with what has been answered: its answers are counts already,
and can't be sealed any more. Reports say which figures were told exactly at first.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from secrets import token_bytes
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.publisher import Tally, publish
from bot.publishing.tree import Group

revision = "0015"
down_revision = "0014"

COMMENTS_FROM = 12

_SECRET = {
    "pulse_keys": ("sealed", "sealed_marks"),
    "pulse_participations": ("mark",),
    "pulse_ballots": ("id", "sealed"),
    "pulse_sealed_comments": ("id", "sealed"),
}

_WAVES = sa.table(
    "pulse_waves",
    *(sa.column(name) for name in ("id", "floor", "state", "is_blurred_later", "number")),
)
_ASKED = sa.table(
    "pulse_asked",
    sa.column("wave_id"),
    sa.column("item_id"),
    sa.column("cell_of", sa.JSON),
    sa.column("tree", sa.JSON),
)
_INVITED = sa.table("pulse_invited", *(sa.column(name) for name in ("wave_id", "person_id", "team")))
_TOLD = sa.table(
    "pulse_told",
    *(sa.column(name) for name in ("wave_id", "item_id", "group_key", "verdict")),
    sa.column("told", sa.JSON),
)
_COMMENTS = sa.table("pulse_comments", sa.column("wave_id"))
_COLUMNS = ("wave_id", "item_id", "cell", "point", "count")
_COUNTED = {
    name: sa.table(name, *(sa.column(column) for column in _COLUMNS))
    for name in ("pulse_tallies", "pulse_counts")
}


def upgrade() -> None:
    _make()
    connection = op.get_bind()
    layers = NoiseLayers(token_bytes(32))
    for wave in connection.execute(sa.select(_WAVES).order_by(_WAVES.c.number)).all():
        _blur(connection, wave, layers)
    for table in ("pulse_keys", "pulse_participations"):
        op.execute(sa.delete(sa.table(table)))
    op.drop_table("pulse_tallies")
    op.drop_table("pulse_counts")
    with op.batch_alter_table("pulse_keys", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sealed_marks", sa.LargeBinary(), nullable=False))
    if connection.dialect.name == "postgresql":
        _keep_out_of_log_and_statistics()


def _make() -> None:
    with op.batch_alter_table("pulse_waves", schema=None) as batch_op:
        batch_op.add_column(sa.Column("epsilon", sa.Integer(), nullable=False, server_default="100"))
        batch_op.add_column(sa.Column("public_key", sa.LargeBinary(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("is_blurred_later", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("pulse_preferences", schema=None) as batch_op:
        batch_op.add_column(sa.Column("epsilon", sa.Integer(), nullable=False, server_default="100"))
    for table in ("pulse_ballots", "pulse_sealed_comments"):
        op.create_table(
            table,
            sa.Column("id", sa.String(), nullable=False),
            sa.Column("wave_id", sa.String(), nullable=False),
            sa.Column("sealed", sa.LargeBinary(), nullable=False),
            sa.ForeignKeyConstraint(["wave_id"], ["pulse_waves.id"], name=op.f(f"fk_{table}_wave_id")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
    op.create_table(
        "pulse_sent",
        sa.Column("wave_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["pulse_waves.id"], name=op.f("fk_pulse_sent_wave_id")),
        sa.PrimaryKeyConstraint("wave_id", "state", name=op.f("pk_pulse_sent")),
    )
    op.create_table(
        "noise_keys",
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_noise_keys_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_noise_keys")),
    )


def _keep_out_of_log_and_statistics() -> None:
    """Of the write-ahead log, of replicas and archives made from it, and of the planner's samples: all of them
    would outlast the wave. After a crash these tables are empty, and the wave is lost."""
    for table, columns in _SECRET.items():
        op.execute(f"ALTER TABLE {table} SET UNLOGGED")
        for column in columns:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
    op.execute("ALTER TABLE noise_keys ALTER COLUMN sealed SET STATISTICS 0")


def _blur(connection: sa.Connection, wave: sa.Row[Any], layers: NoiseLayers) -> None:
    """Blur what is kept of this wave, and leave it published, for the nightly round to clean the files."""
    source = _COUNTED["pulse_tallies" if wave.state == "open" else "pulse_counts"]
    for asked in connection.execute(sa.select(_ASKED).where(_ASKED.c.wave_id == wave.id)).all():
        counts = connection.execute(
            sa.select(source.c.cell, source.c.point, source.c.count).where(
                source.c.wave_id == wave.id, source.c.item_id == asked.item_id
            )
        )
        root = _group(asked.tree, _members(connection, asked))
        figures = publish(root, _tallies(counts), f"pulse|{asked.item_id}", layers, floor=wave.floor)
        told = {key: asdict(replace(one, not_sure=None)) for key, one in figures.items()}
        _write(connection, asked, {group.key: told.get(group.key, {}) for group in root.walk()})
    if wave.state == "open":
        mine = _COMMENTS.c.wave_id == wave.id
        count = connection.scalar(sa.select(sa.func.count()).select_from(_COMMENTS).where(mine)) or 0
        if count < COMMENTS_FROM:
            connection.execute(sa.delete(_COMMENTS).where(mine))
    connection.execute(
        sa.update(_WAVES).where(_WAVES.c.id == wave.id).values(state="published", is_blurred_later=True)
    )


def _tallies(counts: Iterable[Any]) -> dict[str, Tally]:
    found: dict[str, Tally] = defaultdict(lambda: Tally(0, 0, 0))
    for cell, point, count in counts:
        before = found[cell]
        found[cell] = Tally(before.answers + count, before.agree + (count if point >= 4 else 0), 0)
    return found


def _members(connection: sa.Connection, asked: sa.Row[Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    of_wave = sa.select(_INVITED.c.person_id, _INVITED.c.team).where(_INVITED.c.wave_id == asked.wave_id)
    for person, team in connection.execute(of_wave):
        found[asked.cell_of[team]].add(person)
    return found


def _group(tree: Sequence[Any], members: Mapping[str, set[str]]) -> Group:
    key, below = tree
    if not below:
        return Group(key, frozenset(members.get(key, ())))
    parts = tuple(_group(part, members) for part in below)
    return Group(key, frozenset[str]().union(*(part.members for part in parts)), parts)


def _write(connection: sa.Connection, asked: sa.Row[Any], told: Mapping[str, dict[str, Any]]) -> None:
    """In place of what was told; of a verdict only the direction stays, because its size came from exact means."""
    mine = (_TOLD.c.wave_id == asked.wave_id, _TOLD.c.item_id == asked.item_id)
    verdicts = dict(connection.execute(sa.select(_TOLD.c.group_key, _TOLD.c.verdict).where(*mine)).all())
    connection.execute(sa.delete(_TOLD).where(*mine))
    rows = [
        {
            "wave_id": asked.wave_id,
            "item_id": asked.item_id,
            "group_key": key,
            "told": one,
            "verdict": re.sub(r" by about [\d.]+ points out of 5", "", verdicts.get(key, "")) if one else "",
        }
        for key, one in told.items()
    ]
    if rows:
        connection.execute(sa.insert(_TOLD), rows)
