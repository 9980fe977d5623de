"""Sends a language model one test question with a card, and reports whether the wording passes the checks."""

from bot.core.diagnostics import Finding, ok, warning
from bot.features.asking.cards.library import Library
from bot.features.asking.rephrasing.outcome import NotRephrased, NotRephrasedReason, Rephraser

_ABOUT = "Wording"
_WHAT_TO_DO = {
    NotRephrasedReason.SLOW: "Take a faster one, or raise ALONGSIDE_WORDING_TIMEOUT. Until then cards are shown as written.",
    NotRephrasedReason.UNREACHABLE: "Check ALONGSIDE_WORDING_URL, and that this machine may reach it.",
    NotRephrasedReason.REFUSED: "Check ALONGSIDE_WORDING_KEY, ALONGSIDE_WORDING_MODEL, and that the address ends as it should: …/v1.",
    NotRephrasedReason.MALFORMED: "Take one that can answer in a JSON schema.",
}
_ELSE = "Cards are shown as written where that happens. If it always does, take another model."


async def try_out(rephraser: Rephraser, library: Library) -> Finding:
    """Asks one of the first card's own questions, with that card."""
    card = next(iter(library.cards.values()))
    rephrased = await rephraser.rephrase(card.meta.questions[0], [card])
    if isinstance(rephrased, NotRephrased):
        what = f"The model at {rephraser.host} worded nothing that could be shown ({rephrased.why})."
        return warning(_ABOUT, what, _WHAT_TO_DO.get(rephrased.why, _ELSE))
    return ok(_ABOUT, f"The model at {rephraser.host} words answers in time, and keeps to the card.")
