"""The report of `python -m bot evaluate`."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.evaluation.measures import Measured, baseline, ours, without_their_cards
from bot.evaluation.questions import Questions, chatty, read_questions, with_one_slip
from bot.knowledge import cache, distress_report
from bot.knowledge.library import load
from bot.knowledge.search import Finder
from bot.settings import Settings

_LABELS = {
    "top_1": "Right card first",
    "top_3": "Right card in the first three",
    "direct": "Answered directly",
    "precision": "Direct answers that are right",
    "kept": "Not refused",
    "near_answered": "Near out of scope, answered or offered",
    "far_refused": "Far out of scope, refused",
}


def report(settings: Settings, data: Path, short: bool = False) -> str:
    """Text for people; figures with Wilson 95% intervals."""
    library = load(settings.content)
    finder = cache.open_finder(library, settings.var / "cache")
    questions = read_questions(data / "evaluation")
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, content {library.content_hash()[:12]}, encoder {finder.encoder.name}: "
        f"{len(questions.asked)} questions in scope, {len(questions.near)} near, {len(questions.far)} far",
        *_section("Alongside", ours(finder, questions)),
    ]
    if not short:
        lines += _comparisons(finder, questions)
    lines += ["", "Distress", *_distress(settings, finder, data / "distress")]
    return "\n".join([*lines, ""])


def _comparisons(finder: Finder, questions: Questions) -> list[str]:
    slipped = replace(questions, asked=tuple(with_one_slip(questions.asked)))
    wrapped = replace(questions, asked=tuple(chatty(questions.asked)))
    answered, refused = without_their_cards(finder, questions)
    return [
        *_section("Alongside, one typing slip in each question", ours(finder, slipped)),
        *_section("Alongside, chatty", ours(finder, wrapped)),
        *_section("Baseline: BM25 over the cards", baseline(finder, questions, lambda near: near.lexical)),
        *_section(
            "Baseline: nearest example by embedding", baseline(finder, questions, lambda near: near.best)
        ),
        "",
        "Alongside, the question's own card held out",
        f"  {'Answered directly from another card':42}{answered}",
        f"  {'Refused':42}{refused}",
    ]


def _distress(settings: Settings, finder: Finder, folder: Path) -> list[str]:
    """Recall and false alarms on lines that the rules' author never saw."""
    watch = cache.open_watch(settings.content, settings.var / "cache", finder.encoder)
    found = distress_report.report(
        watch,
        distress_report.read(folder / "sealed_positive.yaml"),
        distress_report.read(folder / "sealed_negative.yaml"),
    )
    return [f"  {'Seen':42}{found.recall}", f"  {'False alarms':42}{found.false_alarms}"]


def _section(title: str, measured: Measured) -> list[str]:
    rows = [f"  {_LABELS[f.name]:42}{getattr(measured, f.name)}" for f in fields(measured)]
    return ["", title, *rows]
