"""Renders the workspace's pages, and the changed parts of a page."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from secrets import token_hex
from typing import Any

from markupsafe import Markup

from bot.conversation.form_values import fields_of
from bot.conversation.message import Message, Paragraph
from bot.platforms.web.directory import Persona
from bot.platforms.web.outbound.transcript import KEPT_ENTRIES, OpenForm, TranscriptEntry, buttons_key
from bot.platforms.web.outbound.workspace import LONGEST, Workspace
from bot.platforms.web.rendering.environment import templates
from bot.platforms.web.rendering.parts import Parts
from bot.platforms.web.rendering.place import MessagePosition
from bot.platforms.web.rendering.render import render, render_fields
from bot.platforms.web.stories import StoryStep

Json = dict[str, Any]
Panels = Mapping[str, Callable[[], Awaitable[Message]]]

# None means the next event.
STEPS = {
    "Next event": None,
    "An hour": timedelta(hours=1),
    "A day": timedelta(days=1),
    "A week": timedelta(weeks=1),
}

_TITLES = {
    HTTPStatus.FORBIDDEN: "That was not accepted",
    HTTPStatus.NOT_FOUND: "There is nothing here",
    HTTPStatus.CONFLICT: "The story can't go on from here",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "That was too long to send",
    HTTPStatus.MISDIRECTED_REQUEST: "Not from here",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong on our side",
}


NO_GUIDE = Markup()


@dataclass(frozen=True, slots=True)
class View:
    """The page's persona, and its form token. `guide` is shown above the conversation during a story."""

    persona: Persona
    token: str
    guide: Markup = NO_GUIDE


