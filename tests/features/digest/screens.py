"""Reads parts of a message: its buttons, its charts, what stands above the line."""

from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Chart,
    Divider,
    Message,
)


def buttons(message: Message) -> list[Button]:
    return [button for block in message.blocks if isinstance(block, Buttons) for button in block.buttons]


def labels(message: Message) -> list[str]:
    return [button.label for button in buttons(message)]


def charts(message: Message) -> int:
    return sum(isinstance(block, Chart) for block in message.blocks)


def first_screen(message: Message) -> list[Block]:
    """Everything above the line."""
    line = next(n for n, block in enumerate(message.blocks) if isinstance(block, Divider))
    return list(message.blocks[:line])
