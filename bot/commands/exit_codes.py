"""Runs a command's coroutine; faults of content or database become a message and exit code 2."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import typer
from rich.console import Console

from bot.app.database_faults import DatabaseUnusable
from bot.core.content_files import ContentFaulty
from bot.store.sealing import Unsealable

Result = TypeVar("Result")
_aside = Console(stderr=True, highlight=False)


def run_or_exit(work: Coroutine[Any, Any, Result]) -> Result:
    """Raises typer.Exit: 2 if it could not run, 0 if somebody stopped it."""
    try:
        return asyncio.run(work)
    except (ContentFaulty, DatabaseUnusable, Unsealable) as error:
        _aside.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
