"""`bot evaluate`: measures card retrieval, conversation and distress on lines nobody tuned on."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.opened import opened

_aside = Console(stderr=True)


def evaluate(
    context: typer.Context,
    data: Annotated[Path, typer.Option(help="The evaluation questions.")] = Path("tests/data"),
    short: Annotated[bool, typer.Option(help="Only the figures for the README.")] = False,
    real: Annotated[Path | None, typer.Option(help="Real questions: id, question, scope, gold …")] = None,
    labels: Annotated[Path | None, typer.Option(help="Further cards that answer them.")] = None,
    acts: Annotated[
        Path | None, typer.Option(help="Lines of conversation: act, context, text, note.")
    ] = None,
    followups: Annotated[Path | None, typer.Option(help="Follow-ups: first, second, followup, gold.")] = None,
    benign: Annotated[Path | None, typer.Option(help="Ordinary lines, a column named text.")] = None,
    distress: Annotated[Path | None, typer.Option(help="Lines of distress, a column named text.")] = None,
    errors: Annotated[bool, typer.Option(help="List every line given that went wrong.")] = False,
) -> None:
    """Measure finding, conversation and distress on questions nobody tuned on.

    The files given are tab-separated with a header line; nothing of them is kept.
    """
    from bot.evaluation.given import Sets, Subject
    from bot.evaluation.report import report

    _aside.print("Measuring; this takes a minute or two.")
    engine = opened(context.obj)
    subject = Subject(engine.snapshot.library, engine.snapshot.finder, engine.distress_detector, engine.lines)
    sets = Sets(real, labels, acts, followups, benign, distress)
    sys.stdout.write(report(subject, data, sets, short=short, errors=errors))
