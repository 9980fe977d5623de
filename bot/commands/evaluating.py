"""Commands `evaluate` (retrieval, conversation, distress) and `evaluate-words` (the check of words)."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.engine_opening import engine_or_exit

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
    from bot.evaluation.private_sets import EvaluatedSystem, Sets
    from bot.evaluation.report import report

    _aside.print("Measuring; this takes a minute or two.")
    engine = engine_or_exit(context.obj)
    subject = EvaluatedSystem(
        engine.snapshot.library, engine.snapshot.finder, engine.distress_detector, engine.lines
    )
    sets = Sets(real, labels, acts, followups, benign, distress)
    sys.stdout.write(report(subject, data, sets, short=short, errors=errors))


def evaluate_words(
    context: typer.Context,
    sentences: Annotated[Path, typer.Option(help="Sentences that speak badly of people, one a line.")] = Path(
        "tests/data/language/sentences.tsv"
    ),
    pages: Annotated[
        Path | None, typer.Option(help="A folder of policies and guidance: txt, md, docx, pdf.")
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option(help="Which flags are right: page, words, judgement (right or wrong).")
    ] = None,
) -> None:
    """Measure the check of words: how many sentences it finds, and how many flags on real pages are wrong.

    Without judgements each flag is listed in its sentence, to be judged. Nothing of the pages is kept.
    """
    from bot.evaluation import words as measures
    from bot.features.word_check.check import Words
    from bot.features.word_check.entries import load

    check = Words(load(context.obj.content))
    lines = [line for line in sentences.read_text(encoding="utf-8").splitlines() if line.strip()]
    recalled = measures.recall(check, lines)
    report = [f"missed\t{line}" for line in measures.missed(check, lines)]
    report.append(f"{len(check.entries)} entries. Sentences found: {recalled}")
    if pages is not None:
        judged = measures.judgements_in(judgements) if judgements else {}
        report += measures.report(measures.measure(check, pages, judged))
    sys.stdout.write("\n".join((*report, "")))
