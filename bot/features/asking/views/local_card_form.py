"""The forms in which an organisation's own card is written and given back, and what they yield."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.conversation import markdown
from bot.conversation.markdown import UnsupportedMarkdown
from bot.conversation.message import Form, TextInput, text
from bot.conversation.routes import Faults
from bot.features.asking.actions import CHECK_LOCAL, SEND_RETURN, LocalCardOrigin
from bot.features.asking.cards.local_cards import LocalCard

_TITLE, _BODY, _SOURCE, _REMARK = "title", "body", "source", "remark"
_QUESTIONS = ("first", "second", "third")
# Other ways to ask help to find it. They may be left out.
_MORE = _QUESTIONS[1:]
_LONGEST = {_TITLE: 75, _BODY: 1200, _SOURCE: 150} | dict.fromkeys(_QUESTIONS, 200)
_LONGEST_REMARK = 500


@dataclass(frozen=True, slots=True)
class Written:
    """The form's content, as typed."""

    title: str = ""
    questions: Sequence[str] = ()
    body: str = ""
    source: str = ""

    @classmethod
    def read(cls, values: Mapping[str, str], private_words: str = "") -> Self | Faults:
        """`private_words` are those of an asker who has not agreed to their use."""
        typed = {name: values.get(name, "").strip() for name in _LONGEST}
        given = {name: words for name, words in typed.items() if words or name not in _MORE}
        faults = {name: fault for name, words in given.items() if (fault := _fault(words, _LONGEST[name]))}
        faults |= _unshowable(typed[_BODY]) | _without_consent(typed, private_words)
        if faults:
            return Faults(faults)
        return cls(typed[_TITLE], [typed[q] for q in _QUESTIONS if typed[q]], typed[_BODY], typed[_SOURCE])

    @classmethod
    def of(cls, card: LocalCard) -> Self:
        return cls(card.title, card.questions, card.body, card.source)


def form(written: Written, origin: LocalCardOrigin, note: str = "") -> Form:
    how = (
        "It stands beside what the evidence says, marked as your organisation's own. An editor reads it before "
        "anybody else does. Leave out names of colleagues and of people who use the service."
    )
    questions = [*written.questions, "", "", ""][:3]
    labels = ("A question it answers", "The same, asked differently", "And once more")
    question, *others = (_box(*given) for given in zip(_QUESTIONS, labels, questions, strict=True))
    boxes = (
        _box(_TITLE, "Title", written.title),
        question,
        _box(_BODY, "The answer", written.body, "The first sentence answers. Bullets start with -"),
        _box(_SOURCE, "Where it comes from", written.source, "Such as a policy, or who decided it"),
    )
    notes = [text(paragraph) for paragraph in (how, note) if paragraph]
    more = tuple(others)
    return CHECK_LOCAL.form("An answer for everyone", (*notes, *boxes), origin, submit="Show me", more=more)


@dataclass(frozen=True, slots=True)
class Remark:
    """An editor's requested changes."""

    words: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        words = values.get(_REMARK, "").strip()
        if not 0 < len(words) <= _LONGEST_REMARK:
            return Faults({_REMARK: f"Write what should change, {_LONGEST_REMARK} characters at most."})
        return cls(words)


def return_form(card: LocalCard) -> Form:
    box = TextInput(
        _REMARK, "What should change?", "Its writer sees this", multiline=True, longest=_LONGEST_REMARK
    )
    return SEND_RETURN.form("Give it back", (box,), card.id, submit="Give it back")


def _box(name: str, label: str, initial: str, hint: str = "") -> TextInput:
    return TextInput(name, label, hint, initial, name == _BODY, name in _MORE, _LONGEST[name])


def _unshowable(body: str) -> dict[str, str]:
    try:
        markdown.blocks(body)
    except UnsupportedMarkdown as error:
        return {_BODY: f"{str(error).capitalize()}. Say it in paragraphs or one-level bullets."}
    return {}


def _without_consent(typed: Mapping[str, str], private_words: str) -> dict[str, str]:
    """Faults for a quotation without the asker's consent."""
    theirs = _folded(private_words)
    shown = (_TITLE, *_QUESTIONS) if theirs else ()
    return {name: _THEIR_WORDS for name in shown if _folded(typed[name]) == theirs}


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _fault(words: str, longest: int) -> str:
    if not words:
        return "Write something here, or close this."
    return f"That is {len(words)} characters long. Keep it to {longest}." if len(words) > longest else ""


def agreed_to(words: str) -> str:
    return f"Your colleague agrees that their own words are used: “{words}”"


IN_OTHER_WORDS = (
    "The asker has not agreed to their own words, so ask the question in words of your own. You can ask them "
    "first: there is a button for it."
)
_THEIR_WORDS = "These are the asker's own words, and they have not agreed to them. Use words of your own."
TAKES_ITS_PLACE = "These words wait for an editor already. What you send takes their place, and an editor who isn't you reads it."
