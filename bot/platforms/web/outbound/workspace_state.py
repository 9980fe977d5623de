"""Stores everyone's entries and forms with a version for each change, and notifies open pages."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from secrets import token_hex

from bot.conversation.form_values import Values
from bot.conversation.message import Form, Message
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.core.clock import Clock
from bot.platforms.web.outbound.transcript import OpenForm, Transcript, TranscriptEntry


@dataclass(frozen=True, slots=True)
class WorkspaceAct:
    """A person's action with its target and typed values. `is_secret`: the form's values are not stored."""

    typed_entry: TranscriptEntry | None = None
    entry: TranscriptEntry | None = None
    form: OpenForm | None = None
    values: Values | None = None
    is_secret: bool = False


class WorkspaceState:
    """`version` counts every change, so that a page can request what it missed.

    `epoch` identifies this run; `birth` stays the same across restarts, for data that browsers store.
    """

    def __init__(self, users: Iterable[str], clock: Clock, zone: tzinfo) -> None:
        self.epoch, self.birth = token_hex(6), token_hex(6)
        self.version = 0
        self.changed = asyncio.Event()
        self.talks: Mapping[str, Transcript] = {user: Transcript() for user in users}
        self.next_id = 1
        self._clock = clock
        self._zone = zone

    def now(self) -> datetime:
        """The current time in the organisation's time zone."""
        return self._clock.now().astimezone(self._zone)

    def touch(self) -> int:
        """Marks a change and wakes every open page. Returns the new version."""
        self.version += 1
        awaited, self.changed = self.changed, asyncio.Event()
        awaited.set()
        return self.version

    def take_in(self, talk: Transcript, reply: Reply, act: WorkspaceAct) -> None:
        """Replaces the target by the bot's reply."""
        if isinstance(reply, Faults):
            if shown := act.form or act.entry:
                self.show_faults(shown, act.values or {}, reply.by_field, talk)
            return
        if act.form and talk.form is act.form:
            self.set_form(talk, None)
        match reply:
            case Say(message, _, why, forget):
                self._settle(act, {} if forget else act.values)
                if forget and act.typed_entry:
                    talk.forget(act.typed_entry, self.touch())
                self.append(talk, message, why=None if forget else why)
            case Replace(message, why):
                if act.entry and act.entry in talk.entries:
                    self.put_in_place(act.entry, message, why)
                else:
                    self.append(talk, message, why=why)
            case Open(form):
                self._settle(act, act.values)
                self.open_form(talk, form, act)
            case None:
                self._settle(act, act.values)

    async def replace_forms(self, person_id: str, form: Form) -> None:
        """Replaces each open form that shows this person's words."""
        for talk in self.talks.values():
            if talk.form and person_id in talk.form.form.shows:
                self.set_form(talk, OpenForm(self._id("f"), form, talk.form.opened_by, 0))

    def append(
        self, talk: Transcript, message: Message, *, mine: bool = False, why: Message | None = None
    ) -> TranscriptEntry:
        now = self.now()
        opens_day = not talk.entries or talk.entries[-1].at.date() != now.date()
        entry = TranscriptEntry(self._id("e"), now, message, self.touch(), mine, opens_day, why=why)
        talk.entries.append(entry)
        return entry

    def put_in_place(self, entry: TranscriptEntry, message: Message, why: Message | None = None) -> None:
        entry.message, entry.values, entry.faults = message, {}, {}
        entry.why = why or entry.why
        entry.version = self.touch()

    def show_faults(
        self,
        shown: TranscriptEntry | OpenForm,
        values: Values,
        faults: Values,
        talk: Transcript | None = None,
    ) -> None:
        shown.values, shown.faults = values, faults
        shown.version = self.touch()
        if talk and talk.form is shown:
            talk.form_version = shown.version

    def open_form(self, talk: Transcript, form: Form, act: WorkspaceAct) -> None:
        self.set_form(talk, OpenForm(self._id("f"), form, act.entry, 0, act.is_secret))

    def set_form(self, talk: Transcript, form: OpenForm | None) -> None:
        talk.form = form
        talk.form_version = self.touch()

    def _settle(self, act: WorkspaceAct, values: Values | None) -> None:
        """The boxes of a message keep the submitted values and lose their errors."""
        if act.entry and not act.form and (act.values or act.entry.faults):
            act.entry.values, act.entry.faults = values or {}, {}
            act.entry.version = self.touch()

    def _id(self, kind: str) -> str:
        self.next_id += 1
        return f"{kind}{self.next_id}"