class Pages:
    def __init__(
        self,
        workspace: Workspace,
        examples: Sequence[str],
        panels: Panels,
        *,
        clock_moves: bool,
        stories: Sequence[tuple[str, str, str]] = (),
    ) -> None:
        self._workspace = workspace
        self._examples = tuple(examples)
        self._panels = panels
        self._parts = Parts()
        self._panels_of: tuple[int, Markup] = (-1, Markup())
        self._templates = templates()
        self._templates.globals |= {
            "steps": tuple(STEPS) if clock_moves else (),
            "personas": workspace.personas,
            "longest": LONGEST,
            "kept": KEPT_ENTRIES,
            "event": lambda: token_hex(8),
            "stories": tuple(stories),
        }

    def welcome(self, token: str) -> str:
        """The page without a chosen persona."""
        talk_of = self._workspace.transcript
        return self._fill(
            "welcome.html", me=None, token=token, now=self._workspace.now(), moving="", talk_of=talk_of
        )

    async def conversation(
        self, view: View, *, notice: str = "", draft: str = "", fault: str = "", first_new: str = ""
    ) -> str:
        """The whole page. `fault` concerns the `draft` in the composer, `notice` anything else.

        `first_new` is the entry above which the "new" line is shown.
        """
        talk = self._workspace.transcript(view.persona.user)
        parts = await self._beside(view)
        self._parts.changed(view.persona.user, parts, self._workspace.version, -1)
        return self._fill(
            "conversation.html",
            **self._common(view),
            **{name.replace("-", "_"): html for name, html in parts.items() if name != "time"},
            version=self._version(),
            birth=self._workspace.log.birth,
            entries=[(e.id, self._entry(view, e)) for e in talk.entries],
            first_new=first_new,
            form=self._form(view, talk.form) if talk.form else "",
            form_version=talk.form_version,
            writing=talk.writing > 0,
            moving=self._workspace.moving,
            examples=view.persona.starters or self._examples,
            guide=view.guide,
            notice=notice,
            draft=draft,
            fault=fault,
        )

    async def changes(self, view: View, since: str) -> Json:
        """The changes since the version `since`.

        `reload`: the page belongs to an earlier run of the workspace, so all of it is outdated.
        """
        seen = self._seen(since)
        version = self._version()
        if seen is None:
            return {"version": version, "reload": True}
        talk = self._workspace.transcript(view.persona.user)
        now, user = self._workspace.version, view.persona.user
        changes: Json = {
            "version": version,
            "entries": [
                {"id": e.id, "version": e.version, "html": self._entry(view, e)}
                for e in talk.entries
                if e.version > seen
            ],
            "parts": self._parts.changed(user, await self._beside(view), now, seen),
            "writing": talk.writing > 0,
            "moving": self._workspace.moving,
        }
        if talk.form_version > seen:
            html = self._form(view, talk.form) if talk.form else ""
            changes["form"] = {"version": talk.form_version, "html": html}
        return changes

    def guide(self, step: StoryStep, token: str) -> Markup:
        return self._fill("_guide.html", step=step, token=token)

    def problem(self, status: int, explanation: str) -> str:
        title = _TITLES.get(HTTPStatus(status), "That did not work")
        return self._fill("problem.html", title=title, explanation=explanation)

    async def _beside(self, view: View) -> dict[str, Markup]:
        """The side parts, by the id of their place."""
        talk_of = self._workspace.transcript
        return {
            "home-panel": await self._home(view),
            "panels": await self._drawn_panels(),
            "people": self._fill("_who.html", me=view.persona, talk_of=talk_of),
            "time": self._fill("_time.html", now=self._workspace.now()),
        }

    def _common(self, view: View) -> Json:
        return {"me": view.persona, "token": view.token, "now": self._workspace.now()}

    def _version(self) -> str:
        return f"{self._workspace.log.epoch}.{self._workspace.version}"

    def _seen(self, since: str) -> int | None:
        epoch, _, number = since.partition(".")
        return int(number) if epoch == self._workspace.log.epoch and number.isdecimal() else None

    def _entry(self, view: View, entry: TranscriptEntry) -> Markup:
        place = MessagePosition(entry.id, 3, entry.values, entry.faults)
        named = {f.name for f in fields_of(entry.message.blocks)}
        others = [text for name, text in entry.faults.items() if name not in named]
        body = render(entry.message, place)
        explanation, figures = self._why(entry)
        return self._fill(
            "_entry.html",
            **self._common(view),
            entry=entry,
            body=body,
            others=others,
            why=explanation,
            figures=figures,
        )

    def _why(self, entry: TranscriptEntry) -> tuple[Markup, Markup]:
        """An explanation in words, and its figures."""
        blocks = entry.why.blocks if entry.why else ()
        in_words = tuple(b for b in blocks if isinstance(b, Paragraph))
        rest = tuple(b for b in blocks if not isinstance(b, Paragraph))
        place = MessagePosition(f"{entry.id}-why", 4, inert=True)
        return tuple(  # type: ignore[return-value]
            render(Message("", part), place) if part else Markup() for part in (in_words, rest)
        )

    def _form(self, view: View, opened: OpenForm) -> Markup:
        place = MessagePosition(opened.id, 3, opened.values, opened.faults)
        named = {f.name for f in fields_of(opened.form.all_fields)}
        others = [text for name, text in opened.faults.items() if name not in named]
        body, more = render_fields(opened.form.fields, place), render_fields(opened.form.more, place)
        is_open = any(f.name in opened.faults for f in fields_of(opened.form.more))
        key = sha256(f"{opened.form.action} {opened.form.value}".encode()).hexdigest()[:12]
        return self._fill(
            "_form.html",
            **self._common(view),
            opened=opened,
            body=body,
            more=more,
            is_open=is_open,
            others=others,
            key="" if opened.is_secret else key,
        )

    async def _home(self, view: View) -> Markup:
        message = await self._workspace.home(view.persona.user)
        body = render(message, MessagePosition("home", 3)) if message else Markup()
        shown = buttons_key(message) if message else ""
        return self._fill("_home.html", me=view.persona, token=view.token, body=body, shown=shown)

    async def _drawn_panels(self) -> Markup:
        """Renders the panels again only after a change."""
        drawn_at, drawn = self._panels_of
        if drawn_at != self._workspace.version:
            panels = [
                (title, render(await panel(), MessagePosition(f"panel{i}", 4, inert=True)))
                for i, (title, panel) in enumerate(self._panels.items())
            ]
            drawn = self._fill("_panels.html", panels=panels)
            self._panels_of = (self._workspace.version, drawn)
        return drawn

    def _fill(self, template: str, **values: Any) -> Markup:
        return Markup(self._templates.get_template(template).render(values))  # noqa: S704 - Jinja has escaped it
