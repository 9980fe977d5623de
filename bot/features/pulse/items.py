"""Parses and validates the pulse's items from `content/pulse/items.yaml`."""

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.core.themes import Audience, Theme

Text = Annotated[str, Field(min_length=1, max_length=110)]


class ItemsError(Exception):
    """Raised for invalid items. The text names the file, each faulty item and its field."""


class Item(BaseModel):
    """A statement to agree with. `action` says what to do when few agree; `card` is an article about it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    number: Annotated[int, Field(ge=1)]
    theme: Theme
    audience: Annotated[frozenset[Audience], Field(min_length=1)]
    text: Text
    action: Annotated[str, Field(pattern=r"^[A-Z][^.!?]+\.$", max_length=130)]
    reference: Annotated[str, Field(pattern=r"^Reeves et al\. 2024, theme [1-4]$")]
    review_refs: Annotated[str, Field(pattern=r"^\d+(-\d+)?(, \d+(-\d+)?)*$")]
    card: Annotated[str, Field(pattern=r"^[a-z-]+/[a-z0-9-]+$")]
    about_peers: bool = False

    def is_for(self, audiences: frozenset[Audience]) -> bool:
        """Whether people in these audiences are asked. Everyone belongs to the audience "everyone"."""
        return Audience.EVERYONE in self.audience or bool(self.audience & audiences)

    @property
    def rates_peers(self) -> bool:
        """Whether answers in a team with one or two peer workers would describe an identifiable person."""
        return self.about_peers or self.audience == {Audience.PEER_WORKER}


_ITEMS = TypeAdapter(tuple[Item, ...])


def load(path: Path) -> tuple[Item, ...]:
    """The items in the file's order. Raises ItemsError for invalid YAML or items, or a duplicate id."""
    try:
        items = _ITEMS.validate_python(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise ItemsError(f"{path}: this is not YAML: {error}") from error
    except ValidationError as error:
        faults = "\n".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ItemsError(f"{path}: the items have faults (counted from 0):\n{faults}") from error
    for twice in (_twice([i.id for i in items]), _twice([str(i.number) for i in items])):
        if twice:
            raise ItemsError(f"{path}: there twice: {', '.join(twice)}")
    return items


def _twice(names: list[str]) -> list[str]:
    return sorted({n for n in names if names.count(n) > 1})
