"""`OpenForms`: replaces forms that stand open on people's screens once the words that they show were withdrawn."""

from collections.abc import Sequence
from typing import Protocol

from bot.conversation.message import Form


class FormReplacer(Protocol):
    """A platform that can change a form which somebody has open."""

    async def replace_forms(self, person_id: str, form: Form) -> None:
        """Replaces each open form that shows this person's words. A form that was closed meanwhile changes nothing."""
        ...


class OpenForms:
    """The platforms here that can; none is known before they run.

    Covers the forms that this process opened. Teams can't change an open dialog, so it is never among them.
    """

    def __init__(self) -> None:
        self._replacers: list[FormReplacer] = []

    def know(self, replacers: Sequence[FormReplacer]) -> None:
        self._replacers.extend(replacers)

    async def replace(self, person_id: str, form: Form) -> None:
        """Call it after the change is committed."""
        for replacer in self._replacers:
            await replacer.replace_forms(person_id, form)
