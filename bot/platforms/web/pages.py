"""What the browser is shown: whole pages, and the parts of a page that have changed."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from secrets import token_hex
from typing import Any

from markupsafe import Markup

from bot.conversation.message import Message
from bot.platforms.web.environment import templates
from bot.platforms.web.fields import fields_of
from bot.platforms.web.people import Persona
from bot.platforms.web.render import Place, render, render_fields
from bot.platforms.web.send import LONGEST, Workspace
from bot.platforms.web.transcript import KEPT_ENTRIES, Entry, OpenForm

Json = dict[str, Any]
Panels = Mapping[str, Callable[[], Awaitable[Message]]]

STEPS = {"An hour": timedelta(hours=1), "A day": timedelta(days=1), "A week": timedelta(weeks=1)}

_TITLES = {
    HTTPStatus.FORBIDDEN: "That was not accepted",
    HTTPStatus.NOT_FOUND: "There is nothing here",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "That was too long to send",
    HTTPStatus.MISDIRECTED_REQUEST: "Not from here",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong on our side",
}


@dataclass(frozen=True, slots=True)
class View:
    """Whose page, and the token that its forms carry."""

    persona: Persona
    token: str


class Pages:
    def __init__(
        self, workspace: Workspace, examples: Sequence[str], panels: Panels, *, clock_moves: bool
    ) -> None:
        self._workspace = workspace
        self._examples = tuple(examples)
        self._panels = panels
        self._templates = templates()
        self._templates.globals |= {
            "steps": tuple(STEPS) if clock_moves else (),
            "personas": workspace.personas,
            "longest": LONGEST,
            "kept": KEPT_ENTRIES,
            "event": lambda: token_hex(8),
        }

    def welcome(self, token: str) -> str:
        """Nobody chosen yet."""
        return self._fill(
            "welcome.html",
            me=None,
            token=token,
            now=self._workspace.now(),
            talk_of=self._workspace.transcript,
        )

    async def conversation(self, view: View, *, notice: str = "", draft: str = "", fault: str = "") -> str:
        """The whole page. `fault` is about the `draft` in the composer, `notice` about anything else."""
        talk = self._workspace.transcript(view.persona.user)
        return self._fill(
            "conversation.html",
            **self._common(view),
            version=self._version(),
            entries=[self._entry(view, e) for e in talk.entries],
            form=self._form(view, talk.form) if talk.form else "",
            form_version=talk.form_version,
            side=await self._side(view),
            who=self._who(view),
            writing=talk.writing > 0,
            examples=self._examples,
            notice=notice,
            draft=draft,
            fault=fault,
        )

    async def changes(self, view: View, since: str) -> Json:
        """What a page that has seen everything up to `since` has missed.

        `reload`: it belongs to an earlier run of the workspace, so nothing on it is true any more.
        """
        seen = self._seen(since)
        talk = self._workspace.transcript(view.persona.user)
        version = self._version()
        side = await self._side(view)
        return {
            "version": version,
            "reload": seen is None,
            "entries": [
                {"id": e.id, "version": e.version, "html": self._entry(view, e)}
                for e in talk.entries
                if seen is not None and e.version > seen
            ],
            "form": {"version": talk.form_version, "html": self._form(view, talk.form) if talk.form else ""},
            "side": side,
            "who": self._who(view),
            "time": self._fill("_time.html", now=self._workspace.now()),
            "writing": talk.writing > 0,
        }

    def problem(self, status: int, explanation: str) -> str:
        title = _TITLES.get(HTTPStatus(status), "That did not work")
        return self._fill("problem.html", title=title, explanation=explanation)

    def _common(self, view: View) -> Json:
        return {"me": view.persona, "token": view.token, "now": self._workspace.now()}

    def _version(self) -> str:
        return f"{self._workspace.epoch}.{self._workspace.version}"

    def _seen(self, since: str) -> int | None:
        epoch, _, number = since.partition(".")
        return int(number) if epoch == self._workspace.epoch and number.isdecimal() else None

    def _entry(self, view: View, entry: Entry) -> Markup:
        place = Place(entry.id, 3, entry.values, entry.faults)
        named = {f.name for f in fields_of(entry.message.blocks)}
        others = [text for name, text in entry.faults.items() if name not in named]
        body = render(entry.message, place)
        return self._fill("_entry.html", **self._common(view), entry=entry, body=body, others=others)

    def _form(self, view: View, opened: OpenForm) -> Markup:
        place = Place(opened.id, 3, opened.values, opened.faults)
        named = {f.name for f in fields_of(opened.form.fields)}
        others = [text for name, text in opened.faults.items() if name not in named]
        body = render_fields(opened.form.fields, place)
        return self._fill("_form.html", **self._common(view), opened=opened, body=body, others=others)

    async def _side(self, view: View) -> Markup:
        talk = self._workspace.transcript(view.persona.user)
        reasons = [
            (r, render(r.message, Place(f"why{i}", 4, inert=True))) for i, r in enumerate(talk.reasons)
        ]
        panels = [
            (title, render(await panel(), Place(f"panel{i}", 4, inert=True)))
            for i, (title, panel) in enumerate(self._panels.items())
        ]
        return self._fill("_side.html", reasons=reasons, panels=panels)

    def _who(self, view: View) -> Markup:
        return self._fill("_who.html", me=view.persona, talk_of=self._workspace.transcript)

    def _fill(self, template: str, **values: Any) -> Markup:
        return Markup(self._templates.get_template(template).render(values))  # noqa: S704 - Jinja has escaped it
