"""Keys are put together and taken apart by their own class only."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.imports import ROOT, modules

# The classes that know how a key is written down.
_KEYS = (
    "bot.core.schedule_key",
    "bot.people.audiences.audience_key",
    "bot.delivery.ledger.lane_key",
    "bot.features.learning.tip_id",
    "bot.features.peer_profiles.announced_key",
    "bot.features.peer_profiles.support.days_key",
    "bot.features.asking.cards",  # a card's id, "area/name"
)
# What takes apart something else than a key, and what.
_NO_KEYS = {
    "bot.features.asking.rephrasing": "sentences",
    "bot.features.asking.distress": "words of people",
    "bot.features.asking.conversation": "words of people",
    "bot.features.asking.retrieval.finding": "a card's id, until it is given its area",
    "bot.features.word_check": "sentences",
    "bot.features.announcements.views.form": "a day and a time that were typed",
    "bot.people.contact.preference_text": "days that were typed",
    "bot.features.pulse.draft_answers": "what a button of the questions holds",
    "bot.features.pulse.sealing.box": "what is sealed, for an error",
    "bot.features.pulse.views.one_sentence": "a verdict, stored with its figures",
}
# What buttons hold is written and read beside the action.
_CODECS = "actions"
_SURGERY = {"partition", "rpartition", "split", "rsplit", "removeprefix", "removesuffix", "endswith"}
# What holds a key, by the names that the code gives it: no surgery at all.
_HOLDERS = {"lane", "schedule", "key", "audience", "channel", "place", "slot_id", "tip_id", "announced"}
# What stands between the parts of a key.
_SEPARATORS = {":", "|", "/", " "}
_BEGINNING = re.compile(r"[a-z][a-z_-]*[:/]")
# Put together here and never taken apart: slots, batches, telephone links.
_JOINING = {
    "bot.delivery.sending.lanes",
    "bot.delivery.calendar.slots",
    "bot.features.asking.distress.signposts",
}
_ROOMS = ("bot.people", "bot.delivery", "bot.features", "handlers", "schedules")
# Still to be mended, and no more of them.
_LEFT = {"schedules/pulse/pulses.py"}


def test_no_key_is_put_together_or_taken_apart_outside_its_class() -> None:
    faults = {
        file: lines
        for name, path in modules().items()
        if name.startswith(_ROOMS)
        and (lines := list(_faults(name, path.read_text(encoding="utf-8"))))
        and (file := str(path.relative_to(ROOT))) not in _LEFT
    }
    assert faults == {}


def test_the_lists_name_only_what_is_there_and_needs_it() -> None:
    known = modules()
    for room in (*_KEYS, *_NO_KEYS, *_JOINING):
        files = [path for name, path in known.items() if _is_in(name, room)]
        assert any(_surgery_or_joins(path.read_text(encoding="utf-8")) for path in files), room


@pytest.mark.parametrize(
    "line",
    [
        'kind, _, id_ = value.rpartition(":")',
        'tip.id.split("/")[0]',
        'what.removeprefix("taken ")',
        "slot.schedule.endswith(day)",
        "slot_id.removeprefix(job)",
        'f"saved:{saved.id}"',
        'f"{job}:{wave.id}"',
        'f"{track}/{name}"',
    ],
)
def test_each_fault_is_found(line: str) -> None:
    assert len(list(_faults("handlers.example", line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "typed.split()",
        'name.removeprefix("-")',
        'f"Sent to {names}: {count}"',
        'f"{hour:02}:{minute:02}"',
        'f"{broadcast.id}|{person.id}"',
        'str(AudienceKey("saved", saved.id))',
    ],
)
def test_what_is_no_key_is_no_fault(line: str) -> None:
    assert list(_faults("handlers.example", line)) == []


def _faults(name: str, code: str) -> Iterator[int]:
    if any(_is_in(name, room) for room in (*_KEYS, *_NO_KEYS)) or name.endswith(f".{_CODECS}"):
        return
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Attribute(attr=verb, value=held), args=given, lineno=line):
                if verb in _SURGERY and (_holds_a_key(held) or any(map(_separates, given))):
                    yield line
            case ast.JoinedStr(lineno=line) if _joins(node) and name not in _JOINING:
                yield line


def _surgery_or_joins(code: str) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr in _SURGERY)
        or (isinstance(node, ast.JoinedStr) and len(node.values) > 1)
        for node in ast.walk(ast.parse(code))
    )


def _separates(given: ast.expr) -> bool:
    """Also a beginning with its separator, such as "taken "."""
    return (
        isinstance(given, ast.Constant)
        and isinstance(given.value, str)
        and (given.value in _SEPARATORS or re.fullmatch(r"[a-z][a-z_-]*[:|/ ]", given.value) is not None)
    )


def _joins(node: ast.JoinedStr) -> bool:
    """`f"kind:{id}"`, or ids with a separator between them. Labels of noise and digests, with "|", are no keys."""
    parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
    if any(isinstance(part, ast.FormattedValue) and part.format_spec for part in node.values):
        return False  # a time
    begins = len(parts) > 1 and isinstance(parts[0], str) and _BEGINNING.fullmatch(parts[0]) is not None
    between = any(
        parts[at] in {":", "/"} and parts[at - 1] is None and parts[at + 1] is None
        for at in range(1, len(parts) - 1)
    )
    return begins or between


def _holds_a_key(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id in _HOLDERS) or (
        isinstance(node, ast.Attribute) and node.attr in _HOLDERS
    )


def _is_in(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")
