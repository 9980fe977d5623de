"""The actions of the buttons and forms on roles and blocked accounts."""

from dataclasses import dataclass
from typing import Self

from bot.conversation.actions import OPTIONAL_TEXT, TEXT, Action, PlainAction, spaced
from bot.people.access.roles import Role

# Used as a team's id for the whole organisation.
_EVERYWHERE = "-"


@dataclass(frozen=True, slots=True)
class RoleOf:
    """A person's role, for one team or everywhere. It is checked like typed text."""

    person_id: str
    role: Role
    scope: str

    @classmethod
    def of(cls, person_id: str, role: Role, team_id: str | None) -> Self:
        return cls(person_id, role, team_id or _EVERYWHERE)

    @property
    def team_id(self) -> str | None:
        return None if self.scope == _EVERYWHERE else self.scope


ROLES = PlainAction("roles")
GIVE_ROLE = PlainAction("roles.give")
SAVE_ROLE = PlainAction("roles.give.save")
GIVE_TO_THIS_ONE = Action("roles.give.sure", spaced(RoleOf))
TAKE_ROLE = PlainAction("roles.take")
SAVE_TAKING = PlainAction("roles.take.save")
GIVE_BACK = Action("roles.give-back", spaced(RoleOf))

BLOCKED = PlainAction("blocked")
CHOOSE_ACCOUNT = PlainAction("blocked.choose")
# With the account's id; nothing: those of the person in the form.
PREVIEW_BLOCK = Action("blocked.look", OPTIONAL_TEXT)
BLOCK = Action("blocked.do", TEXT)
# With the number that the platform gives the account.
BLOCK_OUTSIDER = Action("blocked.outside", TEXT)
# With the id under which an account that isn't known was noted.
PREVIEW_UNKNOWN = Action("blocked.unknown", TEXT)
BLOCK_UNKNOWN = Action("blocked.unknown.do", TEXT)
UNBLOCK = Action("blocked.undo", TEXT)
