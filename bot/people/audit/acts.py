"""`Act`: a kind of audit entry with its wording; declares those that no single feature owns."""

from typing import Self

from bot.core.declared import DeclaredWord


class Act(DeclaredWord):
    """`label` names many such lines. `sentence` follows the name of who did it; in braces `about`, or a detail.

    `of_nobody`: the sentence stands alone, because only the person themselves may tell that it was them.
    """

    label: str
    sentence: str
    of_nobody: bool

    def __new__(cls, word: str, label: str, sentence: str, *, of_nobody: bool = False) -> Self:
        act = super().__new__(cls, word)
        act.label, act.sentence, act.of_nobody = label, sentence, of_nobody
        return act

    @classmethod
    def _of_newer_release(cls, word: str) -> Self:
        """Its line names nobody, because only the newer release knows whether it may."""
        act = str.__new__(cls, word)
        act.label, act.of_nobody = "Acts of a newer release", True
        act.sentence = "Something was done that only the newer release can name"
        return act


GAVE_ROLE = Act("gave-role", "Roles given", "gave {about} the role of {role}")
TOOK_ROLE = Act("took-role", "Roles taken away", "took the role of {role} from {about}")
JOINED_ACCOUNTS = Act("joined-accounts", "Accounts joined", "joined the accounts of {about} and {other}")
SEPARATED_ACCOUNTS = Act(
    "separated-accounts", "Accounts separated", "separated the accounts of {about} and {other}"
)
BLOCKED_ACCOUNT = Act("blocked-account", "Accounts blocked", "blocked an account of {about}")
UNBLOCKED_ACCOUNT = Act("unblocked-account", "Accounts unblocked", "unblocked an account of {about}")
IMPORTED_PEOPLE = Act("imported-people", "Imports", "imported people and teams")
SAVED_AUDIENCE = Act("saved-audience", "Audiences saved", "saved an audience")
REMOVED_AUDIENCE = Act("removed-audience", "Audiences removed", "removed a saved audience")
WAS_REFUSED = Act("was-refused", "Refusals", "was refused {needed}, which takes a role")
EXPORTED = Act("exported", "Exports", "downloaded {what}")
CHANGED_SETTING = Act("changed-setting", "Settings changed", "changed {setting} from {before} to {after}")
CHANGED_SCHEDULE = Act("changed-schedule", "Schedules changed", "changed {schedule} from {before} to {after}")
SWITCHED_SCHEDULE = Act("switched-schedule", "Schedules switched", "switched {schedule} {after}")
SENT_AGAIN = Act(
    "sent-again", "Messages sent again", "sent a message again of which nobody knew whether it arrived"
)
LET_BE = Act("let-be", "Messages let be", "let a message be of which nobody knew whether it arrived")
