"""`bot cards review` and `apply`: writes pages for reviewers to fill in, and applies their edits."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from bot.conversation.message import Heading, Message
from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import load
from bot.features.asking.cards.review_edits import Change, ReturnedFile, changes, read_of, reader_of, write
from bot.features.asking.cards.second_readings import card_path, short_text

_PACK = 10
_EXAMPLES = 4
_MOST_BYTES = 500_000


def review(
    context: typer.Context,
    into: Annotated[Path, typer.Argument(help="The folder for the pages.")] = Path("review"),
    area: Annotated[str, typer.Option(help='Only one area, such as "role". None: all cards.')] = "",
) -> None:
    """Write the cards as pages of ten, to print or to fill in in a browser.

    A page needs no network. It saves comments as a file, which `bot cards apply` reads.
    """
    root: Path = context.obj.content
    wanted = [c for c in load(root).cards.values() if not area or c.area == area]
    if not wanted:
        raise typer.BadParameter(f"no cards in {area!r}")
    into.mkdir(parents=True, exist_ok=True)
    for number, pack in enumerate(_packs(wanted), 1):
        name = f"cards-{area or 'all'}-{number:02}"
        (into / f"{name}.html").write_text(_page(name, number, pack, root), encoding="utf-8")
    sys.stdout.write(f"{len(wanted)} cards on {number} pages in {into}\n")


def apply(
    context: typer.Context,
    returned: Annotated[Path, typer.Argument(help="The file that came back.", exists=True, dir_okay=False)],
    for_real: Annotated[
        bool, typer.Option("--write", help="Change the cards. Without it: only show.")
    ] = False,
) -> None:
    """Show what a reader's file would change in the cards, and change it with --write.

    Comments without a new text are listed for an editor. Run `python -m bot check` afterwards.
    """
    root: Path = context.obj.content
    read = _read(returned)
    library = load(root)
    edits = list(changes(read, library, root))
    for change in edits:
        sys.stdout.write(_change_text(change))
    if for_real:
        today = datetime.now(UTC).date()
        for change in edits:
            if not change.refused:
                write(root, change, reader_of(read, change.comment, today))
    new = sum(change.is_new_text for change in edits)
    sys.stdout.write(f"{len(edits)} read, {new} with a new text{'' if for_real else '; nothing written'}.\n")


def _packs(cards: Iterable[Card]) -> Iterator[tuple[Card, ...]]:
    rest = list(cards)
    return (tuple(rest[start : start + _PACK]) for start in range(0, len(rest), _PACK))


def _page(name: str, number: int, pack: Iterable[Card], root: Path) -> str:
    from bot.platforms.web.rendering.standalone import fill

    shown = [_shown(card, root) for card in pack]
    return fill("review.html", title=f"Answers about peer work, page {number}", name=name, cards=shown)


def _shown(card: Card, root: Path) -> dict[str, Any]:
    from bot.platforms.web.rendering.place import MessagePosition
    from bot.platforms.web.rendering.render import render

    tips = (Heading("Try this"), *card.tips) if card.tips else ()
    body = render(Message(card.title, (*card.opening, *tips)), MessagePosition(card.id, inert=True))
    step = max(1, len(card.meta.questions) // _EXAMPLES)
    return {
        "id": card.id,
        "of": read_of(card, root),
        "title": card.title,
        "asked": card.meta.questions[::step][:_EXAMPLES],
        "body": body,
        "text": short_text(card_path(root, card.id)),
        "strength": card.meta.strength,
    }


def _read(path: Path) -> ReturnedFile:
    if path.stat().st_size > _MOST_BYTES:
        raise typer.BadParameter("the file is too large to be comments on cards")
    try:
        return ReturnedFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise typer.BadParameter(
            f"not a file of comments: {error.error_count()} faults, the first at {_fault_path(error)}"
        ) from error


def _fault_path(error: ValidationError) -> str:
    return ".".join(str(part) for part in error.errors()[0]["loc"]) or "its beginning"


def _change_text(change: Change) -> str:
    comment = change.comment
    lines = [f"{comment.id}: {comment.verdict or 'no verdict'}"]
    lines += [f"  says: {line}" for line in comment.comment.splitlines()]
    if change.refused:
        lines.append(f"  not applied: {change.refused}")
    if change.is_new_text:
        before, after = change.before.splitlines(), change.after.splitlines()
        lines += [f"  {line}" for line in unified_diff(before, after, "now", "wanted", lineterm="", n=0)]
    return "\n".join(lines) + "\n"
