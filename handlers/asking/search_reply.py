"""Builds the reply to what was searched: a card, a choice of three, or who else could answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.features.asking.actions import ShownCard
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.retrieval.finding import SearchFinding, SearchOutcome
from bot.features.asking.understanding.turn import Turn
from bot.features.asking.views.card import card_message
from bot.features.asking.views.conversation import Speaker, Spoken
from bot.features.asking.views.not_ours import not_ours, own_card
from bot.features.asking.views.offers import offer

_OFFERED = 3


def search_reply(
    turn: Turn, question: str, last: LastSaid, speaker: Speaker, openings: Mapping[str, Sequence[str]]
) -> Spoken:
    """The reply, and what the next turn may refer to. `openings` are those of a refusal."""
    finding = turn.finding
    assert finding is not None  # noqa: S101 - the caller searched
    match finding.outcome:
        case SearchOutcome.ANSWER:
            spoken = _answer(turn, finding, question, last, speaker)
        case SearchOutcome.OFFER:
            offered = tuple(card for card, _ in finding.ranked[:_OFFERED])
            memory = LastSaid(Topic.OFFER, offered=offered, question=question).after(last)
            spoken = Spoken(offer(offered, question, speaker.library), memory)
        case SearchOutcome.UNKNOWN:
            spoken = _refusal(finding, question, last, speaker, openings)
    return replace(spoken, last=replace(spoken.last, opened_by=turn.opened_by))


def _answer(turn: Turn, finding: SearchFinding, question: str, last: LastSaid, speaker: Speaker) -> Spoken:
    is_long = last.is_long and turn.stays
    memory = replace(remembered(finding, question, finding.answer), line=last.line, is_long=is_long)
    # After an offer no card was shown yet, so that it is shown as any answer.
    if turn.stays and last.card == finding.answer:
        return speaker.same_card_again(finding.answer, memory)
    return _card(finding.answer, memory, speaker)


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
    others = tuple(card for card, _ in finding.ranked if card != shown)[:_OFFERED]
    if shown:
        return LastSaid(Topic.CARD, card=shown, question=question, others=others)
    if finding.possible:
        return LastSaid(Topic.OFFER, offered=(finding.possible,), question=question)
    return LastSaid(Topic.REFUSAL, question=question)
