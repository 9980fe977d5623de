"""Ania, a peer worker on Rowan ward, and the colleagues who may or may not see her entry."""

from bot.conversation.message import Choice, Form, Paragraph
from bot.conversation.routes import Faults, Open, Reply, Say
from bot.people.access.roles import Role
from tests.fakes import Bot
from tests.handlers.postbox import Postbox

WRITTEN = {
    "name": "Ania",
    "expertise": "hearing voices, going back to work",
    "languages": "English, Polish",
    "how_to_ask": "Write to me, mornings are best",
}
_TO = {"colleagues": "nobody", "page": "no"}


async def harbour(bot: Bot) -> Postbox:
    """Rowan has Ania, Amara and Sue, who supervises it; Kit is in no team, and Ida administers it all."""
    place = Postbox(bot)
    await place.team("Rowan ward")
    await place.team("Willow ward")
    await place.knows("ania", "Ania Kowalska", team="Rowan ward")
    await place.knows("amara", "Amara Osei", team="Rowan ward")
    await place.knows("sue", "Sue Hall", Role.SUPERVISOR, Role.LEADER, team="Rowan ward")
    await place.knows("ben", "Ben Ode", team="Willow ward")
    await place.knows("kit", "Kit Adeyemi")
    await place.knows("ida", "Ida Berg", Role.ADMINISTRATOR, Role.CHAMPION, Role.EDITOR)
    return place


async def writes(place: Postbox, user: str = "ania", **changed: str) -> Form:
    """What they then see: their entry as others would."""
    return form_of(await place.submits(user, "entry.save", **(WRITTEN | changed)))


async def publishes(place: Postbox, user: str = "ania", **to: str) -> Reply:
    """What they look at."""
    shown = form_of(await place.bot.presses("entry.show", **place.of(user)))
    return await place.submits(user, "entry.publish", shown.value, **(_TO | to))


async def published(place: Postbox, user: str = "ania", colleagues: str = "team", **changed: str) -> None:
    await writes(place, user, **changed)
    assert isinstance(await publishes(place, user, colleagues=colleagues), Say)


async def looks(place: Postbox, user: str, wish: str = "") -> Form:
    return form_of(await place.submits(user, "peers.find", wish=wish))


async def opens(place: Postbox, user: str, person_id: str) -> Form | Faults:
    reply = await place.submits(user, "peers.show", who=person_id)
    return reply if isinstance(reply, Faults) else form_of(reply)


def form_of(reply: Reply) -> Form:
    assert isinstance(reply, Open), reply
    return reply.form


def said_in(form: Form) -> str:
    """Every word of it, with what can be chosen and the values behind it."""
    lines = ["".join(span.text for span in f.spans) for f in form.all_fields if isinstance(f, Paragraph)]
    choices = [f"{o.label} {o.value}" for f in form.all_fields if isinstance(f, Choice) for o in f.options]
    return "\n".join((form.title, form.value, *lines, *choices))
