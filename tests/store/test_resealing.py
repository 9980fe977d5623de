from typing import Any

import pytest
from sqlalchemy import Column, LargeBinary, MetaData, String, Table, insert, select

from bot.store.database import Database
from bot.store.resealing import ResealCounts, reseal
from bot.store.sealing import Seal, new_key
from tests.delivery.conftest import database

__all__ = ["database"]

SECRETS = Table(
    "secrets",
    MetaData(),
    Column("id", String, primary_key=True),
    Column("text", String),
    Column("raw", LargeBinary),
)
COLUMNS = (SECRETS.c.text, SECRETS.c.raw)
OLD, NEW = new_key(), new_key()


@pytest.fixture
async def held(database: Database) -> Database:
    """One secret under each key, and one that neither opens."""
    rows: list[dict[str, Any]] = [
        {"id": "old", "text": Seal([OLD]).close(b"a token").decode(), "raw": Seal([OLD]).close(b"a key")},
        {"id": "new", "text": Seal([NEW]).close(b"a token").decode(), "raw": None},
        {"id": "lost", "text": Seal([new_key()]).close(b"a token").decode(), "raw": None},
    ]
    async with database.engine.begin() as connection:
        await connection.run_sync(SECRETS.metadata.create_all)
    async with database.write() as session:
        await session.execute(insert(SECRETS), rows)
    return database


async def test_without_apply_it_only_counts(held: Database) -> None:
    for _ in range(2):
        assert await reseal(held, [NEW, OLD], COLUMNS, apply=False) == ResealCounts(
            current=1, older=2, lost=1
        )


async def test_afterwards_the_new_key_alone_opens_what_the_old_one_sealed(held: Database) -> None:
    await reseal(held, [NEW, OLD], COLUMNS, apply=True)
    async with held.read() as session:
        text, raw = (await session.execute(select(*COLUMNS).where(SECRETS.c.id == "old"))).one()
    assert (Seal([NEW]).open(text.encode()), Seal([NEW]).open(raw)) == (b"a token", b"a key")
    assert await reseal(held, [NEW], COLUMNS, apply=True) == ResealCounts(current=3, older=0, lost=1)
