"""Messages on who holds which role and what each may do; never what people declared about themselves. Pure."""

from collections.abc import Mapping, Sequence

from bot.conversation.message import Bullets, Buttons, Heading, Message, Span, text
from bot.people.access.actions import GIVE_BACK, GIVE_ROLE, GIVE_TO_THIS_ONE, TAKE_ROLE, RoleOf
from bot.people.access.permissions import permissions_of
from bot.people.access.roles import FOR_A_TEAM, GRANTED, Grant, Role
from bot.people.contact.preference_text import listed
from bot.people.identity.people import Person


def overview(grants: Mapping[str, str]) -> Message:
    """`grants` are in words, by id."""
    title = "Who does what here"
    held = (Bullets(tuple(map(text, grants.values()))),) if grants else ()
    buttons = Buttons((GIVE_ROLE.button("Give a role"), TAKE_ROLE.button("Take a role away")))
    return Message(
        title,
        (
            Heading(title),
            text("These roles were given. Everybody else is staff."),
            *held,
            text("What each role may do, besides what all staff may:"),
            Bullets(
                tuple(text(Span(f"{role.capitalize()}: ", bold=True), what_it_may(role)) for role in GRANTED)
            ),
            text(_SCOPES, quiet=True),
            buttons,
        ),
    )


def what_it_may(role: Role) -> str:
    """What a role may do beyond all staff."""
    words = [permission.words for permission in permissions_of(role)]
    return f"{listed(words)}." if words else "tips written for this role."


def grant_in_words(given: Grant, name: str, teams: Mapping[str, str]) -> str:
    """The role, and the team it covers. `teams` are names by id."""
    return f"{name or 'No name'}: {given.role}{_for_team(given, teams)}"


def given(holder: Person, role: Role) -> str:
    return f"{holder.name or 'A colleague without a name'} has the role of {role} now."


MOST_SHOWN = 4
"""The largest number of people who get a button each."""


def sure(people: Sequence[tuple[str, str]], role: Role, team_id: str | None) -> Message:
    """Asks which of these people to give the role to. Each has an id and a full description."""
    sentence = f"Who of these gets the role of {role}? Nothing has been changed yet."
    if len(people) == 1:
        sentence = f"Is this who gets the role of {role}? Nothing has been changed yet."
    why = "People choose their own names, so look at the e-mail and the account."
    names = Bullets(tuple(text(f"{number}. {words}") for number, (_, words) in enumerate(people, 1)))
    buttons = tuple(
        GIVE_TO_THIS_ONE.button(
            f"Give it to {number}" if len(people) > 1 else "Yes, give it", RoleOf.of(id_, role, team_id)
        )
        for number, (id_, _) in enumerate(people, 1)
    )
    return Message(sentence, (text(sentence), names, text(why, quiet=True), Buttons(buttons)))


def taken(holder: Person, given: Grant, teams: Mapping[str, str]) -> Message:
    sentence = f"Taken away from {holder.name or 'a colleague without a name'}: {given.role}{_for_team(given, teams)}."
    undo = GIVE_BACK.button("Undo", RoleOf.of(holder.id, given.role, given.team_id))
    return Message(sentence, (text(sentence, ' Say "roles" to see what is left.'), Buttons((undo,))))


def news(given: Grant, teams: Mapping[str, str], administrators: Sequence[str], *, is_held: bool) -> Message:
    """To the person who was given the role or lost it. `administrators` are the names of those to ask."""
    what = f"the role of {given.role}{_for_team(given, teams)}"
    ask = f"If that surprises you, ask an administrator: {listed(administrators or ['the people who run Alongside'])}."
    if not is_held:
        sentence = f"You no longer have {what}."
        return Message(
            sentence, (text(sentence, " Nothing else changes for you here."), text(ask, quiet=True))
        )
    sentence = f"You have {what} now."
    meant = text("It means, besides what all staff may: ", what_it_may(given.role))
    return Message(
        sentence, (text(Span(sentence, bold=True)), meant, text(_LOOK[given.role]), text(ask, quiet=True))
    )


def _for_team(given: Grant, teams: Mapping[str, str]) -> str:
    return f", {teams[given.team_id]}" if given.team_id else ""


_LOOK = {
    Role.SUPERVISOR: "You get a short tip for supervisors now and then; “settings” says when.",
    Role.LEADER: "The digest comes to you each week. Say “digest” to have it now.",
    Role.CHAMPION: "Say “announce” to write to people, and “inbox” for what they ask. Say “hours” to choose how many "
    "questions you take and when; “not now” is an answer, too.",
    Role.EDITOR: "Say “our answers” for what waits to be looked at, and “gaps” for what people look for in vain.",
    Role.ADMINISTRATOR: "Say “roles” for who does what here, and “administration” for what applies to everybody.",
}
_SCOPES = (
    f"{', '.join(role.capitalize() for role in GRANTED if role in FOR_A_TEAM)}: for the whole organisation, or for "
    "one team and all teams below it. There is always at least one administrator."
)
