"""Checks a document's words behind a link that lasts for minutes. Nothing checked is written anywhere."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.features.word_check.check import LanguageFinding, Words
from bot.features.word_check.document_process import text_apart
from bot.people.records.one_time_links import FileFormat, Left, peek
from bot.store.database import Database

# Each may fill the memory that one has.
_AT_ONCE = asyncio.Semaphore(2)


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
            left = await peek(session, token, self.clock.now())
        return isinstance(left, Left) and left.formats == (FileFormat.WORDS,)

    async def check(self, name: str, body: bytes) -> list[LanguageFinding]:
        """UserFacingError for what can't be read. Beside the loop, because a long document takes a moment."""
        async with _AT_ONCE:
            text = await text_apart(name, body)
        return await asyncio.to_thread(self.words.check, text)
