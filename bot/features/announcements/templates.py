"""Reads the announcement templates from `content/broadcasts/<slug>.md`, with their faults."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.conversation.markdown import UnsupportedMarkdown, blocks
from bot.core.content_files import ContentFaulty, Fault, Strict, read_page
from bot.core.natural_order import natural_key

# Placeholders that the writer must replace, such as {day and time}.
_PLACEHOLDER = re.compile(r"\{[^{}\n]+\}")


class TemplateFrontMatter(Strict):
    """`name` is what champions choose it by; `title` is the announcement's, where they may change it.

    `is_about_a_person`: it can't be sent before that person has agreed to words and audience.
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    title: Annotated[str, Field(min_length=1, max_length=120)]
    acknowledge: bool = False
    is_about_a_person: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    id: str
    meta: TemplateFrontMatter
    words: str

    @property
    def placeholders(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_PLACEHOLDER.findall(f"{self.meta.title}\n{self.words}")))


@dataclass(frozen=True, slots=True)
class Templates:
    """By id, in the order of their names."""

    by_id: dict[str, Template]

    def left_in(self, template_id: str, typed: str) -> Sequence[str]:
        """The placeholders of this template that nobody has put anything in place of."""
        template = self.by_id.get(template_id)
        return [hole for hole in template.placeholders if hole in typed] if template else []


def load(root: Path) -> Templates:
    """Raises ContentFaulty."""
    templates, faults = read(root)
    if faults:
        raise ContentFaulty(faults)
    return templates


def read(root: Path) -> tuple[Templates, list[Fault]]:
    """The templates as far as they can be read, and all faults in the order of their files."""
    templates, faults = list[Template](), list[Fault]()
    for path in sorted((root / "broadcasts").glob("*.md")):
        template, wrong = _read(path)
        faults += wrong
        templates += [template] if template else []
    ordered = sorted(templates, key=lambda template: natural_key(template.meta.name))
    return Templates({template.id: template for template in ordered}), faults


def _read(path: Path) -> tuple[Template | None, list[Fault]]:
    page = read_page(path)
    if isinstance(page, Fault):
        return None, [page]
    meta, faults = page.fields.parse(TemplateFrontMatter)
    words = page.body.strip()
    faults += [page.fault(n, "an exclamation mark.", "Say it calmly.") for n in _shouted(page.body)]
    try:
        if not blocks(page.body, keeps_lines=True):
            faults.append(page.fault(0, "no words.", "Write what it says below the second ---."))
    except UnsupportedMarkdown as error:
        faults.append(page.fault(error.line, f"{error}.", "Write it another way."))
    return (Template(path.stem, meta, words) if meta else None), faults


def _shouted(body: str) -> list[int]:
    return [number for number, line in enumerate(body.splitlines()) if "!" in line]
