"""A question that search refuses while it names a card. Which one it is depends on the library, so tests look for it."""

from bot.features.asking.retrieval.search import Finder

_CANDIDATES = (
    "what's the turnover like",
    "how are the absences",
    "how long do they stay",
    "are they off sick a lot",
    "who does the interviews",
    "what happens at the weekend",
    "is there a handover",
    "what do they wear",
    "do they get a desk",
    "what about the night staff",
    "who covers for her",
    "how many hours a week",
    "does she get a phone",
    "who signs that off",
    "is he paid for that",
)


def nearly_answered(finder: Finder) -> tuple[str, str]:
    """The question and the id of the card that is named."""
    findings = ((question, finder.find(question)) for question in _CANDIDATES)
    named = ((question, finding.possible) for question, finding in findings if finding.possible)
    first_named = next(named, None)
    assert first_named, (
        "the library answers all of the candidates: add a question that it refuses, and names a card for"
    )
    return first_named
