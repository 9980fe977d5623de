"""Adds lasting and fresh noise to a count, as in RAPPOR (Erlingsson, Pihur and Korolova 2014).

The lasting noise (RAPPOR: "permanent") is a keyed function of the statistic and of the exact set of group
members. It is the same in every wave until someone joins or leaves, so averaging waves does not remove it.
Each change of members draws it anew, so the difference is not the newcomer's answer. The fresh noise is drawn
for one wave and not stored.

Where nearly everyone answered, a reader who knows who was away knows exactly who answered. The lasting noise is
then a keyed function of those people too. Otherwise the figures with and without one person, who was away once,
would differ by that person's answer and the small fresh noise alone.
"""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from bot.publishing.laplace import discrete_laplace, variance
from bot.publishing.noise_scales import NoiseScale
from bot.publishing.randomness import Keyed, Source, System


@dataclass(frozen=True, slots=True)
class NoisyCount:
    """A noisy count, with the variance of each layer. Equal `draw` values mean equal lasting noise."""

    count: int
    lasting: float
    fresh: float
    draw: str


@dataclass(frozen=True, slots=True)
class Answerers:
    """Those of a group who answered, and the number of answers to this question, where nearly all did."""

    people: Collection[str]
    answers: int
    is_everyone: bool


@dataclass(frozen=True, slots=True)
class NoiseLayers:
    """The two noise layers.

    `key` is secret, because it can compute and remove the lasting layer. `fresh` is the system's random
    source.
    """

    key: bytes
    fresh: Source = field(default_factory=System)

    def add_noise(
        self,
        count: int,
        what: str,
        members: Collection[str],
        scale: NoiseScale,
        answerers: Answerers | None = None,
    ) -> NoisyCount:
        """Adds both layers to a count. `what` names the question and statistic."""
        who = self._digest(members)
        if answerers:
            who += f"|{self._digest(answerers.people)}|{answerers.answers}"
        repeated = Keyed(self.key, "noise", what, who, str(scale.lasting), str(scale.flat))
        lasting = discrete_laplace(repeated, scale.lasting, scale.flat)
        fresh = discrete_laplace(self.fresh, scale.fresh)
        layers = _variance(scale.lasting, scale.flat), _variance(scale.fresh)
        return NoisyCount(count + lasting + fresh, *layers, draw=self._draw(members, scale, answerers))

    def _draw(self, members: Collection[str], scale: NoiseScale, answerers: Answerers | None) -> str:
        """A name of the lasting noise. It is stored, so it must not tell who answered: random unless all did."""
        if answerers and not answerers.is_everyone:
            return f"{self.fresh.below(2**64):016x}"
        named = (self._digest(members), str(scale.lasting), str(scale.flat), "all" if answerers else "")
        return hmac.digest(self.key, "|".join(named).encode(), hashlib.sha256).hex()[:16]

    def add_repeatable_noise(self, count: int, what: str, members: Collection[str], epsilon: Fraction) -> int:
        """Adds the same noise whenever the same count is looked up, so that repeating it reveals nothing
        more.

        The noise is a keyed function of the statistic, the members and the count.
        """
        label = ("once", what, self._digest(members), str(count), str(epsilon))
        return count + discrete_laplace(Keyed(self.key, *label), epsilon)

    def _digest(self, members: Collection[str]) -> str:
        text = "\n".join(sorted(members))
        return hmac.digest(self.key, text.encode(), hashlib.sha256).hex()


_variance = cache(variance)
