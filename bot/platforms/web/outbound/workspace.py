"""The workspace: converts a persona's actions to Requests, and receives their deliveries."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, tzinfo
from secrets import token_hex

from bot.conversation.dispatch import Dispatch
from bot.conversation.form_values import Values, fields_of, fields_of_message, read
from bot.conversation.message import Button, Message, text
from bot.conversation.request import Kind, Request, Sender
from bot.conversation.routes import Say
from bot.core.clock import Clock
from bot.core.errors import UserFacingError
from bot.platforms.web.directory import NobodyHere, Persona
from bot.platforms.web.outbound.transcript import Transcript, button_of, buttons_key
from bot.platforms.web.outbound.workspace_state import WorkspaceAct, WorkspaceState
from bot.platforms.web.rendering.posted import posted_values

LONGEST = 2000


class ActionImpossible(UserFacingError):
    """Raised when an action is impossible; the text says why and what to do."""


class Workspace:
    """`moving` is the calendar's position during a move; empty otherwise.

    `on_acted` is called after each reply, because what a person does may have to reach others.
    """

    def __init__(
        self, dispatch: Dispatch, personas: Sequence[Persona], clock: Clock, zone: tzinfo, name: str = "demo"
    ) -> None:
        self.personas = tuple(personas)
        self.log = WorkspaceState([p.user for p in personas], clock, zone)
        self.is_closing = False
        self.moving = ""
        self.on_acted: Callable[[], None] = lambda: None
        self._dispatch = dispatch
        self._name = name

    @property
    def version(self) -> int:
        return self.log.version

    @property
    def changed(self) -> asyncio.Event:
        return self.log.changed

    def now(self) -> datetime:
        return self.log.now()

    def touch(self) -> int:
        return self.log.touch()

    def transcript(self, user: str) -> Transcript:
        """Raises NobodyHere."""
        if user not in self.log.talks:
            raise NobodyHere("Nobody of that name is in this workspace. Choose somebody on the first page.")
        return self.log.talks[user]

    async def home(self, user: str) -> Message | None:
        """The home page, the same as on every platform; computed again only after a change."""
        talk = self.transcript(user)
        async with talk.looking_home:
            is_old = talk.home_of != self.version and not talk.writing and not self.moving
            if talk.home is None or is_old:
                talk.home_of = self.version
                reply = await self._dispatch(self._request(Kind.OPENED_HOME, user, token_hex(8)))
                talk.home = reply.message if isinstance(reply, Say) else None
            return talk.home

    async def say(self, user: str, words: str, event: str = "") -> None:
        """Sends a message. Raises ActionImpossible, and the caller keeps the typed text."""
        talk = self.transcript(user)
        if not words.strip():
            raise ActionImpossible("Please write something first.")
        if len(words) > LONGEST:
            length = f"That is {len(words):,} characters, and up to {LONGEST:,} fit."
            raise ActionImpossible(
                f"{length} Please shorten it or send it in parts; your text is still here."
            )
        if talk.has_had(event := event or token_hex(8)):
            return
        entry = self.log.append(talk, Message(words, (text(words),)), mine=True)
        request = self._request(Kind.SAID, user, event, text=words)
        await self._act(talk, request, WorkspaceAct(typed_entry=entry))

    async def press(self, user: str, entry_id: str, index: int, posted: Values, event: str = "") -> None:
        """Presses a button of a message.

        `posted` may hold the message's fields; the button itself comes from the message.
        """
        talk = self.transcript(user)
        if talk.has_had(event := event or token_hex(8)):
            return
        entry = talk.entry(entry_id)
        button = entry.button(index) if entry else None
        if entry is None or button is None:
            raise ActionImpossible(
                "That message has changed since, so nothing was done. Look at what it says now."
            )
        values, faults = read(fields_of(entry.message.blocks), posted_values(posted), complete=False)
        request = replace(
            self._request(Kind.PRESSED, user, event, button.action, button.value, values=values),
            form=fields_of_message(button.action, entry.message.blocks),
            acted_on=self._name_of(user, entry_id),
        )
        is_secret = self._dispatch.leaves_no_trace(request)
        shown_values = {} if is_secret else values
        if faults:
            self.log.show_faults(entry, shown_values, faults)
            return
        await self._act(talk, request, WorkspaceAct(entry=entry, values=shown_values, is_secret=is_secret))

    async def press_home(self, user: str, shown: str, index: int, event: str = "") -> None:
        """Presses a button of the home panel.

        `shown` identifies its buttons as displayed, in case the panel has changed.
        """
        talk = self.transcript(user)
        if talk.has_had(event := event or token_hex(8)):
            return
        home = await self.home(user)
        button = button_of(home, index) if home and buttons_key(home) == shown else None
        if button is None:
            raise ActionImpossible(
                "Home has changed since, so nothing was done. Look again, and press what it shows now."
            )
        await self._press(talk, user, button, event)

    async def press_button(self, user: str, button: Button) -> None:
        """Presses a displayed button, for stories that run step by step."""
        await self._press(self.transcript(user), user, button, token_hex(8))

    async def submit(self, user: str, form_id: str, posted: Values, event: str = "") -> None:
        talk = self.transcript(user)
        if talk.has_had(event := event or token_hex(8)):
            return
        opened = talk.form
        if opened is None or opened.id != form_id:
            raise ActionImpossible(
                "That form was closed meanwhile, so nothing was sent. Open it again: your words come back."
            )
        values, faults = read(fields_of(opened.form.all_fields), posted_values(posted), complete=True)
        if faults:
            self.log.show_faults(opened, values, faults, talk)
            return
        form = opened.form
        request = replace(
            self._request(Kind.SUBMITTED, user, event, form.action, form.value, values=values),
            form=form,
            once=self._name_of(user, form_id),
        )
        await self._act(talk, request, WorkspaceAct(entry=opened.opened_by, form=opened, values=values))

    async def join(self, user: str) -> None:
        """Acts as if the persona had just installed the app."""
        await self._act(self.transcript(user), self._request(Kind.JOINED, user, token_hex(8)), WorkspaceAct())

    def cancel(self, user: str) -> None:
        self.log.set_form(self.transcript(user), None)

    async def deliver(self, user: str, message: Message) -> str:
        """Shows an unsolicited message at once. Returns its entry's id."""
        talk = self.transcript(user)
        entry = self.log.append(talk, message)
        if not talk.watchers:
            talk.unseen += 1
            talk.first_new = talk.first_new or entry.id
        return entry.id

    async def replace(self, entry_id: str, message: Message) -> None:
        """Replaces an entry. Does nothing if it has been dropped."""
        for talk in self.log.talks.values():
            if entry := talk.entry(entry_id):
                self.log.put_in_place(entry, message)

    def forget(self, user: str, entry_id: str) -> None:
        """Removes the entry's text from memory and from every open page."""
        talk = self.transcript(user)
        if entry := talk.entry(entry_id):
            talk.forget(entry, self.touch())

    def mark_seen(self, user: str) -> str:
        """Marks all as seen. Returns the first unseen entry, or empty."""
        talk = self.transcript(user)
        first_new, talk.first_new = talk.first_new, ""
        if talk.unseen:
            talk.unseen = 0
            self.touch()
        return first_new

    @contextmanager
    def watching(self, user: str) -> Iterator[None]:
        talk = self.transcript(user)
        talk.watchers += 1
        try:
            yield
        finally:
            talk.watchers -= 1

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

    def _name_of(self, user: str, shown: str) -> str:
        """An id of an entry or form that is unique across runs, whose numbers start again."""
        return f"web {self._name} {user} {self.log.epoch} {shown}"

    async def _press(self, talk: Transcript, user: str, button: Button, event: str) -> None:
        request = self._request(Kind.PRESSED, user, event, button.action, button.value)
        await self._act(talk, request, WorkspaceAct(is_secret=self._dispatch.leaves_no_trace(request)))

    async def _act(self, talk: Transcript, request: Request, act: WorkspaceAct) -> None:
        talk.writing += 1
        self.touch()
        try:
            reply = await self._dispatch(request)
        finally:
            talk.writing -= 1
            self.touch()
        self.log.take_in(talk, reply, act)
        self.on_acted()
