"""How often the headline's verdict is wrong, and how often it sees a real drop; a naive rule beside it.

After a baseline of six waves, twelve more are watched, a new draw of `n` answers each. Detected means:
called "down" in one of the first twelve waves after a drop of the true mean from 3.45 to 2.98 points.
The naive rule calls a fall of the percent favourable by ten points since the wave before, and starts
after the baseline too. Prints one line a figure: name, value, unit.
"""

from collections.abc import Callable, Sequence

import numpy as np

from bot.pulse.statistics import Counts, favourable
from bot.pulse.verdict import BASELINE_WAVES, Changed, verdict

BEFORE = (0.05, 0.13, 0.27, 0.42, 0.13)
AFTER = (0.10, 0.24, 0.30, 0.30, 0.06)
WATCHED = 12
SIZES = (8, 12, 20)
RUNS = 2000

Rule = Callable[[Sequence[Counts]], int]


def our_rule(waves: Sequence[Counts]) -> int:
    """-1 called down, 1 called up, 0 not called."""
    found = verdict(waves)
    return (1 if found.points > 0 else -1) if isinstance(found, Changed) else 0


def naive_rule(waves: Sequence[Counts]) -> int:
    before, now = (favourable(counts) / sum(counts) for counts in waves[-2:])
    return -1 if now <= before - 0.10 else 0


def histories(n: int, later: Sequence[float], seed: int) -> list[list[Counts]]:
    """`RUNS` histories of 18 waves with `n` answers each."""
    rng = np.random.default_rng(seed)
    chances = [BEFORE] * BASELINE_WAVES + [later] * WATCHED
    drawn = np.stack([rng.multinomial(n, chance, size=RUNS) for chance in chances], axis=1).tolist()
    return [[(a, b, c, d, e) for a, b, c, d, e in history] for history in drawn]


def first_call(rule: Rule, history: Sequence[Counts]) -> int:
    """What the rule calls first in the watched waves, if anything."""
    calls = (rule(history[: BASELINE_WAVES + wave]) for wave in range(1, WATCHED + 1))
    return next((call for call in calls if call), 0)


def percent(rule: Rule, calls: set[int], drawn: Sequence[Sequence[Counts]]) -> float:
    return 100 * sum(first_call(rule, history) in calls for history in drawn) / len(drawn)


def main() -> None:
    for n in SIZES:
        steady, dropped = histories(n, BEFORE, seed=n), histories(n, AFTER, seed=n + 1)
        for name, rule in (("pulse", our_rule), ("naive", naive_rule)):
            print(f"{name}.false_alarm_{WATCHED}_waves.n{n} {percent(rule, {-1, 1}, steady):.1f} %")
            print(f"{name}.detected_within_{WATCHED}_waves.n{n} {percent(rule, {-1}, dropped):.1f} %")


if __name__ == "__main__":
    main()
