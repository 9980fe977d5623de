"""Keeps what a person typed into a form that was not sent, sealed and for a day, and fills the form with it again.

One mechanism for every platform. What a platform never reports, such as a dialog that was closed before it was
submitted, cannot be kept. Only routes with `keeps_draft` take part, and words of distress never do.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.form_values import LONGEST_VALUE, form_key
from bot.conversation.message import Choice, Form, Paragraph, TextInput, text
from bot.conversation.request import Kind, Request, Sender
from bot.conversation.routes import Faults, Open, Reply, Route, Routes
from bot.core.clock import Clock
from bot.people.identity.people import person_behind
from bot.store.database import Database, Table, seal_of
from bot.store.sealing import Unsealable
from bot.store.statements import insert
from bot.store.types import UtcDateTime

LASTS = timedelta(days=1)
GIVEN_BACK = "You typed this before, and it was not sent. Only you see it here; it goes after a day, or when you send it."

IsDistress = Callable[[str], Awaitable[bool]]
Typed = Mapping[str, str]

# A text that was refused as too long comes back whole.
_LONGEST_KEPT = 4 * LONGEST_VALUE


class FormDraft(Table):
    """`form` is a digest of the form's action and value. `sealed` holds the typed values by field."""

    __tablename__ = "form_drafts"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class FormDrafts:
    """A guard that keeps a submitted form until it is handled, and a settler that drops it or gives it back."""

    def __init__(self, database: Database, clock: Clock, routes: Routes, is_distress: IsDistress) -> None:
        self._database = database
        self._clock = clock
        self._routes = routes
        self._is_distress = is_distress

    async def __call__(self, request: Request, route: Route | None) -> None:
        """Stops no request. The last guard: it knows that the person may do this, and that it isn't distress."""
        if request.kind is not Kind.SUBMITTED or not _keeps(route) or not self._database.seal:
            return
        typed = {name: value[:_LONGEST_KEPT] for name, value in request.values.items() if value.strip()}
        if any([await self._is_distress(words) for words in request.typed()]):
            typed = {}
        async with self._database.write() as session:
            await _keep(session, request.sender, form_key(request), typed, self._clock.now())

    async def settle(self, request: Request, reply: Reply) -> Reply:
        """Drops the draft of a form that was handled, and fills a form that opens."""
        if isinstance(reply, Open):
            return Open(await self._filled(request.sender, reply.form))
        is_handled = not isinstance(reply, Faults) and reply is not None
        if request.kind is Kind.SUBMITTED and is_handled and _keeps(self._routes.for_request(request)):
            async with self._database.write() as session:
                await _drop(session, request.sender, form_key(request))
        return reply

    async def _filled(self, sender: Sender, form: Form) -> Form:
        if not _keeps(self._routes.by_name.get(form.action)):
            return form
        async with self._database.read() as session:
            typed = await _typed(session, sender, form_key(form), self._clock.now())
        return with_draft(form, typed) if typed else form


def with_draft(form: Form, typed: Typed) -> Form:
    """The form with what was typed. Words that it was opened with stay where nothing says that both are of one thing."""
    is_one_thing = bool(form.value)
    beside = tuple(
        typed[field.name]
        for field in form.all_fields
        if isinstance(field, TextInput)
        and not is_one_thing
        and _is_other(field.initial, typed.get(field.name, ""))
    )
    first, more = [
        tuple(field if _words_of(field, typed) in beside else _with_typed(field, typed) for field in fields)
        for fields in (form.fields, form.more)
    ]
    if not beside and (first, more) == (form.fields, form.more):
        return form
    notes = [text(GIVEN_BACK, quiet=True), *(text("You typed: ", words) for words in beside)]
    return replace(form, fields=(*notes, *first), more=more)


def _is_other(opened_with: str, typed: str) -> bool:
    return bool(opened_with and typed) and opened_with not in typed


def _words_of(field: Paragraph | Choice | TextInput, typed: Typed) -> str:
    return typed.get(field.name, "") if isinstance(field, TextInput) else ""


def _with_typed(field: Paragraph | Choice | TextInput, typed: Typed) -> Paragraph | Choice | TextInput:
    if isinstance(field, Paragraph) or not (words := typed.get(field.name, "")):
        return field
    if isinstance(field, Choice) and all(option.value != words for option in field.options):
        return field
    return replace(field, initial=words)


async def forget_drafts(session: AsyncSession, now: datetime) -> int:
    old = delete(FormDraft).where(FormDraft.kept_at < now - LASTS)
    return len((await session.scalars(old.returning(FormDraft.person_id))).all())


async def forget_drafts_of(session: AsyncSession, gone_id: str, _kept_id: str) -> None:
    """Of a person who became part of another."""
    await session.execute(delete(FormDraft).where(FormDraft.person_id == gone_id))


def typed_in(session: AsyncSession, draft: FormDraft) -> Typed:
    """Empty if no key opens it."""
    try:
        opened: dict[str, str] = json.loads(seal_of(session).open(draft.sealed))
    except Unsealable:
        return {}
    return opened


def _keeps(route: Route | None) -> bool:
    return route is not None and route.keeps_draft


async def _keep(session: AsyncSession, sender: Sender, form: str, typed: Typed, now: datetime) -> None:
    if not typed:
        await _drop(session, sender, form)
    elif me := await person_behind(session, sender):
        sealed = seal_of(session).close(json.dumps(typed).encode())
        row = insert(session, FormDraft).values(person_id=me.id, form=form, sealed=sealed, kept_at=now)
        anew = {"sealed": sealed, "kept_at": now}
        await session.execute(row.on_conflict_do_update(index_elements=["person_id", "form"], set_=anew))


async def _drop(session: AsyncSession, sender: Sender, form: str) -> None:
    if me := await person_behind(session, sender):
        mine = (FormDraft.person_id == me.id, FormDraft.form == form)
        await session.execute(delete(FormDraft).where(*mine))


async def _typed(session: AsyncSession, sender: Sender, form: str, now: datetime) -> Typed:
    if (me := await person_behind(session, sender)) is None:
        return {}
    mine = (FormDraft.person_id == me.id, FormDraft.form == form, FormDraft.kept_at >= now - LASTS)
    draft = await session.scalar(select(FormDraft).where(*mine))
    return typed_in(session, draft) if draft else {}
