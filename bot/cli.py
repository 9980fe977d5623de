"""The command line. Exit codes: 0 all well, 1 faults found, 2 it could not run."""

import asyncio
import json
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from bot import operating
from bot.app import open_database, organisation_in
from bot.asking import as_json, as_text, read_line, signpost_text
from bot.broadcasts import templates as announcements
from bot.curated import ContentFaulty, Fault
from bot.fitting import check as check_fitting
from bot.knowledge import cache
from bot.knowledge.check import check as check_content
from bot.knowledge.check import misplaced_questions
from bot.knowledge.distress import Level, Watch
from bot.knowledge.library import Library, load
from bot.knowledge.search import Finder
from bot.knowledge.shelf import Stock
from bot.language_model import wording_of
from bot.learning.check import check as check_tips
from bot.people.import_command import import_people
from bot.settings import Settings
from bot.store.sealing import new_key

Result = TypeVar("Result")
_aside = Console(stderr=True)


app = typer.Typer(
    help="Alongside: answers about peer work, in chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
people = typer.Typer(help="The people of the organisation.", no_args_is_help=True)
app.add_typer(people, name="people")
for command in (operating.run, operating.doctor, operating.reseal, operating.code):
    app.command()(command)


def run(settings: Settings) -> None:
    """Do what the command line says."""
    app(obj=settings)


@people.callback()
def _people() -> None:
    """The people of the organisation."""


@app.command()
def demo(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Where to listen; 0 takes any free port.")] = 8765,
    host: Annotated[str, typer.Option(help="The address to bind to.")] = "127.0.0.1",
    listen_beyond_this_machine: Annotated[
        bool, typer.Option(help="Allow an address that others can reach. The demo has no log-in.")
    ] = False,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
    fresh: Annotated[bool, typer.Option(help="Forget the demo's data and start again.")] = False,
) -> None:
    """Try it in the browser: no Slack, no Teams, no account."""
    from bot.demo.run import run_demo

    _run(run_demo(context.obj, host, port, listen_beyond_this_machine, browser, fresh))


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="What you want to know.")] = "",
    why: Annotated[bool, typer.Option(help="Show scores and thresholds.")] = False,
    worded: Annotated[
        bool, typer.Option(help="Let the language model that is set up word the answer, as in chat.")
    ] = False,
    as_lines: Annotated[
        bool,
        typer.Option("--json", help="Read a question a line from standard input, print JSON a line."),
    ] = False,
) -> None:
    """Ask on the command line, with the same engine as in chat.

    With --json a line is plain text or an object with "question" and, for a follow-up, "previous".
    """
    if not question and not as_lines:
        raise typer.BadParameter("give a question, or --json and questions on standard input")
    if worded and not context.obj.has_wording():
        raise typer.BadParameter("--worded needs ALONGSIDE_WORDING_URL and ALONGSIDE_WORDING_MODEL")
    library, finder, watch = _engine(context.obj)
    if as_lines:
        _ask_lines([question] if question else None, finder, watch)
    elif watch.look(question).level is Level.DISTRESS:
        sys.stdout.write(signpost_text(context.obj.content, context.obj.country, datetime.now(UTC)))
    else:
        stock = Stock(library, finder)
        wording = wording_of(context.obj, watch) if worded else None
        sys.stdout.write(_run(as_text(question, stock, watch, wording, why)))


@app.command()
def key() -> None:
    """Print a new master key, for ALONGSIDE_MASTER_KEY. Keep it apart from the database and its backups."""
    sys.stdout.write(f"{new_key()}\n")


@app.command()
def check(context: typer.Context) -> None:
    """Check everything curated: every fault with its file, its line and how to mend it."""
    raise typer.Exit(_check(context.obj))


@people.command("import")
def import_list(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A CSV file; docs in deploy/PEOPLE.md.")],
    apply: Annotated[
        bool, typer.Option(help="Really do it. Without it, only says what would be done.")
    ] = False,
    leavers: Annotated[
        bool, typer.Option(help="Mark everybody who is not in the file as having left.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Take people and teams over from a list. A dry run unless you say --apply."""
    raise typer.Exit(_run(_import(context.obj, file, apply=apply, leavers=leavers, as_json=as_json)))


@app.command()
def evaluate(
    context: typer.Context,
    data: Annotated[Path, typer.Option(help="The evaluation questions.")] = Path("tests/data"),
    short: Annotated[bool, typer.Option(help="Only the figures for the README.")] = False,
) -> None:
    """Measure finding and distress recognition on questions nobody tuned on."""
    from bot.evaluation.report import report

    _aside.print("Measuring; this takes a minute or two.")
    sys.stdout.write(report(context.obj, data, short))


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    try:
        return asyncio.run(work)
    except ContentFaulty as error:
        _aside.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


async def _import(settings: Settings, file: Path, *, apply: bool, leavers: bool, as_json: bool) -> int:
    database = await open_database(settings)
    try:
        organisation = await organisation_in(database)
        if organisation is None:
            _aside.print("There is no organisation yet. Start the bot once, then import.", style="red")
            return 2
        return await import_people(
            database, organisation, file, datetime.now(UTC), apply=apply, leavers=leavers, as_json=as_json
        )
    finally:
        await database.close()


def _engine(settings: Settings) -> tuple[Library, Finder, Watch]:
    try:
        library = load(settings.content)
    except ContentFaulty as error:
        _aside.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    encoder = cache.best_encoder()
    if not cache.is_cached(library, settings.var / "cache", encoder):
        _aside.print("The content is new: building its index (about half a minute, once).")
    finder = cache.open_finder(library, settings.var / "cache", encoder)
    return library, finder, cache.open_watch(settings.content, settings.var / "cache", encoder)


def _ask_lines(questions: list[str] | None, finder: Finder, watch: Watch) -> None:
    for number, line in enumerate(questions or sys.stdin, 1):
        if not line.strip():
            continue
        try:
            question, previous = read_line(line)
        except ValueError as error:
            _aside.print(f"line {number}: {error}", style="red", markup=False)
            raise typer.Exit(2) from error
        started = perf_counter()
        is_distress = watch.look(question).level is Level.DISTRESS
        finding = finder.find(question, previous)
        taken = (perf_counter() - started) * 1000
        sys.stdout.write(
            json.dumps(as_json(question, finding, is_distress, taken), ensure_ascii=False) + "\n"
        )
        sys.stdout.flush()


def _check(settings: Settings) -> int:
    library, faults = check_content(settings.content, datetime.now(UTC).date())
    tracks, tip_faults = check_tips(settings.content, library.cards.keys(), library.sources.keys())
    templates, template_faults = announcements.read(settings.content)
    faults = sorted([*faults, *tip_faults, *template_faults])
    if not faults:
        faults = check_fitting(settings.content, library, tracks, datetime.now(UTC).date(), templates)
    if not faults:
        encoder = cache.best_encoder()
        finder = cache.open_finder(library, settings.var / "cache", encoder)
        faults = misplaced_questions(settings.content, library, finder)
    counts = f"{len(library.cards)} cards, {len(tracks.tips)} tips and {len(templates.by_id)} templates"
    return _print_faults(counts, faults)


def _print_faults(checked: str, faults: list[Fault]) -> int:
    grave = [f for f in faults if not f.is_warning]
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    warnings = len(faults) - len(grave)
    sys.stdout.write(f"{checked}: {len(grave)} faults, {warnings} warnings.\n")
    return 1 if grave else 0
