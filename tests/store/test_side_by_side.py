"""During an upgrade the older release works on the newer schema: migrations expand, and contract a release later."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, create_engine, inspect

from bot.app.migrations import upgrade
from tests.architecture.test_migrations import VERSIONS
from tests.databases import Urls

FIRST = "0021"
"""The oldest schema whose release runs beside this one. Raise it when a release drops what the release before it
still used, and say so in UPGRADING.md and the changelog.
"""


class TableShape(NamedTuple):
    """Columns by name with type and whether they may be empty; what rows must be unique in; what is checked."""

    columns: Mapping[str, tuple[str, bool]]
    must_be_given: frozenset[str]
    unique: frozenset[tuple[str, ...]]
    rules: frozenset[str]


def _shape(connection: Connection) -> dict[str, TableShape]:
    inspector = inspect(connection)
    found = {}
    for table in inspector.get_table_names():
        columns = inspector.get_columns(table)
        unique = [tuple(c["column_names"]) for c in inspector.get_unique_constraints(table)]
        unique += [tuple(map(str, i["column_names"])) for i in inspector.get_indexes(table) if i["unique"]]
        unique += [tuple(inspector.get_pk_constraint(table)["constrained_columns"])]
        found[table] = TableShape(
            {c["name"]: (str(c["type"]), bool(c["nullable"])) for c in columns},
            frozenset(c["name"] for c in columns if not c["nullable"] and c["default"] is None),
            frozenset(unique),
            frozenset(str(c["sqltext"]) for c in inspector.get_check_constraints(table))
            | frozenset(f"{k['constrained_columns']}" for k in inspector.get_foreign_keys(table)),
        )
    return found


def _broken(before: Mapping[str, TableShape], after: Mapping[str, TableShape]) -> list[str]:
    """What statements of the older release could stumble over."""
    found = [f"{table} is gone" for table in before.keys() - after.keys()]
    for table in before.keys() & after.keys():
        old, new = before[table], after[table]
        found += [f"{table}.{name} is gone" for name in old.columns.keys() - new.columns.keys()]
        found += [
            f"{table}.{name} was {old.columns[name]}, is {new.columns[name]}"
            for name in old.columns.keys() & new.columns.keys()
            if old.columns[name] != new.columns[name]
        ]
        added = new.must_be_given - old.columns.keys()
        found += [f"{table}.{name} must be given, and the older release doesn't" for name in added]
        found += [f"{table} is unique in other columns: {old.unique ^ new.unique}"] * (
            old.unique != new.unique
        )
        found += [f"{table} has new rules: {new.rules - old.rules}"] * bool(
            _of_old_columns(new.rules - old.rules, old)
        )
    return sorted(found)


def _of_old_columns(rules: frozenset[str], old: TableShape) -> bool:
    """A rule of new columns alone binds no row of the older release, which leaves them empty."""
    return any(name in rule for rule in rules for name in old.columns)


def test_every_migration_only_expands_since_the_oldest_release_that_runs_beside_this_one(
    empty_urls: Urls,
) -> None:
    engine = create_engine(empty_urls.main.replace("+aiosqlite", ""))
    later = [file.name[:4] for file in sorted(VERSIONS.glob("[0-9]*.py")) if file.name[:4] > FIRST]
    found: dict[str, list[str]] = {}
    with engine.begin() as connection:
        upgrade(connection, FIRST)
        before = _shape(connection)
        for revision in later:
            upgrade(connection, revision)
            after = _shape(connection)
            if broken := _broken(before, after):
                found[revision] = broken
            before = after
    engine.dispose()
    assert not found
