"""Commands for card authors: make a card, list questions it wins or loses, list confused cards."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.core.settings import Settings

cards = typer.Typer(help="Write cards, and see what they do.", no_args_is_help=True)
_ID = re.compile(r"[a-z-]+/[a-z0-9-]+")


@cards.command()
def new(
    context: typer.Context,
    card_id: Annotated[str, typer.Argument(help="Area and name, such as role/boundaries.")],
    title: Annotated[str, typer.Option(help="What the card settles.")] = "",
) -> None:
    """Make the file of a new card."""
    from bot.evaluation.card_work import draft

    settings: Settings = context.obj
    path = settings.content / "cards" / f"{card_id}.md"
    if not _ID.fullmatch(card_id):
        raise typer.BadParameter("a card's id is its area and its name, such as role/boundaries")
    if path.exists():
        raise typer.BadParameter(f"{path} exists")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(draft(title, datetime.now(UTC).date()), encoding="utf-8")
    sys.stdout.write(f"{path}\nFill it in, then: python -m bot check\n")


@cards.command()
def ask(
    context: typer.Context,
    card_id: Annotated[str, typer.Argument(help="The card.")],
    real: Annotated[Path, typer.Option(help="Real questions, a tab-separated file.")],
    labels: Annotated[Path | None, typer.Option(help="Further cards that answer them.")] = None,
) -> None:
    """Which questions a card answers, which it takes from others, and which it misses."""
    from bot.evaluation import card_work, real_questions
    from bot.features.asking.cards.library import load
    from bot.features.asking.retrieval import cache

    settings: Settings = context.obj
    library = load(settings.content)
    if card_id not in library.cards:
        raise typer.BadParameter(f"there is no card {card_id}")
    finder = cache.open_finder(library, settings.var / "cache")
    effect = card_work.effect_of(card_id, finder, real_questions.read(real, library, labels))
    for name, questions in (
        ("wins", effect.won),
        ("takes from others", effect.taken),
        ("loses", effect.lost),
    ):
        sys.stdout.write(f"{name}: {len(questions)}\n" + "".join(f"  {q}\n" for q in questions))
    near = card_work.nearest_cards(card_id, library, finder)
    sys.stdout.write(f"must be told apart from: {', '.join(near)}\n")


@cards.command()
def confusions(context: typer.Context) -> None:
    """The pairs of cards most often mistaken for each other, on their own questions left out."""
    from bot.evaluation import card_work
    from bot.features.asking.cards.library import load
    from bot.features.asking.retrieval import cache

    settings: Settings = context.obj
    finder = cache.open_finder(load(settings.content), settings.var / "cache")
    for own, other, count in card_work.confusions(finder):
        sys.stdout.write(f"{count:3}  {own}  is mistaken for  {other}\n")
