"""The command line. Exit codes: 0 all well, 1 faults found, 2 it could not run."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import __version__
from bot.app.assembly import open_database, organisation_in
from bot.app.content_fit import check_all
from bot.app.language_model import rephraser_of
from bot.commands import (
    audit,
    backups,
    cards_reading,
    cards_review,
    crisis_lines,
    evaluating,
    operations,
    setup,
)
from bot.commands.ask import as_text, line_below, signpost_text
from bot.commands.cards import cards
from bot.commands.engine import AnswerEngine
from bot.commands.engine_opening import engine_or_exit
from bot.commands.exit_codes import run_or_exit
from bot.commands.people_import import import_people
from bot.core.content_files import Fault
from bot.core.settings import Settings
from bot.features.asking.cards.check import misplaced_questions
from bot.features.asking.cards.library import load
from bot.features.asking.distress.detector import Level
from bot.features.asking.retrieval import cache
from bot.store.sealing import new_key

_aside = Console(stderr=True)


app = typer.Typer(
    help="Alongside: answers about peer work, in chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
people = typer.Typer(help="The people of the organisation.", no_args_is_help=True)
app.add_typer(people, name="people")
app.add_typer(cards, name="cards")
for card_command in (cards_reading.read, cards_review.review, cards_review.apply):
    cards.command()(card_command)
# A function that is called otherwise, because its word is another function's.
_NAMES: dict[object, str] = {operations.bring_up_to_date: "migrate"}
for command in (
    operations.run,
    operations.doctor,
    operations.reseal,
    operations.code,
    operations.bring_up_to_date,
    operations.peer_page,
    setup.init,
    crisis_lines.crisis_lines,
    evaluating.evaluate,
    evaluating.evaluate_words,
    backups.backup,
    backups.restore,
    backups.export,
    audit.audit,
):
    app.command(_NAMES.get(command))(command)


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
    organisation: Annotated[
        Path | None, typer.Option(help="A file that makes it your own organisation's: deploy/DEMO.md.")
    ] = None,
) -> None:
    """Try it in the browser: no Slack, no Teams, no account."""
    from bot.demo.run import run_demo

    run_or_exit(run_demo(context.obj, host, port, listen_beyond_this_machine, browser, fresh, organisation))


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="What you want to know.")] = "",
    why: Annotated[bool, typer.Option(help="Show scores and thresholds.")] = False,
    rephrased: Annotated[
        bool,
        typer.Option("--worded", help="Let the language model that is set up word the answer, as in chat."),
    ] = False,
    as_lines: Annotated[
        bool,
        typer.Option("--json", help="Read a question a line from standard input, print JSON a line."),
    ] = False,
) -> None:
    """Ask on the command line, with the same engine as in chat.

    With --json a line is plain text or an object with "question" and, for a follow-up, "previous" (a text or
    several) and "context": what was said last (card:<id>, offer, tip, digest, refusal, pulse, announcement,
    distress, none).
    """
    if not question and not as_lines:
        raise typer.BadParameter("give a question, or --json and questions on standard input")
    if rephrased and not context.obj.has_wording():
        raise typer.BadParameter("--worded needs ALONGSIDE_WORDING_URL and ALONGSIDE_WORDING_MODEL")
    engine = engine_or_exit(context.obj)
    if as_lines:
        _ask_lines([question] if question else None, engine)
        return
    content, country = context.obj.content, context.obj.country
    finding = engine.distress_detector.classify(question)
    if finding.level is Level.DISTRESS:
        sys.stdout.write(signpost_text(content, country, datetime.now(UTC), finding, why))
        return
    rephraser = rephraser_of(context.obj, engine.distress_detector) if rephrased else None
    answer = as_text(question, engine.snapshot, engine.talk, engine.distress_detector, rephraser, why)
    sys.stdout.write(run_or_exit(answer))
    if finding.level is Level.DOUBT:
        sys.stdout.write(line_below(content, country))


@app.command()
def version() -> None:
    """Which release this is."""
    sys.stdout.write(f"{__version__}\n")


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
    raise typer.Exit(run_or_exit(_import(context.obj, file, apply=apply, leavers=leavers, as_json=as_json)))


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


def _ask_lines(questions: list[str] | None, engine: AnswerEngine) -> None:
    try:
        for line in engine.lines(questions or sys.stdin):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    except ValueError as error:
        _aside.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error


def _check(settings: Settings) -> int:
    def misplaced() -> list[Fault]:
        library = load(settings.content)
        finder = cache.open_finder(library, settings.var / "cache")
        return misplaced_questions(settings.content, library, finder)

    return _print_faults(*check_all(settings.content, datetime.now(UTC).date(), misplaced))


def _print_faults(checked: str, faults: list[Fault]) -> int:
    grave = [f for f in faults if not f.is_warning]
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    warnings = len(faults) - len(grave)
    sys.stdout.write(f"{checked}: {len(grave)} faults, {warnings} warnings.\n")
    return 1 if grave else 0
