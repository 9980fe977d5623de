"""Shows champions and editors which answers are missing or don't help. Counts only."""

import asyncio
from collections.abc import Sequence
from datetime import date

from bot.conversation.message import Block, Bullets, Button, Buttons, Heading, Message, Quote, Span, text
from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.features.asking.cards.library import Library
from bot.features.asking.declarations import EDIT_CONTENT, SEE_GAPS
from bot.features.asking.feedback import Missing
from bot.features.asking.gaps import Gaps, done_with, gaps, missing
from bot.features.asking.own_questions import not_written
from bot.features.asking.views.own_questions import only_you
from bot.features.context import Context
from bot.features.pulse.preferences import choices_of
from bot.people.access.permissions import may
from bot.people.access.roles import roles_of
from bot.people.contact.preference_text import day_in_words
from bot.people.identity.people import person_behind
from bot.publishing.keys import layers_of

routes = Routes()

_NEEDED = SEE_GAPS
_MOST = 10
_MOST_TOLD = 5


@routes.on("gaps", needs=_NEEDED)
@routes.word("gaps", "content gaps", needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    """Editors also read what people chose to tell them; it was written to them alone."""
    home, today = services.organisation.id, services.clock.now().date()
    layers = await layers_of(services.database, home, services.seal, today)
    async with services.database.read() as session:
        floor = (await choices_of(session, home)).floor
        found = await gaps(session, home, today, floor, layers)
        person = await person_behind(session, request.sender)
        roles = (await roles_of(session, [person.id])).get(person.id, set()) if person else set()
        told = await missing(session, home) if may(roles, EDIT_CONTENT) else None
    snapshot = services.card_store.snapshot
    unwritten = await asyncio.to_thread(not_written, snapshot)
    return Say(_message(found, told, snapshot.library, unwritten, floor, today), private=True)


@routes.on("gaps.done", needs=EDIT_CONTENT)
async def done(request: Request, services: Context) -> Reply:
    """Deletes it, and shows what is left."""
    async with services.database.write() as session:
        await done_with(session, services.organisation.id, request.value)
    shown = await show(request, services)
    return Replace(shown.message) if isinstance(shown, Say) else shown


def _message(
    found: Gaps,
    told: Sequence[Missing] | None,
    library: Library,
    unwritten: Sequence[str],
    floor: int,
    today: date,
) -> Message:
    said = "This is what was missing, in counts of whole weeks, blurred a little."
    when = f" From {day_in_words(found.since)} to {day_in_words(found.until)}. No question is kept."
    overdue = sum(card.is_overdue(today) for card in library.cards.values())
    return Message(
        said,
        (
            text(said, when),
            Heading("I didn't know"),
            *_unanswered(found, library, floor),
            *only_you(found.unanswered, library, unwritten),
            Heading("Told to the editors"),
            *(_count_told(found, floor) if told is None else _told(told)),
            Heading("Whether answers helped"),
            *_rated(found, library, floor),
            Heading("To review"),
            text(f"Past their review date: {overdue} of {len(library.cards)} answers."),
            Buttons((Button("Cards to review", "reviews"), Button("Our own answers", "local"))),
        ),
    )


def _unanswered(found: Gaps, library: Library, floor: int) -> list[Block]:
    """Those below the floor are named without their counts."""
    if not found.unanswered:
        return [text("Nothing yet.")]
    counted = [(_named(nearest, library), count) for nearest, count in found.unanswered]
    lines = [text(f"{name}: about {count}") for name, count in counted if count is not None]
    few = [name for name, count in counted if count is None]
    blocks: list[Block] = [Bullets(tuple(lines[:_MOST]))] if lines else []
    return [*blocks, text(f"Fewer than {floor} each: {', '.join(few)}.", quiet=True)] if few else blocks


def _count_told(found: Gaps, floor: int) -> list[Block]:
    return [
        text(
            f"Fewer than {floor}."
            if found.told is None
            else f"About {found.told} waiting for an editor."
            if found.told
            else "Nothing is waiting."
        )
    ]


def _told(told: Sequence[Missing]) -> list[Block]:
    blocks: list[Block] = [text(f"{len(told)} waiting." if told else "Nothing is waiting.")]
    for one in told[:_MOST_TOLD]:
        blocks += [Quote((Span(one.question),)), Buttons((Button("Done with it", "gaps.done", one.id),))]
    return blocks


def _rated(found: Gaps, library: Library, floor: int) -> list[Block]:
    if not found.rated:
        return [text(f"No answer was rated {floor} times yet.")]
    lines = [
        text(
            f"{_named(r.card_id, library)}: helped about {r.helped} times, didn't about {r.not_helped} times"
        )
        for r in found.rated[:_MOST]
    ]
    return [Bullets(tuple(lines)), text(f"Only answers that were rated {floor} times or more.", quiet=True)]


def _named(name: str, library: Library) -> str:
    """A boundary's title, a card's, or an area's name."""
    if name in library.boundaries:
        return library.boundaries[name].title
    return library.cards[name].title if name in library.cards else name.replace("-", " ").capitalize()
