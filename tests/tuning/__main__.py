"""`make tune-encoder`: tunes the encoder on the cards' questions, and writes what changed beside the public model.

Softmax over the cosines to one learned vector a target (NormFace, Wang et al. 2017), over the questions that
`is_held_out` leaves and the sentences of each card's short text. `questions/` holds further questions, which the
search does not compare with: as examples they made it less sure, as training they make it better. Only the matrices
of the six layers change. They stay on the public model's own scales of 8 bits, so that one small number a weight is
shipped. Takes about half an hour of two cores. The result differs a little from machine to machine: measure it
with `python -m bot evaluate` before it is committed.
"""

import random
import re
import sys
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from bot.conversation.message import Bullets, Paragraph
from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import load
from bot.features.asking.encoder.tuned_weights import SEARCH, is_held_out
from bot.features.asking.retrieval.index import examples_of, passage_of
from tests.tuning.lines import batches, further

_EPOCHS, _BATCH, _RATE, _TARGET_RATE = 6, 64, 8e-5, 1e-3
# The cosines are multiplied by this before the softmax.
_SHARPNESS = 20
_SMOOTHING = 0.1


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    target: int


def examples(content: Path) -> list[Example]:
    """The texts of each target: its questions without those held out, and the sentences of its short text."""
    library = load(content)
    questions = [
        Example(text, target)
        for target, (name, texts) in enumerate(examples_of(library).items())
        for text in (*texts, *further(name if name in library.cards else f"boundaries/{name}"))
        if not is_held_out(text)
    ]
    sentences = [
        Example(text, target)
        for target, card in enumerate(library.cards.values())
        for text in (passage_of(card), *sentences_of(card))
    ]
    return questions + sentences


def sentences_of(card: Card) -> list[str]:
    """The sentences of the short text that have three words or more."""
    blocks = (block for block in (*card.opening, *card.tips) if isinstance(block, Bullets | Paragraph))
    paragraphs = chain.from_iterable(b.items if isinstance(b, Bullets) else [b] for b in blocks)
    texts = ("".join(span.text for span in paragraph.spans) for paragraph in paragraphs)
    parts = chain.from_iterable(re.split(r"(?<=[.?;:])\s+", text) for text in texts)
    return [part for part in parts if len(part.split()) > 2]


def main() -> None:
    # Not among the project's own requirements, so imported only where it tunes.
    import torch
    from torch.nn.functional import cross_entropy, normalize

    from tests.tuning.model import Trainable

    torch.manual_seed(0)
    dice = random.Random(0)
    known, model = examples(Path("content")), Trainable.public()
    vectors = model.encode([example.text for example in known])
    owner = np.array([example.target for example in known])
    middles = torch.tensor(
        np.stack([vectors[owner == target].mean(axis=0) for target in range(owner.max() + 1)])
    )
    targets = torch.nn.Parameter(normalize(middles, dim=1))
    groups = [{"params": model.matrices, "lr": _RATE}, {"params": [targets], "lr": _TARGET_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.0)
    steps = _EPOCHS * (len(known) // _BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [_RATE, _TARGET_RATE], total_steps=steps, pct_start=0.1
    )
    for epoch in range(_EPOCHS):
        dice.shuffle(known)
        for number, batch in enumerate(batches(known, _BATCH, lambda example: example.text, dice)):
            cosines = model.vectors([e.text for e in batch]) @ normalize(targets, dim=1).T
            wanted = torch.tensor([e.target for e in batch])
            loss = cross_entropy(_SHARPNESS * cosines, wanted, label_smoothing=_SMOOTHING)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            if number % 20 == 0:
                print(
                    f"epoch {epoch + 1} of {_EPOCHS}, batch {number}: loss {loss.item():.3f}", file=sys.stderr
                )
    model.write(SEARCH)


if __name__ == "__main__":
    main()
