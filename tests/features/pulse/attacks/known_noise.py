"""The noise as the code has it: an attacker reads the code. Written again here, and compared with it in a test."""

from dataclasses import dataclass

from tests.features.pulse.attacks.disclosure_attacker import Scales


@dataclass(frozen=True)
class Noise:
    """The lasting layer's ε and how far its top is flat, and the fresh layer's standard deviation."""

    lasting: float
    flat: int
    fresh: float


CELL, WHOLE = Noise(0.5, 1, 3.75), Noise(0.3, 2, 8.0)
"""A team, and the organisation above it."""

DIVISION = Noise(0.15, 2, 11.5)
"""Each of two levels above the teams: divisions, and the organisation above them."""

ALONE = Noise(0.6, 1, 3.5)
"""An organisation that is one group."""


def scales_of(teams: int, cell: Noise = CELL, whole: Noise = WHOLE) -> Scales:
    return scales({"whole": whole, **{f"t{n}": cell for n in range(teams)}})


def scales_with_divisions(teams: int, divisions: int) -> Scales:
    above = {"whole": DIVISION, **{f"d{n}": DIVISION for n in range(divisions)}}
    return scales({**above, **{f"t{n}": CELL for n in range(teams)}})


def scales(noise: dict[str, Noise]) -> Scales:
    return Scales(
        {key: noise_of_group.lasting for key, noise_of_group in noise.items()},
        {key: noise_of_group.fresh for key, noise_of_group in noise.items()},
        {key: noise_of_group.flat for key, noise_of_group in noise.items()},
    )
