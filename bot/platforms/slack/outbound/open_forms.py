"""Remembers which open forms show somebody's words, and replaces them in Slack when those are withdrawn."""

from bot.conversation.message import Form
from bot.platforms.slack.outbound.reply_target import SlackPlace
from bot.platforms.slack.outbound.writing import SlackWriter
from bot.platforms.slack.rendering.render import render_form

MOST = 1000
"""Slack doesn't report that a form was closed, so the oldest are forgotten."""


class SlackOpenForms:
    """In this process's memory only: who reads whose words is stored nowhere."""

    def __init__(self, writer: SlackWriter) -> None:
        self._writer = writer
        self._open: dict[str, tuple[SlackPlace, frozenset[str]]] = {}

    def remember(self, view_id: str, place: SlackPlace, form: Form) -> None:
        """What the view shows from now on."""
        self.forget(view_id)
        if form.shows:
            self._open[view_id] = (place, form.shows)
        while len(self._open) > MOST:
            self.forget(next(iter(self._open)))

    def forget(self, view_id: str) -> None:
        self._open.pop(view_id, None)

    async def replace_forms(self, person_id: str, form: Form) -> None:
        outdated = [(id_, place) for id_, (place, shows) in self._open.items() if person_id in shows]
        for view_id, place in outdated:
            self.remember(view_id, place, form)
            view = render_form(form, private_metadata=place.dump())
            await self._writer.update_form(place, view_id, view)
