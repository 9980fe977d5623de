"""Handles typed text: conversation, a command, or a question that a card answers."""

from dataclasses import replace
from datetime import date

from bot.conversation.message import Message, text
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.core.metrics import TURNS
from bot.features.asking.actions import CHOOSE_CARD, MORE, NONE_OF_THESE, ShownCard
from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.conversation_memory import place_of
from bot.features.asking.distress.detector import Level
from bot.features.asking.distress.signposts import doubt_line
from bot.features.asking.feedback import count_unanswered
from bot.features.asking.reader import off_loop
from bot.features.asking.rephrasing.outcome import Rephrased
from bot.features.asking.retrieval.finding import SearchFinding, SearchOutcome
from bot.features.asking.understanding.passages_shown import passages_shown
from bot.features.asking.understanding.turn import Stage, Turn
from bot.features.asking.understanding.understanding import Understanding
from bot.features.asking.views.card import card_message
from bot.features.asking.views.conversation import ONLY_WORDS, Speaker, Spoken
from bot.features.asking.views.explanation import explain
from bot.features.asking.views.not_ours import none_of_these as no_card
from bot.features.asking.views.rephrased import rephrased_message
from bot.features.asking.views.understood import asking_back, understood, with_search
from bot.features.context import Context
from bot.features.shared_actions import SHOW_CARD
from handlers.asking import commands
from handlers.asking.colleague import colleague_behind
from handlers.asking.last_said import last_said
from handlers.asking.rephrased import rephrase_here
from handlers.asking.search_reply import search_reply

routes = Routes()

_LONGEST = 1000


@routes.on(Kind.SAID)
async def ask(request: Request, services: Context) -> Reply:
    """The text is stored only in the conversation's memory."""
    typed = request.text.strip()[:_LONGEST]
    if not typed:
        return None
    snapshot, last = services.card_store.snapshot, await last_said(request, services)
    turn = await _understood(typed, last, request, services, snapshot)
    TURNS.labels(_outcome(turn)).inc()
    if turn.stage is Stage.COMMAND:
        return await _command(turn, last, request, services)
    if turn.recognised:
        return await _act(turn, last, typed, request, services, snapshot)
    spoken, why = await _searched(turn, last, typed, request, services, snapshot)
    services.memory.remember(place_of(request), spoken.last, services.clock.now())
    return Say(spoken.message, why=why)


@routes.on(Kind.SENT_FILE)
async def say_that_we_read_words(request: Request, services: Context) -> Reply:
    return Say(ONLY_WORDS)


def _outcome(turn: Turn) -> str:
    if turn.stage is Stage.COMMAND:
        return "command"
    return turn.finding.outcome.value if turn.finding else "conversation"


async def _understood(
    typed: str, last: LastSaid, request: Request, services: Context, snapshot: CardSnapshot
) -> Turn:
    """Runs off the event loop. Commands that the person's roles don't allow are ignored."""
    read = Understanding(services.conversation.recogniser).read
    turn = await off_loop(read, typed, last, snapshot)
    if turn.stage is not Stage.COMMAND:
        return turn
    may = await commands.open_to(request, services)
    if turn.recognised and turn.recognised.command and turn.recognised.command.word in may:
        return turn
    return await off_loop(read, typed, LastSaid(line=last.line), snapshot, may)


async def _command(turn: Turn, last: LastSaid, request: Request, services: Context) -> Reply:
    command = turn.recognised.command if turn.recognised else None
    assert command is not None  # noqa: S101 - a command's turn has one
    why = understood(turn, last)
    if command.is_guess:
        services.memory.remember(place_of(request), commands.asked_back(command, last), services.clock.now())
        return Say(asking_back(command), private=True, why=why)
    # A tool that can be asked about, such as the digest, then remembers itself.
    services.memory.remember(place_of(request), LastSaid(line=last.line), services.clock.now())
    reply = await commands.run(command, request, services)
    return replace(reply, why=why) if isinstance(reply, Say) else reply


async def _act(
    turn: Turn, last: LastSaid, typed: str, request: Request, services: Context, snapshot: CardSnapshot
) -> Reply:
    """A line of conversation, with the answer to what was asked beside it."""
    recognised, speaker = turn.recognised, _speaker(services, snapshot)
    assert recognised is not None  # noqa: S101 - an act's turn has one
    why = understood(turn, last)
    if recognised.act in _OPENS and not recognised.rest:
        return await _opened(recognised.act, last, typed, request, services, why)
    if recognised.rest and turn.finding:
        spoken, how = await _searched(turn, last, recognised.rest, request, services, snapshot)
        spoken = speaker.with_line_before(recognised.act, spoken, last, typed)
        why = how or why
    else:
        spoken = speaker.answer(recognised, last, typed, turn.picked)
    if recognised.act == _NOT_UNDERSTOOD:
        spoken = _with_line_of_help(spoken, services)
    services.memory.remember(place_of(request), spoken.last, services.clock.now())
    return Say(spoken.message, why=why)


