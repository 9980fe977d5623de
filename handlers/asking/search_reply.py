"""Builds the reply to what was searched: a card, a choice of three, or who else could answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.features.asking.actions import ShownCard
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.retrieval.finding import SearchFinding, SearchOutcome
from bot.features.asking.understanding.passages_shown import MOST_OFFERED, Shown, is_open
from bot.features.asking.understanding.turn import Turn
from bot.features.asking.views.card import card_message
from bot.features.asking.views.conversation import Speaker, Spoken
from bot.features.asking.views.not_ours import not_ours, own_card
from bot.features.asking.views.offers import offer


def search_reply(
    turn: Turn,
    question: str,
    last: LastSaid,
    speaker: Speaker,
    openings: Mapping[str, Sequence[str]],
    passages: Shown,
) -> Spoken:
    """The reply, and what the next turn may refer to. `openings` are those of a refusal."""
    finding = turn.finding
    assert finding is not None  # noqa: S101 - the caller searched
    match finding.outcome:
        case SearchOutcome.ANSWER:
            spoken = _answer(turn, finding, question, last, speaker, passages)
        case SearchOutcome.OFFER:
            offered = tuple(card for card, _ in finding.ranked[:MOST_OFFERED])
            memory = LastSaid(Topic.OFFER, offered=offered, question=question).after(last)
            spoken = Spoken(offer(offered, question, speaker.library, near=passages), memory)
        case SearchOutcome.UNKNOWN:
            spoken = _refusal(finding, question, last, speaker, openings)
    return replace(spoken, last=replace(spoken.last, opened_by=turn.opened_by))


def _answer(
    turn: Turn, finding: SearchFinding, question: str, last: LastSaid, speaker: Speaker, passages: Shown
) -> Spoken:
    answer = finding.answer
    memory = replace(remembered(finding, question, answer), line=last.line)
    if not is_open(answer, last) or question == last.question:
        return _card(answer, memory, speaker)
    near = passages.get(answer, ())
    if not near and not turn.stays:
        return speaker.card_again(answer, memory)
    return speaker.still_on(answer, replace(memory, is_long=last.is_long), near)


def _refusal(
    finding: SearchFinding,
    question: str,
    last: LastSaid,
    speaker: Speaker,
    openings: Mapping[str, Sequence[str]],
) -> Spoken:
    if own := own_card(finding, speaker.library):
        return _card(own, replace(remembered(finding, question, own), line=last.line), speaker)
    message = not_ours(finding, question, speaker.library, openings, speaker.organisation, last.line)
    return Spoken(message, remembered(finding, question, "").after(last).saying(message.summary))


def _card(card: str, memory: LastSaid, speaker: Speaker) -> Spoken:
    return Spoken(card_message(ShownCard(card), speaker.library, speaker.today), memory)


def remembered(finding: SearchFinding, question: str, shown: str) -> LastSaid:
    """What to store of a search: the card shown, the one card that may answer, or a refusal."""
    others = tuple(card for card, _ in finding.ranked if card != shown)[:MOST_OFFERED]
    if shown:
        return LastSaid(Topic.CARD, card=shown, question=question, others=others)
    if finding.possible:
        return LastSaid(Topic.OFFER, offered=(finding.possible,), question=question)
    return LastSaid(Topic.REFUSAL, question=question)
