"""`bot cards read`: lists cards due for a second reading, shows one, and records the reader's verdict."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from bot.features.asking.cards.library import Library, load
from bot.features.asking.cards.second_readings import (
    Due,
    Reading,
    card_path,
    due,
    fingerprint,
    record,
    short_text,
)

_MOST_LISTED = 20


def read(
    context: typer.Context,
    card: Annotated[str, typer.Argument(help="A card's id, like role/boundaries. None: which are due.")] = "",
    by: Annotated[
        str,
        typer.Option(
            help="Who read it: a name, or editorial for nobody named. Records the verdict in the card's file."
        ),
    ] = "",
    unanswered: Annotated[
        str | None,
        typer.Option(
            help='Numbers of the questions that the short text does not answer: "3,7". "" for none.'
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Show a card's questions and its short text side by side, and record what a second reader finds.

    The reader asks of each question: does the opening, with "Try this", answer it?
    """
    library = load(context.obj.content)
    if not card:
        _list_due(context.obj.content, library, as_json)
    elif card not in library.cards:
        raise typer.BadParameter(f"no card {card!r}")
    elif by:
        _record(context.obj.content, library, card, by, unanswered)
    else:
        _show(context.obj.content, library, card)


def _list_due(root: Path, library: Library, as_json: bool) -> None:
    due_cards = due(root, ((c.id, c.meta.questions, c.meta.read) for c in library.cards.values()))
    if as_json:
        named = {"never": due_cards.never, "changed": due_cards.changed, "unanswered": due_cards.unanswered}
        sys.stdout.write(json.dumps({"cards": len(library.cards), **named}) + "\n")
        return
    sys.stdout.write(_summary(due_cards, len(library.cards)))


def _summary(due_cards: Due, total: int) -> str:
    lines = [
        f"{total - len(due_cards.cards)} of {total} cards: a second reader found every question answered.",
        f"{len(due_cards.never)} never read, {len(due_cards.changed)} changed since, "
        f"{len(due_cards.unanswered)} with questions not answered.",
        *due_cards.cards[:_MOST_LISTED],
    ]
    if (more := len(due_cards.cards) - _MOST_LISTED) > 0:
        lines.append(f"… and {more} more")
    return "\n".join(lines) + "\n"


def _show(root: Path, library: Library, card_id: str) -> None:
    meta = library.cards[card_id].meta
    numbered = "\n".join(f"{n}  {question}" for n, question in enumerate(meta.questions, 1))
    table = Table(title=meta.title, show_lines=False)
    table.add_column("Does it answer …", ratio=1, overflow="fold")
    table.add_column("… in the short text?", ratio=1)
    table.add_row(numbered, Markdown(short_text(card_path(root, card_id))))
    Console().print(table)


def _record(root: Path, library: Library, card_id: str, by: str, unanswered: str | None) -> None:
    questions = library.cards[card_id].meta.questions
    if unanswered is None:
        _show(root, library, card_id)
        unanswered = typer.prompt("Numbers that it does not answer (Enter for none)", default="")
    path = card_path(root, card_id)
    missed = _questions_of(unanswered, questions)
    today = datetime.now(UTC).date()
    record(path, Reading(by=by, day=today, of=fingerprint(questions, short_text(path)), unanswered=missed))
    sys.stdout.write(
        f"{card_id}: {len(questions) - len(missed)} of {len(questions)} answered, read by {by}.\n"
    )


def _questions_of(numbers: str, questions: tuple[str, ...]) -> tuple[str, ...]:
    try:
        chosen = [int(number) for number in numbers.split(",") if number.strip()]
    except ValueError as error:
        raise typer.BadParameter("give numbers like 3,7") from error
    if any(not 1 <= number <= len(questions) for number in chosen):
        raise typer.BadParameter(f"numbers go from 1 to {len(questions)}")
    return tuple(questions[number - 1] for number in chosen)
