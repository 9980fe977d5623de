"""Opens the answering engine for a command, and builds its index first where the content is new."""

import typer
from rich.console import Console

from bot.commands.engine import AnswerEngine, is_ready, open_engine
from bot.core.content_files import ContentFaulty
from bot.core.settings import Settings

_aside = Console(stderr=True)


def engine_or_exit(settings: Settings) -> AnswerEngine:
    """Ends the command with exit code 2 if the content has faults."""
    try:
        if not is_ready(settings):
            _aside.print("The content is new: building its index (about three minutes, once).")
        return open_engine(settings)
    except ContentFaulty as error:
        _aside.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
