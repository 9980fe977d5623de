"""Imports a pasted list of people and teams: previews the changes, then makes all or none.

We never store the list. It stays in the form on the administrator's screen, which sends it once for the preview and
once for the import. A button below the preview would need a copy on our side.
"""

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.features.administration.declarations import IMPORT_PEOPLE
from bot.features.context import Context
from bot.people.access.allowances import BY_ROLE
from bot.people.directory.actions import PASTE_LIST, SEND_LIST
from bot.people.directory.import_run import import_list, preview_list
from bot.people.directory.import_views import (
    LIST,
    OFFER,
    PastedList,
    faults_in_words,
    form,
    imported,
    would_change,
)
from bot.people.directory.people_sheet import UnreadableSheet, read_list
from bot.people.identity.people import person_behind

routes = Routes()

_NEEDED = IMPORT_PEOPLE


@routes.word("import", needs=_NEEDED)
async def offer(request: Request, services: Context) -> Reply:
    return Say(OFFER, private=True)


@routes.on(PASTE_LIST, opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Context) -> Reply:
    return Open(form())


# Names of wards and people are no words of distress, so it counts as written for others.
@routes.on(SEND_LIST, composes=True, needs=_NEEDED, at_most=BY_ROLE)
async def send_list(request: Request, services: Context) -> Reply:
    """The preview appears above the list in the same form."""
    pasted = PastedList.read(request.values)
    if isinstance(pasted, Faults):
        return pasted
    try:
        sheet = read_list(pasted.text, "The list", services.organisation.country)
    except UnreadableSheet as error:
        return Faults({LIST: str(error)})
    now = services.clock.now()
    database, organisation = services.database, services.organisation
    if not pasted.is_final:
        plan = await preview_list(database, sheet, organisation, now)
        return Faults({"": faults_in_words(plan) if plan.faults else would_change(plan)})
    async with database.read() as session:
        person = await person_behind(session, request.sender)
    plan = await import_list(database, sheet, organisation, now, by=person.id if person else None)
    if plan.faults:
        return Faults({"": faults_in_words(plan)})
    return Say(imported(plan), private=True, forget=True)
