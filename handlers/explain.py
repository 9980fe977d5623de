"""How an answer was found, for the demo's side panel and `ask --why`."""

from bot.conversation.message import Chart, Facts, Message, Paragraph, Point, Span
from bot.knowledge.library import Library
from bot.knowledge.search import Finding, Outcome

_WORDS = {
    Outcome.ANSWER: "Answered: one card is clearly the nearest.",
    Outcome.OFFER: "Offered a choice: it is ours, but no card is clearly ahead.",
    Outcome.UNKNOWN: "Not ours, as far as we can tell.",
}


def explain(finding: Finding, library: Library) -> Message:
    """Outcome, scores against thresholds, and the reading that was used."""
    said = _WORDS[finding.outcome]
    facts = [
        ("Read as", finding.read_as),
        ("Reading", finding.reading.value),
        ("Is it ours?", f"{finding.odds:+.2f} (from {finding.scope:+.2f} up)"),
        ("Lead of the best card", f"{finding.lead:.2f} (answers from {finding.margin:.2f})"),
    ]
    if finding.boundary:
        facts.append(("Nearer than any card", library.boundaries[finding.boundary].title))
    return Message(said, (Paragraph((Span(said, bold=True),)), Facts(tuple(facts)), _bars(finding, library)))


def _bars(finding: Finding, library: Library) -> Chart:
    points = tuple(Point(library.card(i).title, round(score, 2)) for i, score in finding.ranked[:5])
    alt = "The five nearest cards: " + "; ".join(f"{p.label}, {p.value}" for p in points)
    scale = (0, max(1.0, finding.ranked[0][1]))
    return Chart("Nearest cards", points, scale, alt, kind="bar")
