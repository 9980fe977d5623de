"""`make tune-distress`: tunes an encoder to tell distress from ordinary talk, and writes what changed beside the public
model.

Logistic regression on a text's greatest and first states, while the mean of the states is held near the public
model's (distillation, Hinton et al. 2015): the classifier reads all three, and shall not forget what the few examples
don't show. It learns from `content/distress/examples/` and, as ordinary talk, from a sample of `questions/`.
Takes about a quarter of an hour of two cores. Measure the result with `python -m pytest
tests/features/asking/test_distress.py` and `python -m bot evaluate` before it is committed.
"""

import random
import sys
from pathlib import Path
from typing import Any

import numpy as np

from bot.features.asking.distress.examples import examples
from bot.features.asking.encoder.tuned_weights import DISTRESS
from tests.tuning.lines import QUESTIONS, batches

_EPOCHS, _BATCH, _RATE, _HEAD_RATE = 3, 32, 8e-5, 2e-3
_ORDINARY = 3000
# Questions for these cards may tell of somebody in danger, so they are no examples of ordinary talk.
_GRAVE = frozenset(
    (
        "abuse-disclosed after-a-suicide after-restraint anger-and-harassment colleague-unsafe-to-work "
        "perinatal-peer-workers personal-support risk-and-safety thoughts-of-suicide threats-to-others "
        "trauma-and-distress using-again when-the-person-relapses"
    ).split()
)
_SMOOTHING = 0.03
# Each part of the features has length 1: the logits need a greater range.
_SHARPNESS = 20
_HELD_NEAR = 20.0
_FROM_A_PHONE = 1 / 3


def lines(content: Path) -> list[tuple[str, float]]:
    """Each line with 1 for distress or 0 for ordinary talk."""
    invented = examples(content)
    questions = [
        line
        for file in sorted(QUESTIONS.rglob("*.txt"))
        if file.stem not in _GRAVE
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    ordinary = (*invented.ordinary, *random.Random(0).sample(questions, _ORDINARY))
    return [(line, 1.0) for line in invented.distress] + [(line, 0.0) for line in ordinary]


def main() -> None:
    # Not among the project's own requirements, so imported only where it tunes.
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits, normalize

    from tests.tuning.model import Trainable

    torch.manual_seed(0)
    dice = random.Random(0)
    known, model = lines(Path("content")), Trainable.public()
    forms = list({form for text, _ in known for form in (text, _from_a_phone(text))})
    public = dict(zip(forms, model.encode(forms), strict=True))
    head = torch.nn.Linear(2 * 384, 1)

    def loss(texts: list[str], labels: list[float]) -> Any:
        mean, greatest, first = model.states(texts)
        score = head(torch.hstack([normalize(greatest, dim=1), normalize(first, dim=1)]) * _SHARPNESS)[:, 0]
        wanted = torch.tensor(labels) * (1 - 2 * _SMOOTHING) + _SMOOTHING
        before = torch.tensor(np.stack([public[text] for text in texts]))
        moved = 1 - (mean * before).sum(dim=1).mean()
        return binary_cross_entropy_with_logits(score, wanted) + _HELD_NEAR * moved

    groups = [{"params": model.matrices, "lr": _RATE}, {"params": head.parameters(), "lr": _HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [_RATE, _HEAD_RATE], total_steps=_EPOCHS * (len(known) // _BATCH + 1), pct_start=0.1
    )
    for epoch in range(_EPOCHS):
        dice.shuffle(known)
        for batch in batches(known, _BATCH, lambda line: line[0], dice):
            optimiser.zero_grad()
            loss([_as_typed(text, dice) for text, _ in batch], [label for _, label in batch]).backward()
            optimiser.step()
            schedule.step()
        print(f"round {epoch + 1} of {_EPOCHS} done", file=sys.stderr)
    model.write(DISTRESS)


def _as_typed(text: str, dice: random.Random) -> str:
    return _from_a_phone(text) if dice.random() < _FROM_A_PHONE else text


def _from_a_phone(text: str) -> str:
    return text.replace("'", "").lower()


if __name__ == "__main__":
    main()
