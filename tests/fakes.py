"""Hand-written stand-ins, and a bot to talk to."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import select

from bot.app.assembly import App
from bot.conversation.form_values import LONGEST_VALUE
from bot.conversation.message import Button, Buttons, Form, Message, TextInput
from bot.conversation.plain_text import plain
from bot.conversation.request import Kind, Request, Sender
from bot.conversation.routes import Replace, Reply, Say
from bot.store.database import Table

_ids = count(1)


def request(kind: Kind = Kind.SAID, **changes: Any) -> Request:
    """Something a nurse did in a private conversation. Without a form, one with a box for each value."""
    boxes = tuple(TextInput(name, name, longest=LONGEST_VALUE) for name in changes.get("values") or ())
    given: dict[str, Any] = {
        "id": f"event-{next(_ids)}",
        "sender": Sender("web", "demo", "nurse"),
        "conversation": "nurse",
        "form": Form(changes.get("action", ""), "", boxes),
    }
    return Request(kind=kind, **(given | changes))


@dataclass
class Bot:
    """The real app, with short words for what a person does to it."""

    app: App
    replies: list[Reply] = field(default_factory=list)

    async def says(self, words: str, **changes: Any) -> Reply:
        return await self._does(request(Kind.SAID, text=words, **changes))

    async def presses(self, action: str, value: str = "", **changes: Any) -> Reply:
        return await self._does(request(Kind.PRESSED, action=action, value=value, **changes))

    async def submits(self, action: str, values: dict[str, str], **changes: Any) -> Reply:
        return await self._does(request(Kind.SUBMITTED, action=action, values=values, **changes))

    async def joins(self) -> Reply:
        return await self._does(request(Kind.JOINED))

    async def _does(self, request: Request) -> Reply:
        reply = await self.app.dispatch(request)
        self.replies.append(reply)
        return reply


def message_of(reply: Reply) -> Message:
    assert isinstance(reply, Say | Replace), reply
    return reply.message


def labels(reply: Reply) -> list[str]:
    return [button.label for button in buttons(reply)]


def buttons(reply: Reply) -> tuple[Button, ...]:
    return tuple(b for block in message_of(reply).blocks if isinstance(block, Buttons) for b in block.buttons)


def words_of(reply: Reply) -> str:
    """Everything the message says, as one text."""
    return plain(message_of(reply))


async def stored(bot: Bot, word: str) -> list[str]:
    """Every place in the database where the word stands."""
    tables = []
    async with bot.app.services.database.read() as session:
        for table in Table.metadata.sorted_tables:
            rows = (await session.execute(select(table))).all()
            tables += [table.name for row in rows if word in str(tuple(row))]
    return tables
