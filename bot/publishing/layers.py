"""Adds lasting and fresh noise to a count, as in RAPPOR (Erlingsson, Pihur and Korolova 2014).

The lasting layer is a keyed function of what is counted and of who exactly could be counted. So it is the
same in every wave until somebody joins or leaves, and averaging waves doesn't remove it; and each coming
or going draws it anew, so that the difference isn't the newcomer's answer. The fresh layer is drawn for
this wave and forgotten.
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
    """`draw` tells two counts with the same lasting noise; the variances are of each layer."""

    count: int
    lasting: float
    fresh: float
    draw: str


@dataclass(frozen=True, slots=True)
class Layers:
    """`key` is secret: with it, the lasting layer can be computed and taken off. `fresh` is the system's."""

    key: bytes
    fresh: Source = field(default_factory=System)

    def blur(self, count: int, what: str, members: Collection[str], scale: Scale) -> Blurred:
        """`what` names the question and statistic."""
        who = self._digest(members)
        lasting = discrete_laplace(Keyed(self.key, "noise", what, who, str(scale.lasting)), scale.lasting)
        fresh = discrete_laplace(self.fresh, scale.fresh)
        layers = _variance(scale.lasting), _variance(scale.fresh)
        return Blurred(count + lasting + fresh, *layers, draw=who[:16])

    def blur_once(self, count: int, what: str, members: Collection[str], epsilon: Fraction) -> int:
        """For a count that people look at as often as they like: each count of it has noise of its own, always
        the same, so that looking again tells nothing more."""
        label = ("once", what, self._digest(members), str(count), str(epsilon))
        return count + discrete_laplace(Keyed(self.key, *label), epsilon)

    def _digest(self, members: Collection[str]) -> str:
        text = "\n".join(sorted(members))
        return hmac.digest(self.key, text.encode(), hashlib.sha256).hex()


_VARIANCES: dict[Fraction, float] = {}


def _variance(epsilon: Fraction) -> float:
    return _VARIANCES.setdefault(epsilon, variance(epsilon))
