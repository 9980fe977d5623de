"""Adds lasting and fresh noise to a count, as in RAPPOR (Erlingsson, Pihur and Korolova 2014).

The lasting noise (RAPPOR: "permanent") is a keyed function of the statistic and of the exact set of group
members. It is the same in every wave until someone joins or leaves, so averaging waves does not remove it.
Each change of members draws it anew, so the difference is not the newcomer's answer. The fresh noise is drawn
for one wave and not stored.
"""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction

from bot.publishing.laplace import discrete_laplace, variance
from bot.publishing.randomness import Keyed, Source, System
from bot.publishing.scales import Scale


@dataclass(frozen=True, slots=True)
class Blurred:
    """A noisy count. Equal `draw` values mean equal lasting noise. Has the variance of each layer."""

    count: int
    lasting: float
    fresh: float
    draw: str


@dataclass(frozen=True, slots=True)
class Layers:
    """The two noise layers.

    `key` is secret, because it can compute and remove the lasting layer. `fresh` is the system's random
    source.
    """

    key: bytes
    fresh: Source = field(default_factory=System)

    def blur(self, count: int, what: str, members: Collection[str], scale: Scale) -> Blurred:
        """Adds both layers to a count. `what` names the question and statistic."""
        who = self._digest(members)
        lasting = discrete_laplace(Keyed(self.key, "noise", what, who, str(scale.lasting)), scale.lasting)
        fresh = discrete_laplace(self.fresh, scale.fresh)
        layers = _variance(scale.lasting), _variance(scale.fresh)
        return Blurred(count + lasting + fresh, *layers, draw=who[:16])

    def blur_once(self, count: int, what: str, members: Collection[str], epsilon: Fraction) -> int:
        """Adds the same noise whenever the same count is looked up, so that repeating it reveals nothing
        more.

        The noise is a keyed function of the statistic, the members and the count.
        """
        label = ("once", what, self._digest(members), str(count), str(epsilon))
        return count + discrete_laplace(Keyed(self.key, *label), epsilon)

    def _digest(self, members: Collection[str]) -> str:
        text = "\n".join(sorted(members))
        return hmac.digest(self.key, text.encode(), hashlib.sha256).hex()


_VARIANCES: dict[Fraction, float] = {}


def _variance(epsilon: Fraction) -> float:
    return _VARIANCES.setdefault(epsilon, variance(epsilon))
