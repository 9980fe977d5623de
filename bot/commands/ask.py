"""`bot ask`: answers a question on the command line, as plain text."""

from datetime import UTC, date, datetime
from pathlib import Path

from bot.conversation.message import Message
from bot.conversation.plain_text import plain
from bot.features.asking.actions import ShownCard
from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.conversation.last_said import NOTHING
from bot.features.asking.conversation.opening import ConversationContent
from bot.features.asking.distress import signposts
from bot.features.asking.distress.detector import DistressDetector, DistressFinding
from bot.features.asking.rephrasing.outcome import Rephrased, Rephraser
from bot.features.asking.retrieval.finding import SearchFinding, SearchOutcome
from bot.features.asking.understanding.turn import Turn
from bot.features.asking.understanding.understanding import Understanding
from bot.features.asking.views.card import card_message
from bot.features.asking.views.conversation import Speaker
from bot.features.asking.views.explanation import explain
from bot.features.asking.views.not_ours import not_ours
from bot.features.asking.views.rephrased import rephrased_message
from bot.features.asking.views.signpost import signpost
from bot.features.asking.views.understood import taken_as_distress, understood, with_search
from handlers.asking.rephrased import rephrase

_HERE = "your organisation"


async def as_text(
    question: str,
    snapshot: CardSnapshot,
    talk: ConversationContent,
    distress_detector: DistressDetector,
    rephraser: Rephraser | None,
    why: bool,
) -> str:
    """The reply as text. A language model, if given, rephrases it, with the same checks as in chat."""
    turn, today = Understanding(talk.recogniser).read(question, NOTHING, snapshot), datetime.now(UTC).date()
    finding = turn.finding
    rephrased = (
        await rephrase(question, finding, snapshot, distress_detector, rephraser)
        if rephraser and finding
        else None
    )
    if isinstance(rephrased, Rephrased):
        message = rephrased_message(rephrased, snapshot.library, today)
    else:
        message = _message(turn, question, snapshot, talk, today)
    how = with_search(turn, NOTHING, explain(finding, snapshot.library, rephrased)) if finding else None
    reply = plain(message)
    return f"{reply}\n{plain(how or understood(turn, NOTHING))}" if why else reply


def signpost_text(content: Path, country: str, now: datetime, finding: DistressFinding, why: bool) -> str:
    """The signpost as text, for words of distress."""
    reply = plain(signpost(signposts.load(content, country), [], finding, now, signposts.ChatPlatform.DEMO))
    return f"{reply}\n{plain(taken_as_distress())}" if why else reply


def line_below(content: Path, country: str) -> str:
    """The line with signposts below an answer to a question that may be distress."""
    return f"\n{plain(Message('', (signposts.doubt_line(signposts.load(content, country)),)))}"


def _message(
    turn: Turn, question: str, snapshot: CardSnapshot, talk: ConversationContent, today: date
) -> Message:
    recognised = turn.recognised
    if recognised and recognised.command:
        return Message(f"In chat this opens: {recognised.command.word}")
    if turn.finding and (not recognised or recognised.rest):
        return _answer(turn.finding, question, snapshot, talk, today)
    assert recognised is not None  # noqa: S101 - what was not searched was recognised
    speaker = Speaker(talk.kinds, snapshot.library, _HERE, today)
    return speaker.answer(recognised, NOTHING, question).message


def _answer(
    finding: SearchFinding, question: str, snapshot: CardSnapshot, talk: ConversationContent, today: date
) -> Message:
    match finding.outcome:
        case SearchOutcome.ANSWER:
            return card_message(ShownCard(finding.best, is_long=True), snapshot.library, today)
        case SearchOutcome.OFFER:
            titles = "; ".join(f"{snapshot.library.card(i).title} ({i})" for i, _ in finding.ranked[:3])
            return Message(f"I'm not sure which of these you mean: {titles}")
        case SearchOutcome.UNKNOWN:
            return not_ours(finding, question, snapshot.library, talk.not_ours, _HERE)
