"""The workspace: everyone's conversation, what the bot says in it, and who is told that something changed."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import count
from secrets import token_hex

from bot.clock import Clock
from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Message, text
from bot.conversation.request import Kind, Request, Sender
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.errors import UserFacingError
from bot.platforms.web.fields import Values, fields_of, read
from bot.platforms.web.people import NobodyHere, Persona
from bot.platforms.web.transcript import NOT_KEPT, Entry, OpenForm, Reason, Transcript

LONGEST = 2000


class Refused(UserFacingError):
    """What the person tried cannot be done; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class _Act:
    """What the person did: in words, with what they typed or acted on."""

    about: str
    said: Entry | None = None
    entry: Entry | None = None
    form: OpenForm | None = None
    values: Values | None = None


class Workspace:
    """`version` counts every change, so that a page can ask for what it has missed."""

    def __init__(
        self, dispatch: Dispatch, personas: Sequence[Persona], clock: Clock, zone: tzinfo, name: str = "demo"
    ) -> None:
        self.personas = tuple(personas)
        self.epoch = token_hex(6)
        self.version = 0
        self.changed = asyncio.Event()
        self.is_closing = False
        self._dispatch = dispatch
        self._clock = clock
        self._zone = zone
        self._name = name
        self._ids = count(1)
        self._transcripts = {p.user: Transcript() for p in personas}

    def now(self) -> datetime:
        """In the organisation's own time zone."""
        return self._clock.now().astimezone(self._zone)

    def transcript(self, user: str) -> Transcript:
        """Raises NobodyHere."""
        if user not in self._transcripts:
            raise NobodyHere("Nobody of that name is in this workspace.")
        return self._transcripts[user]

    async def say(self, user: str, words: str, event: str = "") -> None:
        """Raises Refused, and the caller keeps what was typed."""
        talk = self.transcript(user)
        if not words.strip():
            raise Refused("Please write something first.")
        if len(words) > LONGEST:
            raise Refused(
                f"That is {len(words):,} characters, and up to {LONGEST:,} fit. "
                "Please shorten it or send it in parts; your text is still here."
            )
        if talk.has_had(event := event or token_hex(8)):
            return
        said = self._append(talk, Message(words, (text(words),)), mine=True)
        request = self._request(Kind.SAID, user, event, text=words)
        await self._act(talk, request, _Act(words, said=said))

    async def press(self, user: str, entry_id: str, index: int, posted: Values, event: str = "") -> None:
        """`posted` may fill in the message's own boxes; which button it is comes from the message."""
        talk = self.transcript(user)
        if talk.has_had(event := event or token_hex(8)):
            return
        entry = talk.entry(entry_id)
        button = entry.button(index) if entry else None
        if entry is None or button is None:
            raise Refused("That message has changed since, and the button is gone. Nothing was done.")
        values, faults = read(fields_of(entry.message.blocks), posted, complete=False)
        request = self._request(Kind.PRESSED, user, event, button.action, button.value, values=values)
        kept = {} if self._dispatch.leaves_no_trace(request) else values
        if faults:
            self._show_faults(entry, kept, faults)
            return
        await self._act(talk, request, _Act(button.label, entry=entry, values=kept))

    async def submit(self, user: str, form_id: str, posted: Values, event: str = "") -> None:
        talk = self.transcript(user)
        if talk.has_had(event := event or token_hex(8)):
            return
        opened = talk.form
        if opened is None or opened.id != form_id:
            raise Refused("That form is closed, and nothing was sent. Please open it again.")
        values, faults = read(fields_of(opened.form.fields), posted, complete=True)
        if faults:
            self._show_faults(opened, values, faults, talk)
            return
        form = opened.form
        request = self._request(Kind.SUBMITTED, user, event, form.action, form.value, values=values)
        await self._act(talk, request, _Act(form.title, entry=opened.opened_by, form=opened, values=values))

    async def join(self, user: str) -> None:
        """As if the persona had just installed the app."""
        request = self._request(Kind.JOINED, user, token_hex(8))
        await self._act(self.transcript(user), request, _Act("Joined the workspace"))

    def cancel(self, user: str) -> None:
        self._set_form(self.transcript(user), None)

    async def deliver(self, user: str, message: Message) -> str:
        """A message nobody asked for arrives live. Returns its entry's id."""
        talk = self.transcript(user)
        talk.unseen += 0 if talk.watchers else 1
        return self._append(talk, message).id

    async def replace(self, entry_id: str, message: Message) -> None:
        """Does nothing where the entry is too old to be kept."""
        for talk in self._transcripts.values():
            if entry := talk.entry(entry_id):
                self._put_in_place(entry, message)

    def forget(self, user: str, entry_id: str) -> None:
        """The words of this entry leave the memory and every open page."""
        talk = self.transcript(user)
        if entry := talk.entry(entry_id):
            talk.forget(entry, self.touch())

    def mark_seen(self, user: str) -> None:
        talk = self.transcript(user)
        if talk.unseen:
            talk.unseen = 0
            self.touch()

    @contextmanager
    def watching(self, user: str) -> Iterator[None]:
        talk = self.transcript(user)
        talk.watchers += 1
        try:
            yield
        finally:
            talk.watchers -= 1

    def touch(self) -> int:
        """Something changed: wake every open page. Returns the new version."""
        self.version += 1
        awaited, self.changed = self.changed, asyncio.Event()
        awaited.set()
        return self.version

    def close(self) -> None:
        self.is_closing = True
        self.touch()

    def _request(
        self,
        kind: Kind,
        user: str,
        event: str,
        action: str = "",
        value: str = "",
        text: str = "",
        values: Values | None = None,
    ) -> Request:
        sender = Sender("web", self._name, user)
        return Request(event, kind, sender, f"web:{user}", True, action, value, text, values or {})

    async def _act(self, talk: Transcript, request: Request, act: _Act) -> None:
        talk.writing += 1
        self.touch()
        try:
            reply = await self._dispatch(request)
        finally:
            talk.writing -= 1
            self.touch()
        self._apply(talk, reply, act)

    def _apply(self, talk: Transcript, reply: Reply, act: _Act) -> None:
        if isinstance(reply, Faults):
            if shown := act.form or act.entry:
                self._show_faults(shown, act.values or {}, reply.by_field, talk)
            return
        if act.form and talk.form is act.form:
            self._set_form(talk, None)
        match reply:
            case Say(message, private, why, forget):
                self._settle(act, {} if forget else act.values)
                if forget and act.said:
                    talk.forget(act.said, self.touch())
                self._append(talk, message, private=private)
                self._explain(talk, NOT_KEPT if forget and act.said else act.about, why)
            case Replace(message, why):
                if act.entry and act.entry in talk.entries:
                    self._put_in_place(act.entry, message)
                else:
                    self._append(talk, message)
                self._explain(talk, act.about, why)
            case Open(form):
                self._settle(act, act.values)
                self._set_form(talk, OpenForm(f"f{next(self._ids)}", form, act.entry, 0))
            case None:
                self._settle(act, act.values)

    def _append(
        self, talk: Transcript, message: Message, *, mine: bool = False, private: bool = False
    ) -> Entry:
        now = self.now()
        opens_day = not talk.entries or talk.entries[-1].at.date() != now.date()
        entry = Entry(f"e{next(self._ids)}", now, message, self.touch(), mine, private, opens_day)
        talk.entries.append(entry)
        return entry

    def _put_in_place(self, entry: Entry, message: Message) -> None:
        entry.message, entry.values, entry.faults = message, {}, {}
        entry.version = self.touch()

    def _explain(self, talk: Transcript, about: str, why: Message | None) -> None:
        if why:
            talk.reasons.appendleft(Reason(about, self.now(), why))
            self.touch()

    def _settle(self, act: _Act, values: Values | None) -> None:
        """The boxes of a message keep what was sent with its button, and lose their faults."""
        if act.entry and not act.form and (act.values or act.entry.faults):
            act.entry.values, act.entry.faults = values or {}, {}
            act.entry.version = self.touch()

    def _show_faults(
        self, shown: Entry | OpenForm, values: Values, faults: Values, talk: Transcript | None = None
    ) -> None:
        shown.values, shown.faults = values, faults
        shown.version = self.touch()
        if talk and talk.form is shown:
            talk.form_version = shown.version

    def _set_form(self, talk: Transcript, form: OpenForm | None) -> None:
        talk.form = form
        talk.form_version = self.touch()
