"""A crawler that presses every button and fills in every form as an administrator, and collects all messages."""

from collections import Counter, deque
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import handlers
from bot.conversation.message import Choice, Form, Message, Paragraph, TextInput, buttons_of
from bot.conversation.request import Kind
from bot.conversation.routes import Open, Replace, Reply, Say
from bot.core.clock import MovableClock
from tests.fakes import Bot, request

# Cards have tests of their own; of what comes with an id inside, a few stand for all.
_TIMES = 4
_ASKED = ("What does a peer worker do?", "Can I double his lithium?", "I want to kill myself", "paid")


async def everything(bot: Bot) -> list[Message | Form]:
    words = [name.removeprefix("word: ") for name in handlers.ALL.by_name if name.startswith("word: ")]
    first: list[dict[str, Any]] = [{"kind": Kind.SAID, "text": typed} for typed in (*words, *_ASKED)]
    return await from_here(bot, [*first, {"kind": Kind.JOINED}])


async def from_here(bot: Bot, first: Iterable[dict[str, Any]], **always: Any) -> list[Message | Form]:
    """All that follows from these; `always` stands in every request, such as who does it."""
    waiting = deque(first)
    tried: Counter[str] = Counter()
    contents: list[Message | Form] = []
    while waiting:
        what = waiting.popleft()
        tried[what.get("action", "")] += 1
        if not what.get("action") or tried[what["action"]] <= _TIMES:
            _a_moment_passes(bot)
            for shown in _shown(await bot.app.dispatch(request(**what, **always))):
                contents.append(shown)
                waiting.extend(_next(shown))
    return contents


def _a_moment_passes(bot: Bot) -> None:
    """As people press: nobody who does is asked to slow down."""
    clock = bot.app.services.clock
    if isinstance(clock, MovableClock):
        clock.move_to(clock.now() + timedelta(seconds=2))


def _shown(reply: Reply) -> list[Message | Form]:
    match reply:
        case Say(message, why=why) | Replace(message, why=why):
            return [message, *([why] if why else [])]
        case Open(form):
            return [form]
        case _:
            return []


def _next(shown: Message | Form) -> list[dict[str, Any]]:
    if isinstance(shown, Form):
        values = _filled_in(shown.all_fields)
        return [{"kind": Kind.SUBMITTED, "action": shown.action, "value": shown.value, "values": values}]
    fields = tuple(b for b in shown.blocks if isinstance(b, Choice | TextInput))
    pressed = buttons_of(shown.blocks)
    return [
        {"kind": Kind.PRESSED, "action": b.action, "value": b.value, "values": _filled_in(fields, number)}
        for b in pressed
        for number in range(max([1, *(len(f.options) for f in fields if isinstance(f, Choice))]))
    ]


def _filled_in(fields: tuple[Paragraph | Choice | TextInput, ...], number: int = 0) -> dict[str, str]:
    """Each choice's option of that number, and something in every box."""
    values = {f.name: f.initial or "Something" for f in fields if isinstance(f, TextInput)}
    offered = {f.name: f.options for f in fields if isinstance(f, Choice) and f.options}
    return values | {name: options[number % len(options)].value for name, options in offered.items()}
