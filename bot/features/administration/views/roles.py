"""Forms and replies for appointing the first administrator, and for giving and taking roles. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.conversation.choosing import chosen_in
from bot.conversation.message import Buttons, Choice, Form, Message, Option, TextInput, text
from bot.conversation.routes import Faults
from bot.features.administration.actions import ENTER_CODE, SEND_CODE
from bot.people.access import role_views
from bot.people.access.actions import SAVE_ROLE, SAVE_TAKING
from bot.people.access.first_administrator import Said
from bot.people.access.roles import GRANTED, Role
from bot.people.identity.people import Person

CODE, WHO, ROLE, TEAM, GRANT = "code", "who", "role", "team", "grant"
TEAM_GONE = "That team isn't known here any more, so the role was not given. Give it anew."
HAS_LEFT = (
    "They have left here, so the role was not given. Choose somebody else, or check the list of people."
)


@dataclass(frozen=True, slots=True)
class TypedCode:
    code: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return cls(values.get(CODE, ""))


@dataclass(frozen=True, slots=True)
class RoleToGive:
    """`who` is an e-mail or a name, `team` a name; an empty team means the whole organisation."""

    who: str
    role: Role
    team: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | Faults:
        if values.get(ROLE) not in GRANTED:
            return Faults({ROLE: "Choose one of these."})
        return cls(values.get(WHO, ""), Role(values[ROLE]), values.get(TEAM, ""))


@dataclass(frozen=True, slots=True)
class GrantToTake:
    grant_id: str

    @classmethod
    def read(cls, values: Mapping[str, str], grants: Mapping[str, str]) -> Self:
        """`grants` are in words, by id. Raises NotOne."""
        return cls(chosen_in(GRANT, grants, values))


def administrators_here(people: Sequence[Person]) -> Message:
    """While there is none: how to become one."""
    if people:
        names = ", ".join(person.name or "a colleague without a name" for person in people)
        return _message(f"Administrator here: {names}.", _ASK_THEM)
    button = Buttons((ENTER_CODE.button("Enter the code"),))
    return Message(_NOBODY, (text(_NOBODY, _WHERE_THE_CODE_IS), button))


def code_form() -> Form:
    box = TextInput(CODE, "The code that was printed at start", "Such as K7QF-2MXB-9RTD", longest=40)
    return SEND_CODE.form("First administrator", (box,), submit="Become administrator")


def after_code(outcome: Said) -> str:
    return _REPLIES[outcome]


def giving_form() -> Form:
    who = TextInput(WHO, "To whom?", "Their e-mail or full name", longest=200)
    role = Choice(ROLE, "Which role?", tuple(Option(r, r.capitalize()) for r in GRANTED))
    team = TextInput(TEAM, "For which team?", "Empty: the whole organisation", optional=True, longest=200)
    return SAVE_ROLE.form("Give a role", (who, role, team), submit="Give")


def giving_faults(people: int, teams: int) -> Faults | None:
    """Faults by the numbers of people and teams with the typed names."""
    faults = {}
    if not 0 < people <= role_views.MOST_SHOWN:
        faults[WHO] = _SEVERAL if people else _NOT_FOUND
    if teams != 1:
        faults[TEAM] = (
            "No team has that name. Write it as it stands in your list of teams, or leave it empty."
        )
    return Faults(faults) if faults else None


def given(holder: Person, role: Role) -> Message:
    return _message(role_views.given(holder, role), _ALL_OF_THEM)


def given_back(holder: Person, role: Role) -> Message:
    return _message(f"Undone: {holder.name or 'they'} has the role of {role} again.", _ALL_OF_THEM)


def taking_form(grants: Mapping[str, str]) -> Form:
    """`grants` are in words, by id."""
    options = tuple(Option(grant_id, line) for grant_id, line in grants.items())
    which = Choice(GRANT, "Which role do you want to take away?", options, is_searched=True)
    return SAVE_TAKING.form("Take a role away", (which,), submit="Take away")


def _message(sentence: str, more: str) -> Message:
    return Message(sentence, (text(sentence, more),))


GRANT_GONE = "Choose one of these. If it was taken away already, close this."
_ALL_OF_THEM = ' Say "roles" to see all of them.'
_NOBODY = "Alongside has no administrator here yet."
_WHERE_THE_CODE_IS = (
    " The person who started it finds a code in what it printed at start. Send me that code, or press the button. "
    "A code lasts for a day; starting Alongside again prints a new one."
)
_ASK_THEM = " They can give roles to others, administrator too."
_NOT_FOUND = (
    "Nobody by that e-mail or name is known here. Check the spelling, or ask them to say hello to me first."
)
_SEVERAL = "Several people have that name. Write the e-mail instead."

_REPLIES = {
    Said.RIGHT: 'You are administrator now. Say "roles" to give roles to others, and choose a second administrator soon.',
    Said.WRONG: "This isn't the code that was printed when Alongside last started. Check it there, and try again.",
    Said.USED_UP: "There is no code that still counts: it lasts for a day. Start Alongside again, and it prints a new one.",
    Said.TAKEN: 'There is an administrator already, so codes no longer count. Say "administrator" to see who can give you the role.',
    Said.NOBODY_HERE: "I don't know you as a colleague here. Ask the people who run Alongside to check the list of people.",
}
