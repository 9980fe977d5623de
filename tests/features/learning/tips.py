"""Made-up tips."""

from collections.abc import Iterable, Sequence

from bot.conversation.message import text
from bot.core.themes import Theme
from bot.features.learning.tracks import (
    AskedFrontMatter,
    ChoiceQuestion,
    Tip,
    TipFormat,
    TipFrontMatter,
    Tracks,
)
from bot.features.learning.views import ShownTip


def question(words: str = "What fits?", answer: int = 1) -> ChoiceQuestion:
    options = ("the first", "the second", "the third")
    return ChoiceQuestion(question=words, options=options, answer=answer, explanation=f"Because of {words}")


def tip(
    tip_id: str,
    of: TipFormat = TipFormat.QUESTION,
    theme: Theme = Theme.EDUCATION,
    questions: Sequence[ChoiceQuestion] = (),
) -> Tip:
    given: dict[str, object] = {
        "title": f"About {tip_id.split('/')[1]}",
        "format": of,
        "theme": theme,
        "card": "role/one",
    }
    body = (text("One idea."),)
    if not of.is_asked:
        return Tip(tip_id, TipFrontMatter.model_validate(given), body)
    default = (question("What fits at first?"), question("And now?", 2), question("And later?", 3))
    first, *again = questions or default
    given |= {**first.model_dump(), "again": again, "sources": [{"id": "review", "at": "Theme 1"}]}
    return Tip(tip_id, AskedFrontMatter.model_validate(given), body)


def tracks_of(tips: Iterable[Tip]) -> Tracks:
    return Tracks({tip.id: tip for tip in sorted(tips, key=lambda tip: tip.id)})


def some_tracks(**counts: int) -> Tracks:
    """`everyone=3` gives everyone/01-tip to 03-tip, with formats and themes in turn; `_` stands for `-`."""
    formats = [tip_format for tip_format in TipFormat if tip_format.is_asked]
    themes = list(Theme)[:10]
    return tracks_of(
        tip(f"{track.replace('_', '-')}/{n:02}-tip", formats[n % 4], themes[n % 10])
        if track != "team_prompts"
        else tip(f"team-prompts/{n:02}-tip", TipFormat.PROMPT, themes[n % 10])
        for track, count in counts.items()
        for n in range(1, count + 1)
    )


def written(shown: ShownTip) -> str:
    """The value of the buttons below a tip's question."""
    return f"{shown.tip.key} {shown.repeat}"
