"""Checks the wording of a person's own text before others read it. Stores nothing, not even the request."""

from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.features.asking.distress import distress_warning
from bot.features.context import Context
from bot.features.word_check import views
from bot.features.word_check.actions import CHECK, DOCUMENT, LANGUAGE, NOT_YOURS, PASTE
from bot.people.access.allowances import FILES
from bot.people.identity.people import known_person
from bot.people.records.one_time_links import FileFormat, make
from handlers.settings.one_time_links import MINUTES, address

routes = Routes()

_VERB = "Send"


@routes.word("check my words", "check my text", "check my wording", "words", "my words", "language")
@routes.on(LANGUAGE)
async def offer(request: Request, services: Context) -> Reply:
    return Say(views.offer(has_page=bool(services.public_url)), private=True)


@routes.on(PASTE, opens_form=True, leaves_no_trace=True)
async def open_form(request: Request, services: Context) -> Reply:
    return Open(views.form())


@routes.on(CHECK, composes=True, leaves_no_trace=True)
async def check(request: Request, services: Context) -> Reply:
    """Pasted into the form, or by the shortcut on one's own message."""
    pasted = views.PastedText.read(request.values, request.text)
    if isinstance(pasted, Faults):
        return pasted
    findings = services.words.check(pasted.text)
    distress = distress_warning.warning(services.distress_detector, services.signposts, _VERB, pasted.text)
    shown = views.result(findings, services.source_names(), distress)
    # Asked beside a message, it is answered there, where only they see it.
    return Say(shown, private=not request.text, forget=True)


@routes.on(NOT_YOURS, leaves_no_trace=True)
async def not_yours(request: Request, services: Context) -> Reply:
    return Say(saying(views.ONLY_OWN))


@routes.on(DOCUMENT, at_most=FILES)
async def document(request: Request, services: Context) -> Reply:
    """A page that takes a file, for fifteen minutes."""
    base_url, now = address(services), services.clock.now()
    async with services.database.write() as session:
        person = await known_person(session, request.sender)
        token = await make(session, person.id, "", now, [FileFormat.WORDS])
    return Say(views.page(f"{base_url}/words/{token}", MINUTES), private=True)
