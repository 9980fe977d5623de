"""Builds the results of the word check, for the writer only: each place with alternatives, never a score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.conversation.message import (
    Block,
    Bullets,
    Buttons,
    Divider,
    Form,
    Heading,
    Message,
    Paragraph,
    Span,
    TextInput,
    text,
)
from bot.conversation.routes import Faults
from bot.features.word_check.actions import CHECK, DOCUMENT, PASTE
from bot.features.word_check.check import LanguageFinding
from bot.features.word_check.entries import Severity

TITLE = "Check my words"
_WORDS = "words"

LONGEST = 3000
_MOST = 6

KEPT_NOTHING = "Nothing of it is kept, and nobody else sees it."
ONLY_OWN = "That message is somebody else's, and I only look at your own words. For a text of yours, say “check my words”."
_NO_WORDS = "Write or paste something first, or close this."
_NOTHING = "I see nothing to change. I only know some words; you know your reader."

_HEADINGS = {
    Severity.CHANGE: "Speaks badly of people",
    Severity.CONSIDER: "Worth a thought: it depends on who says it, and of what",
}


def offer(has_page: bool) -> Message:
    sentence = "I look for words that speak badly of people, and say what could stand there instead."
    page = (DOCUMENT.button("Check a document"),) if has_page else ()
    return Message(
        sentence,
        (
            text(sentence, " For what you write yourself: an e-mail, a note, a policy."),
            Buttons((PASTE.button("Paste a text"), *page)),
            text(f"{KEPT_NOTHING} Please leave out names.", quiet=True),
        ),
    )


@dataclass(frozen=True, slots=True)
class PastedText:
    text: str

    @classmethod
    def read(cls, values: Mapping[str, str], beside: str) -> Self | Faults:
        """`beside` is the text of a message that was chosen instead, or empty."""
        words = values.get(_WORDS, "") or beside
        return cls(words) if words.strip() else Faults({_WORDS: _NO_WORDS})


def form() -> Form:
    box = TextInput(_WORDS, "Your text", "Please leave out names.", multiline=True, longest=LONGEST)
    return CHECK.form(TITLE, (text(KEPT_NOTHING), box), submit="Check")


def page(address: str, minutes: int) -> Message:
    title = "A page for your document"
    what = f"Word, PDF or plain text, up to 20 pages. The link works for {minutes} minutes."
    return Message(
        title, (text(Span(title, bold=True, href=address)), text(what), text(KEPT_NOTHING, quiet=True))
    )


def result(
    findings: Sequence[LanguageFinding], sources: Mapping[str, str], warning: tuple[Paragraph, ...] = ()
) -> Message:
    """`sources` are names by id. As many words as a message holds, each once; the rest when these are mended."""
    if not findings:
        return Message(_NOTHING, (text(_NOTHING), *warning, text(KEPT_NOTHING, quiet=True)))
    counted = places(len(findings))
    groups = by_words(findings)
    blocks: list[Block] = [text(Span(counted, bold=True))]
    for severity, heading in _HEADINGS.items():
        shown = [same for same in groups[:_MOST] if same[0].entry.severity is severity]
        if shown:
            blocks += [Heading(heading), *(block for same in shown for block in _place(same, sources))]
    more = (
        f"These are the first {_MOST}; check again when you have changed them. "
        if len(groups) > _MOST
        else ""
    )
    blocks += [
        *warning,
        Divider(),
        text(f"{more}It is your text: leave what is right. {KEPT_NOTHING}", quiet=True),
    ]
    return Message(counted, tuple(blocks))


def by_words(findings: Sequence[LanguageFinding]) -> list[list[LanguageFinding]]:
    """Groups findings by their words, in order of first occurrence, for chat and for documents."""
    groups: dict[tuple[str, str], list[LanguageFinding]] = {}
    for each in findings:
        groups.setdefault((each.entry.id, each.words.lower()), []).append(each)
    return list(groups.values())


def _place(same: Sequence[LanguageFinding], sources: Mapping[str, str]) -> tuple[Block, ...]:
    first = same[0]
    return (
        text(Span(f"“{first.words}” ", bold=True), first.entry.why),
        Bullets(tuple(text(way) for way in first.better)),
        text(f"From: {source(first, sources)}.{also_in(same)}", quiet=True),
    )


def places(count: int) -> str:
    return "I would look at one place." if count == 1 else f"I would look at {count} places."


def also_in(same: Sequence[LanguageFinding]) -> str:
    others = len(same) - 1
    return "" if not others else f" Also in {others} more place{'s' if others > 1 else ''}."


def source(finding: LanguageFinding, sources: Mapping[str, str]) -> str:
    return sources.get(finding.entry.source, "several guides agree")


def in_a_line(findings: Sequence[LanguageFinding]) -> tuple[Paragraph, ...]:
    """Quietly, below what somebody writes for others."""
    words = list(
        dict.fromkeys(f"“{each.words}”" for each in findings if each.entry.severity is Severity.CHANGE)
    )
    if not words:
        return ()
    return (
        text(
            f"Words that some readers find hurtful: {', '.join(words[:5])}. Say “check my words” for others.",
            quiet=True,
        ),
    )