# In other languages only plain distress is detected, so the reply always names the crisis lines.
_NOT_UNDERSTOOD = "other-language"

# Acts that a tool answers.
_OPENS = {"help-menu": "word: help", "stop": "word: settings"}


async def _opened(
    act: str, last: LastSaid, typed: str, request: Request, services: Context, why: Message
) -> Reply:
    reply = await services.routes.by_name[_OPENS[act]].handler(request, services)
    services.memory.remember(place_of(request), LastSaid(line=last.line), services.clock.now())
    if not isinstance(reply, Say) or act != "stop":
        return replace(reply, why=why) if isinstance(reply, Say) else reply
    line = _speaker(services, services.card_store.snapshot).line(act, last, typed)
    message = replace(reply.message, blocks=(text(line), *reply.message.blocks))
    return replace(reply, message=message, why=why)


async def _searched(
    turn: Turn, last: LastSaid, question: str, request: Request, services: Context, snapshot: CardSnapshot
) -> tuple[Spoken, Message | None]:
    """A card, a choice of three, or who answers such questions; and how the search decided."""
    finding = turn.finding
    assert finding is not None  # noqa: S101 - what was searched has been found or not found
    if finding.outcome is SearchOutcome.UNKNOWN:
        await _count(finding, request, services)
    rephrased = None if turn.stays else await rephrase_here(question, finding, snapshot, services)
    speaker, openings = _speaker(services, snapshot), services.conversation.not_ours
    passages = await off_loop(passages_shown, turn, question, last, snapshot)
    spoken = search_reply(turn, question, last, speaker, openings, passages)
    if isinstance(rephrased, Rephrased):
        spoken = replace(spoken, message=rephrased_message(rephrased, snapshot.library, _today(services)))
    if (await off_loop(services.distress_detector.classify, question)).level is Level.DOUBT:
        spoken = _with_line_of_help(spoken, services)
    return spoken, with_search(turn, last, explain(finding, snapshot.library, rephrased))


def _with_line_of_help(spoken: Spoken, services: Context) -> Spoken:
    message = spoken.message
    return replace(
        spoken, message=Message(message.summary, (*message.blocks, doubt_line(services.signposts)))
    )


def _speaker(services: Context, snapshot: CardSnapshot) -> Speaker:
    return Speaker(
        services.conversation.kinds, snapshot.library, services.organisation.name, _today(services)
    )


def _today(services: Context) -> date:
    return services.clock.now().date()


async def _count(finding: SearchFinding, request: Request, services: Context) -> None:
    async with services.database.write() as session:
        if by := await colleague_behind(session, request, services):
            await count_unanswered(session, by, finding.nearest)


@routes.on(CHOOSE_CARD)
async def choose(request: Request, services: Context) -> Reply:
    """One of the titles we offered: the offer becomes the answer."""
    return Replace(_card(ShownCard(CHOOSE_CARD.value_of(request)), request, services))


@routes.on(SHOW_CARD)
async def related(request: Request, services: Context) -> Reply:
    return Say(_card(ShownCard(SHOW_CARD.value_of(request)), request, services))


@routes.on(MORE)
async def more(request: Request, services: Context) -> Reply:
    """The long form of a card, where the short one was read."""
    return Replace(_card(replace(MORE.value_of(request), is_long=True), request, services))


@routes.on(NONE_OF_THESE)
async def none_of_these(request: Request, services: Context) -> Reply:
    """Counted as missing, like a question that we did not know."""
    question = NONE_OF_THESE.value_of(request)
    await _count(await off_loop(services.card_store.snapshot.finder.find, question), request, services)
    place, now = place_of(request), services.clock.now()
    last = services.memory.last(place, now)
    remembered_turn = LastSaid(Topic.REFUSAL, question=question, opened_by=last.opened_by).after(last)
    services.memory.remember(place, remembered_turn, now)
    return Replace(no_card(question))


def _card(shown: ShownCard, request: Request, services: Context) -> Message:
    """A card shown by a button is also what "more" refers to."""
    place, now = place_of(request), services.clock.now()
    last = services.memory.last(place, now)
    if shown.card_id in services.library.cards:
        remembered_turn = LastSaid(
            Topic.CARD, card=shown.card_id, question=last.question, opened_by=last.opened_by, line=last.line
        )
        services.memory.remember(place, remembered_turn, now)
    return card_message(shown, services.library, _today(services))
