"""Builds the message for a question that no card answers: who could answer it, and one next step."""

from collections.abc import Mapping, Sequence

from bot.conversation.message import Block, Buttons, Message, Span, text
from bot.features.asking.actions import OPEN_MISSING
from bot.features.asking.cards.library import Library
from bot.features.asking.conversation.variants import vary
from bot.features.asking.retrieval.finding import RefusalKind, SearchFinding
from bot.features.asking.retrieval.subject import PEER_WORK
from bot.features.asking.views.card_parts import brief
from bot.features.shared_actions import ASK_PERSON, SHOW_CARD

_NEAR = 3
_FOR_A_PERSON = {
    RefusalKind.ELSEWHERE: " If you don't find anyone, a colleague may know whom to ask.",
    RefusalKind.ORGANISATION: " A colleague may know, and the editors can write it down for everyone.",
    RefusalKind.UNWRITTEN: " A colleague may know, and the editors can have it written.",
}


def not_ours(
    finding: SearchFinding,
    question: str,
    library: Library,
    openings: Mapping[str, Sequence[str]],
    organisation: str,
    before: str = "",
) -> Message:
    """`before` is the last reply, which is not repeated."""
    refusal_kind = finding.refusal_kind or RefusalKind.UNWRITTEN
    if finding.possible:
        opening = "nearest" if PEER_WORK.search(question) else "possible"
        return _nearest(
            vary(openings[opening], before, question), finding.possible, refusal_kind, question, library
        )
    lines = [line.replace("{organisation}", organisation) for line in openings[refusal_kind.value]]
    summary = vary(lines, before, question)
    boundary = library.boundaries.get(finding.boundary or "")
    turn_to = f" {boundary.turn_to}" if boundary and boundary.turn_to else _FOR_A_PERSON[refusal_kind]
    return Message(summary, (text(summary, turn_to), refusal_buttons(refusal_kind, question)))


def _nearest(
    opening: str, card_id: str, refusal_kind: RefusalKind, question: str, library: Library
) -> Message:
    """The card that may answer, with its answer in one sentence, so that nobody has to open it to see."""
    card = library.card(card_id)
    buttons = Buttons(
        (SHOW_CARD.button(card.title, card.id), *refusal_buttons(refusal_kind, question).buttons)
    )
    in_short = text(Span(f"{card.title}: ", bold=True), brief(card))
    return Message(
        opening, (text(opening), in_short, text("If that isn't it, a colleague may know."), buttons)
    )


def own_card(finding: SearchFinding, library: Library) -> str:
    """The organisation's own card on a subject that only it knows; empty if none is near."""
    if finding.refusal_kind is not RefusalKind.ORGANISATION:
        return ""
    near = [card for card, _ in finding.ranked[:_NEAR]]
    return next((card for card in near if library.card(card).is_local), "")


def refusal_buttons(refusal_kind: RefusalKind, question: str) -> Buttons:
    person = ASK_PERSON.button("Ask a person", question or None)
    editors = OPEN_MISSING.button("Tell the editors this is missing", question)
    return Buttons((person,) if refusal_kind is RefusalKind.ELSEWHERE else (person, editors))


def none_of_these(question: str) -> Message:
    summary = "None of those, then. Put it in other words, or let me pass it to a person."
    blocks: tuple[Block, ...] = (
        text(summary, " It may be that nobody has written it down yet."),
        refusal_buttons(RefusalKind.UNWRITTEN, question),
    )
    return Message(summary, blocks)
