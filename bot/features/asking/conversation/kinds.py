"""Loads the kinds of conversational line and the commands from `content/conversation/`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from bot.core.content_files import ContentFaulty, Fault, Page, Strict, read_page

Buttons = Literal["person", "settings", "help", "who-sees", "about-me", "about-colleague", "find-something"]
After = Literal["card", "offer", "tip", "digest", "refusal", "pulse", "announcement", "distress", "none"]
ANYWHERE = "anywhere"
_FEWEST = {"act": 25, "command": 10}


class KindFields(Strict):
    act: str
    after: tuple[After, ...] = ()
    buttons: Mapping[After | Literal["anywhere"], tuple[Buttons, ...]] = Field(default_factory=dict)
    card: str = ""
    card_after: Mapping[After, str] = Field(default_factory=dict)


class CommandFields(Strict):
    command: Annotated[str, Field(min_length=2)]


@dataclass(frozen=True, slots=True)
class ActKind:
    """`after` limits recognition by similarity to a context; `replies` depend on it, `anywhere` is the
    default.
    """

    act: str
    examples: tuple[str, ...]
    replies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    buttons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    card: str = ""
    card_after: Mapping[str, str] = field(default_factory=dict)

    def replies_after(self, context: str) -> tuple[str, ...]:
        return self.replies.get(context) or self.replies.get(ANYWHERE, ())

    def buttons_after(self, context: str) -> tuple[str, ...]:
        return self.buttons.get(context) or self.buttons.get(ANYWHERE, ())

    def card_for(self, context: str, shown: str = "") -> str:
        """The card that answers. If one of them was `shown` last, it is the one meant."""
        return shown if shown in self.card_after.values() else self.card_after.get(context) or self.card


@dataclass(frozen=True, slots=True)
class Kinds:
    """`opens` maps each command to what it opens.

    `questions` are lines that look like chat but must be searched.
    """

    acts: Mapping[str, ActKind]
    commands: Mapping[str, tuple[str, ...]]
    opens: Mapping[str, str]
    questions: tuple[str, ...]


QUESTION = "question"


def load(root: Path) -> Kinds:
    """Loads the kinds. Raises ContentFaulty."""
    kinds, faults = read(root)
    if faults:
        raise ContentFaulty(faults)
    return kinds


def read(root: Path) -> tuple[Kinds, list[Fault]]:
    folder = root / "conversation"
    kinds: list[ActKind] = []
    commands: dict[str, tuple[str, ...]] = {}
    opens: dict[str, str] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.md")):
        if path.name != "README.md":
            _read_kind(path, kinds, faults)
    for path in sorted((folder / "commands").glob("*.md")):
        _read_command(path, commands, opens, faults)
    questions = tuple(line for kind in kinds if kind.act == QUESTION for line in kind.examples)
    acts = {kind.act: kind for kind in kinds if kind.act != QUESTION}
    return Kinds(acts, commands, opens, questions), faults


def _read_kind(path: Path, kinds: list[ActKind], faults: list[Fault]) -> None:
    page = read_page(path)
    if isinstance(page, Fault):
        faults.append(page)
        return
    fields, wrong = page.fields.parse(KindFields)
    sections = _sections(page.body)
    if fields is None:
        faults += wrong
        return
    replies = {context: lines for name, lines in sections.items() for context in _contexts(name)}
    faults += _missing(page, sections.get(_PEOPLE_SAY, ()), "act")
    if fields.act != QUESTION and ANYWHERE not in replies:
        faults.append(page.fault(0, "there is no reply.", 'Add "## Replies" with two to four bullets.'))
    faults += [
        page.fault(0, f"an exclamation mark: {line}", "Say it calmly.")
        for lines in replies.values()
        for line in lines
        if "!" in line
    ]
    kinds.append(
        ActKind(
            fields.act,
            sections.get(_PEOPLE_SAY, ()),
            replies,
            fields.after,
            {str(context): tuple(names) for context, names in fields.buttons.items()},
            fields.card,
            {str(context): card for context, card in fields.card_after.items()},
        )
    )


def _read_command(
    path: Path, commands: dict[str, tuple[str, ...]], opens: dict[str, str], faults: list[Fault]
) -> None:
    page = read_page(path)
    if isinstance(page, Fault):
        faults.append(page)
        return
    fields, wrong = page.fields.parse(CommandFields)
    faults += wrong
    if fields:
        examples = _sections(page.body).get(_PEOPLE_SAY, ())
        faults += _missing(page, examples, "command")
        commands[fields.command] = examples
        opens[fields.command] = page.body.partition("\n## ")[0].strip()


def _missing(page: Page, examples: tuple[str, ...], what: str) -> list[Fault]:
    if len(examples) >= _FEWEST[what]:
        return []
    mend = f'Write at least {_FEWEST[what]} under "## {_PEOPLE_SAY}".'
    return [page.fault(0, f"only {len(examples)} ways to say it.", mend)]


_PEOPLE_SAY = "People say"
_SECTION = re.compile(r"^## +(.+?) *$\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def _sections(body: str) -> dict[str, tuple[str, ...]]:
    """The bullets under each heading."""
    return {
        match[1]: tuple(line[2:].strip() for line in match[2].splitlines() if line.startswith("- "))
        for match in _SECTION.finditer(body)
    }


def _contexts(heading: str) -> tuple[str, ...]:
    if heading == "Replies":
        return (ANYWHERE,)
    if heading.startswith("Replies to "):
        return (heading.removeprefix("Replies to ").strip(),)
    if heading.startswith("Replies after "):
        return tuple(part.strip() for part in heading.removeprefix("Replies after ").split(","))
    return ()
