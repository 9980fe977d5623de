"""Loads the conversation content and the recogniser, which is trained or read from its cache."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from bot.core.content_files import ContentFaulty, Fault, Located
from bot.features.asking.conversation import emoji, kinds, languages, line_classifier
from bot.features.asking.conversation.commands import named_by
from bot.features.asking.conversation.kinds import Kinds
from bot.features.asking.conversation.recogniser import Recogniser
from bot.features.asking.encoder.encoding import Encoding
from bot.features.asking.retrieval.index import Index

_SHORTEST, _EVERY = 8, 5
NotOurs = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ConversationContent:
    """`not_ours` starts a refusal, by who could answer: elsewhere, organisation or unwritten.

    "possible" starts one that names a card, "nearest" one that does for a question about peer work.
    """

    kinds: Kinds
    recogniser: Recogniser
    not_ours: NotOurs


def open_conversation(content: Path, cache: Path, encoder: Encoding, index: Index) -> ConversationContent:
    """Loads both. Raises ContentFaulty. `index` has the questions that are searched for."""
    conversation_kinds = kinds.load(content)
    learned = line_classifier.opened(encoder, conversation_kinds, searched(index), cache)
    signs, spoken = emoji.load(content), languages.load(content)
    recogniser = Recogniser(conversation_kinds, named_by(conversation_kinds), learned, signs, spoken)
    return ConversationContent(conversation_kinds, recogniser, _not_ours(content))


def searched(index: Index) -> tuple[str, ...]:
    """Selects for each target its shortest questions, which resemble chat most, and a sample of the others."""
    rows: list[int] = []
    for target in range(len(index.targets)):
        own = sorted(np.flatnonzero(index.owner == target).tolist(), key=lambda row: len(index.texts[row]))
        rows += [*own[:_SHORTEST], *own[_SHORTEST::_EVERY]]
    rows.sort()
    return tuple(index.texts[row] for row in rows)


def _not_ours(content: Path) -> NotOurs:
    path = content / "conversation" / "not_ours.yaml"
    if not path.exists():
        raise ContentFaulty([Fault(str(path), 1, "the file is missing.")])
    given, faults = Located(path.read_text(encoding="utf-8"), path).parse(dict[str, tuple[str, ...]])
    if given is None:
        raise ContentFaulty(faults)
    return TypeAdapter(dict[str, tuple[str, ...]]).validate_python(given)
