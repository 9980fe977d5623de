"""Shows people their stored data, exports it as a file, and erases it."""

from bot.conversation.request import Request
from bot.conversation.routes import Open, Reply, Routes, Say
from bot.features import personal_data
from bot.features.asking.conversation_memory import place_of
from bot.features.context import Context
from bot.features.peer_profiles.views.directory import outdated
from bot.features.settings.actions import ASK_BEFORE_ERASING, ERASE_DATA, TAKE_DATA_AWAY
from bot.features.settings.declarations import SET_OWN_PREFERENCES
from bot.features.settings.views import my_data as views
from bot.features.shared_actions import MY_DATA
from bot.people.access.allowances import FILES
from bot.people.identity.people import known_person
from bot.people.records.one_time_links import FileFormat
from handlers.settings.one_time_links import link_to

routes = Routes()

_OWN = SET_OWN_PREFERENCES
_MY_DATA = views.MyData(personal_data.GROUPS, personal_data.WITHOUT_NAME, personal_data.PERSONAL_DATA)


@routes.word("my data", "data", "privacy", needs=_OWN)
@routes.on(MY_DATA, needs=_OWN)
async def my_data(request: Request, services: Context) -> Reply:
    """The same for everybody, because screens are shared; the data itself is in the file."""
    return Say(views.shown(_MY_DATA), private=True)


@routes.on(TAKE_DATA_AWAY, needs=_OWN, at_most=FILES)
async def take_away(request: Request, services: Context) -> Reply:
    return await link_to(FileFormat.MY_DATA, request, services)


@routes.on(ASK_BEFORE_ERASING, opens_form=True, needs=_OWN)
async def ask_before_erasing(request: Request, services: Context) -> Reply:
    return Open(views.erasing_form(_MY_DATA))


@routes.on(ERASE_DATA, needs=_OWN)
async def erase(request: Request, services: Context) -> Reply:
    """Erases what can be erased, with the last question in the conversation's memory."""
    async with services.database.write() as session:
        person = await known_person(session, request.sender)
        await personal_data.erase(session, person.id)
    services.memory.forget(place_of(request))
    await services.open_forms.replace(person.id, outdated())
    return Say(views.erased(_MY_DATA), private=True)
