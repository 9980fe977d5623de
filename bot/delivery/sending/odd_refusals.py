"""Decides when unknown refusals concern the whole lane: after several recipients with the same one."""

# So many different recipients, and nobody in between who got theirs: then it is about us.
_SEVERAL = 3


class OddRefusals:
    """Of one lane. In memory: after a restart it takes several again."""

    def __init__(self) -> None:
        self._recipients: dict[str, set[str]] = {}

    def add(self, reason: str, recipient: str) -> bool:
        """Whether so many different recipients got it by now that the whole lane should wait."""
        recipients = self._recipients.setdefault(reason, set())
        recipients.add(recipient)
        if len(recipients) < _SEVERAL:
            return False
        del self._recipients[reason]
        return True

    def clear(self) -> None:
        """Somebody got theirs, so nothing is wrong with the lane."""
        self._recipients.clear()
