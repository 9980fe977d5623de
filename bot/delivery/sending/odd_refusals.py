"""Decides when refusals for an unknown reason pause a lane: after several recipients with the same reason."""

# This many different recipients without a success between them: the cause is on our side.
_SEVERAL = 3


class OddRefusals:
    """The unknown refusals of one lane, in memory. A restart starts the count again."""

    def __init__(self) -> None:
        self._recipients: dict[str, set[str]] = {}

    def add(self, reason: str, recipient: str) -> bool:
        """Records a refusal. Returns whether the whole lane should now wait."""
        recipients = self._recipients.setdefault(reason, set())
        recipients.add(recipient)
        if len(recipients) < _SEVERAL:
            return False
        del self._recipients[reason]
        return True

    def clear(self) -> None:
        """Resets the count after a successful delivery."""
        self._recipients.clear()
