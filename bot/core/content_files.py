"""Reads content files (YAML, Markdown), and describes faults by file, line and remedy."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from yaml.nodes import MappingNode, Node, SequenceNode

Parsed = TypeVar("Parsed")
Text = Annotated[str, Field(min_length=1)]
CardId = Annotated[str, Field(pattern=r"^[a-z-]+/[a-z0-9-]+$")]


class Strict(BaseModel):
    """Base of models for hand-written files.

    Unknown fields are errors, because they are usually typing errors.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class SourceRef(Strict):
    """The id of a source, and the place in it (page or section) to look up."""

    id: Text
    at: Text


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One problem in a content file. `line` counts from 1. A warning does not fail the check."""

    path: str
    line: int
    what: str
    mend: str = ""
    is_warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.is_warning else ""
        return f"{self.path}:{self.line}: {kind}{self.what}{' ' if self.mend else ''}{self.mend}"


class ContentFaulty(Exception):
    """Raised when content cannot be used. `faults` lists each problem with its file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        listed = "\n".join(str(f) for f in faults[:10])
        super().__init__(
            f"{len(faults)} faults in the content; `python -m bot check` lists them all:\n{listed}"
        )
        self.faults = faults


class Located:
    """Parsed YAML that also knows the line number of each value."""

    def __init__(self, source: str, path: Path, first_line: int = 1) -> None:
        self.path = path
        self._first_line = first_line
        self._source = source
        self.value: Any = None
        self.syntax_fault: Fault | None = None
        try:
            self.value = yaml.load(source, Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            line = first_line + (error.problem_mark.line if error.problem_mark else 0)
            problem = f"this is not YAML: {error.problem}."
            self.syntax_fault = Fault(str(path), line, problem, 'Often a ":" needs quotes round the line.')

    def line_of(self, keys: Sequence[str | int]) -> int:
        """The line of the value at this path of keys, or of the deepest part of the path that exists."""
        node: Node | None = yaml.compose(self._source, Loader=yaml.SafeLoader)
        for key in keys:
            inner = _child(node, key)
            if inner is None:
                break
            node = inner
        return self._first_line + (node.start_mark.line if node else 0)

    def fault(self, keys: Sequence[str | int], what: str, mend: str = "") -> Fault:
        return Fault(str(self.path), self.line_of(keys), what, mend)

    def parse(self, shape: type[Parsed]) -> tuple[Parsed | None, list[Fault]]:
        """The value, validated against any type that pydantic knows; or the list of faults."""
        if self.syntax_fault:
            return None, [self.syntax_fault]
        try:
            return TypeAdapter(shape).validate_python(self.value), []
        except ValidationError as error:
            return None, [self._shape_fault(e["loc"], e["type"], e["msg"]) for e in error.errors()]

    def _shape_fault(self, loc: tuple[int | str, ...], kind: str, problem: str) -> Fault:
        name = ".".join(str(part) for part in loc) or "the file"
        mend = _MENDS.get(kind, "")
        return self.fault(loc, f"{name}: {problem[0].lower()}{problem[1:]}.", mend)


_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file with YAML front matter.

    `body_line` is the line on which the body starts, counted from 1.
    """

    fields: Located
    body: str
    body_line: int

    def fault(self, line: int, what: str, mend: str) -> Fault:
        """A fault in the body. `line` counts from 0 at the start of the body."""
        return Fault(str(self.fields.path), self.body_line + line, what, mend)


def read_page(path: Path) -> Page | Fault:
    split = _FRONT_MATTER.match(path.read_text(encoding="utf-8").replace("\r\n", "\n"))
    if not split:
        mend = "Start with a line ---, the fields, and another line ---."
        return Fault(str(path), 1, "no front matter.", mend)
    return Page(Located(split[1], path, first_line=2), split[2], split[1].count("\n") + 3)


_MENDS = {
    "extra_forbidden": "Remove it, or mend its spelling.",
    "missing": "Add it; content/README.md shows every field.",
    "string_too_long": "Shorten it.",
    "date_from_datetime_parsing": "Write a date as 2027-11-20.",
    "enum": "Use one of these.",
    "string_type": "Put quotes round it.",
}


def _child(node: Node | None, key: str | int) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
        child: Node = node.value[key]
        return child
    return None
