"""Adds lasting and fresh noise to a count, as in RAPPOR (Erlingsson, Pihur and Korolova 2014).

The lasting noise (RAPPOR: "permanent") is a keyed function of the statistic and of the exact set of group
members. It is the same in every wave until someone joins or leaves, so averaging waves does not remove it.
Each change of members draws it anew, so the difference is not the newcomer's answer. The fresh noise is drawn
for one wave and not stored.

A reader who knows when a colleague was away compares waves with and without them, among the same members: the
lasting noise cancels out, and the fresh noise alone hides the answer. It is therefore nearly as large as the
lasting noise. Who answered has no influence on either layer.
"""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from bot.publishing import gaussian, laplace
from bot.publishing.noise_scales import NoiseScale
from bot.publishing.randomness import Keyed, RandomSource, System


@dataclass(frozen=True, slots=True)
class NoisyCount:
    """A noisy count, with the variance of each layer. Equal `draw` values mean equal lasting noise."""

    count: int
    lasting: float
    fresh: float
    draw: str


@dataclass(frozen=True, slots=True)
class NoiseLayers:
    """The two noise layers.

    `key` is secret, because it can compute and remove the lasting layer. `fresh` is the system's random
    source.
    """

    key: bytes
    fresh: RandomSource = field(default_factory=System)

    def add_noise(self, count: int, what: str, members: Collection[str], scale: NoiseScale) -> NoisyCount:
        """Adds both layers to a count. `what` names the question and statistic."""
        who = self._digest(members)
        repeated = Keyed(self.key, "noise", what, who, str(scale.lasting), str(scale.flat))
        lasting = laplace.discrete_laplace(repeated, scale.lasting, scale.flat)
        fresh = gaussian.discrete_gaussian(self.fresh, scale.fresh)
        layers = _lasting_variance(scale.lasting, scale.flat), _fresh_variance(scale.fresh)
        return NoisyCount(count + lasting + fresh, *layers, draw=self._draw(who, scale))

    def _draw(self, who: str, scale: NoiseScale) -> str:
        """A name of the lasting noise. It is stored, so it is keyed."""
        named = (who, str(scale.lasting), str(scale.flat), "")
        return hmac.digest(self.key, "|".join(named).encode(), hashlib.sha256).hex()[:16]

    def add_repeatable_noise(self, count: int, what: str, members: Collection[str], epsilon: Fraction) -> int:
        """Adds the same noise whenever the same count is looked up, so that repeating it reveals nothing
        more.

        The noise is a keyed function of the statistic, the members and the count.
        """
        label = ("once", what, self._digest(members), str(count), str(epsilon))
        return count + laplace.discrete_laplace(Keyed(self.key, *label), epsilon)

    def _digest(self, members: Collection[str]) -> str:
        text = "\n".join(sorted(members))
        return hmac.digest(self.key, text.encode(), hashlib.sha256).hex()


_lasting_variance = cache(laplace.variance)
_fresh_variance = cache(gaussian.variance)
