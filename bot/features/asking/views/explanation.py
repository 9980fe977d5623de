"""Builds the explanation of how an answer was found, for the demo's side panel and `ask --why`."""

from bot.conversation.message import Chart, Facts, Message, Paragraph, Point, Span
from bot.features.asking.cards.library import Library
from bot.features.asking.rephrasing.outcome import NotRephrased, NotRephrasedReason, Rephrased
from bot.features.asking.retrieval.finding import SearchFinding, SearchOutcome

_WORDS = {
    SearchOutcome.ANSWER: "Answered: one card is clearly the nearest.",
    SearchOutcome.OFFER: "Offered a choice: it is ours, but no card is clearly ahead.",
    SearchOutcome.UNKNOWN: "Not ours, as far as we can tell.",
}


def explain(
    finding: SearchFinding, library: Library, rephrased: Rephrased | NotRephrased | None = None
) -> Message:
    """The outcome, scores with thresholds, the reading used, and whether a model rephrased it."""
    summary = _WORDS[finding.outcome]
    facts = [
        ("Read as", finding.read_as),
        ("Reading", finding.reading.value),
        ("Is it ours?", f"{finding.odds:+.2f} (from {finding.scope:+.2f} up)"),
        ("Is the first the right one?", f"{finding.lead:+.2f} (answers from {finding.margin:+.2f})"),
    ]
    if finding.boundary:
        facts.append(("Nearer than any card", library.boundaries[finding.boundary].title))
    if rephrased:
        facts.append(("In a model's words?", _rephrasing(rephrased)))
    return Message(
        summary, (Paragraph((Span(summary, bold=True),)), Facts(tuple(facts)), _bars(finding, library))
    )


def _rephrasing(rephrased: Rephrased | NotRephrased) -> str:
    match rephrased:
        case Rephrased(sentences):
            return f"Yes, and checked against the cards, sentence by sentence: {len(sentences)}"
        case NotRephrased(why):
            return f"No: {_NOT_WORDED[why]}"


_NOT_WORDED = {
    NotRephrasedReason.NOT_SET_UP: "no model is set up",
    NotRephrasedReason.OFF: "it is off here",
    NotRephrasedReason.IN_DOUBT: "the question may be about distress, so it was not sent",
    NotRephrasedReason.OWN_CARD: "the organisation's own cards are not sent",
    NotRephrasedReason.TOO_LONG: "the question is too long to be sent",
    NotRephrasedReason.RESTING: "the model failed several times, and isn't asked for a while",
    NotRephrasedReason.SLOW: "the model took too long",
    NotRephrasedReason.UNREACHABLE: "the model couldn't be reached",
    NotRephrasedReason.REFUSED: "the endpoint refused",
    NotRephrasedReason.DECLINED: "the model declined",
    NotRephrasedReason.MALFORMED: "what came back wasn't in the form that was asked for",
    NotRephrasedReason.WRONG_LENGTH: "it said nothing, or more than a card may",
    NotRephrasedReason.UNKNOWN_CARD: "it named a card that it wasn't given",
    NotRephrasedReason.OTHER_CARD: "it didn't begin with the card that was found",
    NotRephrasedReason.WRONG_QUOTE: "a quote doesn't stand in its card",
    NotRephrasedReason.NEW_ADDRESS: "an address doesn't stand in its card",
    NotRephrasedReason.NEW_NUMBER: "a number doesn't stand in its card",
    NotRephrasedReason.NEW_NAME: "a name doesn't stand in its card",
    NotRephrasedReason.FROM_QUESTION: "it repeated words of the question that its card doesn't have",
    NotRephrasedReason.TURNED_ROUND: "it denied, allowed or demanded what its card doesn't",
    NotRephrasedReason.UNSUPPORTED: "a sentence says what its card doesn't",
    NotRephrasedReason.LANGUAGE: "it used words that we avoid",
    NotRephrasedReason.DISTRESSING: "it touched on distress",
}


def _bars(finding: SearchFinding, library: Library) -> Chart:
    points = tuple(Point(library.card(i).title, round(score, 2)) for i, score in finding.ranked[:5])
    alt = "The five nearest cards: " + "; ".join(f"{p.label}, {p.value}" for p in points)
    scale = (0, max(1.0, finding.ranked[0][1]))
    return Chart("Nearest cards", points, scale, alt, kind="bar")
