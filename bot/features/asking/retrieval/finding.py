"""What a search finds, with all numbers behind it."""

from dataclasses import dataclass
from enum import StrEnum

# So far below the margin, a card is still named to somebody who may mean a peer worker.
_NEARLY_CLEAR = 0.5


class SearchOutcome(StrEnum):
    ANSWER = "answer"
    OFFER = "offer"
    UNKNOWN = "unknown"


class Reading(StrEnum):
    ALONE = "the question alone"
    OF_PEERS = "as asked by or about a peer worker"
    TOGETHER = "together with the question before"


class RefusalKind(StrEnum):
    """Who could answer a question that no card answers."""

    ELSEWHERE = "elsewhere"
    ORGANISATION = "organisation"
    UNWRITTEN = "unwritten"


@dataclass(frozen=True, slots=True)
class SearchFinding:
    """The result of a search with all numbers behind it.

    `ranked` holds card ids with scores, best first. `boundary` names the nearest out-of-scope kind, if it is
    nearer than any card. `odds` is compared with `scope` to decide whether the question is in scope, and
    `lead` (log odds that the first card is right) with `margin` to decide whether it is clear. `read_as` is
    the spelling-corrected question. `local` is the organisation's own card on the same question, if it is as
    near as the best one. `refusal_kind` is set if the outcome is UNKNOWN, and selects the kind of reply.
    """

    outcome: SearchOutcome
    ranked: tuple[tuple[str, float], ...]
    boundary: str | None
    odds: float
    scope: float
    lead: float
    margin: float
    reading: Reading
    read_as: str
    local: str = ""
    refusal_kind: RefusalKind | None = None
    is_verbatim: bool = False

    @property
    def answer(self) -> str:
        """The card to show: the organisation's own, with the evidence card beside it, if there is one."""
        return self.local or self.best

    @property
    def best(self) -> str:
        return self.ranked[0][0]

    @property
    def odds_over_scope(self) -> float:
        """How surely the question is in scope, in log odds; negative if it isn't."""
        return self.odds - self.scope

    @property
    def possible(self) -> str:
        """The card that may answer a question that looks like ours, though nothing shows that it is; or empty."""
        is_clear = self.lead >= self.margin - _NEARLY_CLEAR
        return self.best if self.refusal_kind is RefusalKind.UNWRITTEN and is_clear else ""

    @property
    def nearest(self) -> str:
        """The boundary or area nearest to an unanswered question."""
        return self.boundary or self.best.split("/")[0]
