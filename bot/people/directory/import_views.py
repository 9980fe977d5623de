"""The form for pasting a list of people in chat, and messages on its faults and changes. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.conversation.message import Buttons, Choice, Form, Message, Option, TextInput, text
from bot.conversation.routes import Faults
from bot.people.directory.actions import PASTE_LIST, SEND_LIST
from bot.people.directory.people_import import Fate, ImportPlan
from bot.people.directory.people_sheet import COLUMNS
from bot.people.directory.teams_sheet import TeamPlan

LIST, THEN = "list", "then"
TRY, IMPORT = "try", "import"
LONGEST = 3000
COMMAND = "python -m bot people import FILE.csv"

# The room above a form's fields, on every platform.
_ROOM = 1800
_DONE = {
    Fate.ADDED: "added",
    Fate.CHANGED: "changed",
    Fate.LEAVING: "marked as having left",
    Fate.UNCHANGED: "left as they were",
}
_WOULD = {Fate.ADDED: "Add", Fate.CHANGED: "Change", Fate.LEAVING: "Mark as having left"}


@dataclass(frozen=True, slots=True)
class PastedList:
    """`is_final`: it is to be imported; otherwise only its changes are shown."""

    text: str
    is_final: bool

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        pasted, then = values.get(LIST, ""), values.get(THEN, "")
        if then not in (TRY, IMPORT):
            return Faults({THEN: "Choose one of these."})
        if len(pasted) > LONGEST:
            return Faults(
                {LIST: f"That is {len(pasted):,} characters long; {LONGEST:,} fit. Use the command."}
            )
        return cls(pasted, then == IMPORT)


_OFFERED = "Import people and teams from a list"
OFFER = Message(
    _OFFERED,
    (
        text(
            f"{_OFFERED}: you see what would change, and what is wrong in which line, before anything does."
        ),
        Buttons((PASTE_LIST.button("Paste a list"),)),
    ),
)


def form() -> Form:
    then = (Option(TRY, "Show me what would change"), Option(IMPORT, "Import it"))
    fields = (
        text(
            "Paste it as CSV, or straight from a spreadsheet. The first line names the columns: ",
            f"name and email, and any of {', '.join(c for c in COLUMNS if c not in ('name', 'email'))}.",
        ),
        text(
            "Nothing of it is kept but what is imported. No column may say who is a peer worker.", quiet=True
        ),
        TextInput(
            LIST, "The list", "Up to 3,000 characters, about 40 people", multiline=True, longest=LONGEST
        ),
        Choice(THEN, "What should I do?", then, initial=TRY),
        text(
            f"For a longer list, or to mark leavers, ask the people who run Alongside for this command: {COMMAND}",
            quiet=True,
        ),
    )
    return SEND_LIST.form("Import people", fields, submit="Go on")


def faults_in_words(plan: ImportPlan) -> str:
    """The first faults, one a line."""
    lines = [f"Line {fault.line}: {fault.what} {fault.mend}".strip() for fault in plan.faults]
    return _fitted(["Nothing was changed. Please mend these, then go on:", *lines])


def would_change(plan: ImportPlan) -> str:
    changed = sum(step.fate is not Fate.UNCHANGED for step in plan.steps)
    if not changed and not any(_is_changed(team) for team in plan.teams):
        return "Nothing would change: all of this is as we have it."
    summary = (
        f'Nothing was changed yet. To do what stands here, choose "Import it" and go on. {_counted(plan)}'
    )
    return _fitted([summary, *_team_lines(plan.teams), *_people_lines(plan)])


def imported(plan: ImportPlan) -> Message:
    """Counts only, because messages stay in the chat."""
    summary = f"Imported. {_counted(plan)}"
    return Message(summary, (text(summary), text(_MENDED, quiet=True)))


_MENDED = (
    "If something is wrong, mend the list and import it again: each person is recognised by their e-mail."
)


def _counted(plan: ImportPlan) -> str:
    counts = [f"{n} {words}" for fate, words in _DONE.items() if (n := plan.count(fate))]
    people = f"People: {', '.join(counts) or 'none'}."
    teams = [f"{n} {words}" for n, words in _team_counts(plan.teams) if n]
    return f"{people} Teams: {', '.join(teams)}." if teams else people


def _team_counts(teams: Sequence[TeamPlan]) -> list[tuple[int, str]]:
    return [(sum(t.is_new for t in teams), "added"), (sum(t.is_moved for t in teams), "moved")]


def _is_changed(team: TeamPlan) -> bool:
    return team.is_new or team.is_moved


def _team_lines(teams: Sequence[TeamPlan]) -> Iterator[str]:
    for team in filter(_is_changed, teams):
        yield f"{'Add' if team.is_new else 'Move'} the team {team.name}"


def _people_lines(plan: ImportPlan) -> Iterator[str]:
    for fate, words in _WOULD.items():
        for step in plan.steps:
            if step.fate is fate:
                changes = f" ({'; '.join(step.changes)})" if step.changes else ""
                yield f"{words} {step.name}{changes}"


def _fitted(lines: Sequence[str]) -> str:
    shown, room = list[str](), _ROOM
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            return "\n".join([*shown, f"And {len(lines) - len(shown):,} more."])
        shown.append(line)
    return "\n".join(shown)
