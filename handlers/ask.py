"""Ask a question, get a card, a choice of cards, or an honest "I don't know"."""

from datetime import date

from bot.conversation.message import Block, Button, Buttons, Message, text
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.knowledge.distress import Level
from bot.knowledge.feedback import count_unanswered
from bot.knowledge.library import Library
from bot.knowledge.search import Finding, Outcome
from bot.knowledge.signposts import one_line
from bot.knowledge.worded import Worded
from bot.services import Services
from handlers.explain import explain
from handlers.shown_card import ShownCard
from handlers.shown_worded import shown_worded
from handlers.worded import worded_here

routes = Routes()

_LONGEST = 1000


@routes.on(Kind.SAID)
async def ask(request: Request, services: Services) -> Reply:
    """The best we have for what was asked. The text itself is kept nowhere but in the turn memory."""
    question = request.text.strip()[:_LONGEST]
    if not question:
        return None
    now = services.clock.now()
    stock = services.shelf.stock
    finding = stock.finder.find(question, services.turns.before(request.conversation, now))
    services.turns.remember(request.conversation, question, now)
    if finding.outcome is Outcome.UNKNOWN:
        await _count(finding, services)
    worded = await worded_here(question, finding, stock, services)
    message = _message(finding, question, stock.library, now.date())
    if isinstance(worded, Worded):
        message = shown_worded(worded, stock.library, now.date())
    if services.watch.look(question).level is Level.DOUBT:
        message = Message(message.summary, (*message.blocks, one_line(services.signposts)))
    return Say(message, why=explain(finding, stock.library, worded))


@routes.on("card.choose")
async def choose(request: Request, services: Services) -> Reply:
    """One of the titles we offered: the offer becomes the answer."""
    return Replace(ShownCard(request.value).message(services.library, services.clock.now().date()))


@routes.on("card.related")
async def related(request: Request, services: Services) -> Reply:
    return Say(ShownCard(request.value).message(services.library, services.clock.now().date()))


@routes.on("card.more")
async def more(request: Request, services: Services) -> Reply:
    """The long form of a card, where the short one was read."""
    shown = ShownCard.from_value(request.value)
    longer = ShownCard(shown.card_id, is_long=True, rated=shown.rated)
    return Replace(longer.message(services.library, services.clock.now().date()))


@routes.on("ask.none-of-these")
async def none_of_these(request: Request, services: Services) -> Reply:
    return Replace(unknown(request.value, _NOT_AMONG_THEM))


def _message(finding: Finding, question: str, library: Library, today: date) -> Message:
    match finding.outcome:
        case Outcome.ANSWER:
            return ShownCard(finding.answer).message(library, today)
        case Outcome.OFFER:
            return _offer(finding, question, library)
        case Outcome.UNKNOWN:
            boundary = library.boundaries.get(finding.boundary or "")
            return unknown(question, boundary.turn_to if boundary else "")


def _offer(finding: Finding, question: str, library: Library) -> Message:
    titles = [(library.card(i).title, i) for i, _ in finding.ranked[:3]]
    choices = tuple(Button(title, "card.choose", card_id) for title, card_id in titles)
    said = "I'm not sure which of these you mean."
    none = Button("None of these", "ask.none-of-these", question)
    return Message(said, (text(said, " Pick the one that is closest."), Buttons((*choices, none))))


_NOT_AMONG_THEM = "It may be that nobody has written it down yet."


def unknown(question: str, turn_to: str) -> Message:
    """We don't know: where to turn instead, a person, and a way to tell the editors."""
    said = "I don't have a reviewed answer to that, and I won't guess."
    blocks: list[Block] = [text(said, f" {turn_to}" if turn_to else "")]
    person, editors = (
        Button("Ask a person", "ask.person", question),
        Button("Tell the editors this is missing", "missing.open", question),
    )
    return Message(said, (*blocks, Buttons((person, editors))))


async def _count(finding: Finding, services: Services) -> None:
    day = services.clock.now().date()
    async with services.database.write() as session:
        await count_unanswered(session, services.organisation.id, finding.nearest, day)
