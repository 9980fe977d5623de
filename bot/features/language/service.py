"""Checks a document's words behind a link that lasts for minutes. Nothing checked is written anywhere."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.features.language.check import LanguageFinding, Words
from bot.features.language.documents import text_of
from bot.people.records.one_time_links import Format, Left, look
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Documents:
    """`sources` are names by id."""

    database: Database
    clock: Clock
    words: Words
    sources: Mapping[str, str]

    async def may_open(self, token: str) -> bool:
        """Uses nothing up: within its minutes the link takes one document after the other."""
        async with self.database.read() as session:
            left = await look(session, token, self.clock.now())
        return isinstance(left, Left) and left.formats == (Format.WORDS,)

    async def check(self, name: str, body: bytes) -> list[LanguageFinding]:
        """UserFacingError for what can't be read. Beside the loop, because a long PDF takes a moment."""
        return await asyncio.to_thread(lambda: self.words.check(text_of(name, body)))
