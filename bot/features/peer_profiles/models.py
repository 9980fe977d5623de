"""The table of peer workers' own entries, each with its text and its audience."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from bot.people.audiences.chosen_colleagues import Colleagues
from bot.store.database import Table
from bot.store.types import UtcDateTime, words

WRITTEN = ("name", "expertise", "languages", "settings", "ways", "days", "not_offered", "how_to_ask")
"""The columns that hold the peer worker's own words."""


class PeerProfile(Table):
    """At most two rows a person: the published entry, and the draft, which only they see.

    `team_id` is the team that they chose, which stays the same if they move on. `on_page` signs this text off for
    the page for people who use the service. `vectors` are the text's embeddings by `encoder`;
    they are in this row so that they are deleted with it. `announced` is the slot and the version of the text for
    which its writer was notified that they are on the page. `sealed` holds the words of a draft, whose own columns
    are empty.
    """

    __tablename__ = "peer_profiles"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    is_published: Mapped[bool] = mapped_column(primary_key=True, default=False)
    name: Mapped[str]
    expertise: Mapped[str] = mapped_column(default="")
    languages: Mapped[str] = mapped_column(default="")
    settings: Mapped[str] = mapped_column(default="")
    ways: Mapped[str] = mapped_column(default="")
    days: Mapped[str] = mapped_column(default="")
    not_offered: Mapped[str] = mapped_column(default="")
    how_to_ask: Mapped[str] = mapped_column(default="")
    colleagues: Mapped[Colleagues] = mapped_column(words(Colleagues), default=Colleagues.NOBODY)
    team_id: Mapped[str | None] = mapped_column(ForeignKey("teams.id"), default=None)
    on_page: Mapped[bool] = mapped_column(default=False)
    announced: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    encoder: Mapped[str] = mapped_column(default="")
    vectors: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)

    @property
    def written(self) -> dict[str, str]:
        return {column: getattr(self, column) for column in WRITTEN}

    @property
    def version(self) -> str:
        """A digest that changes with the text."""
        return sha256("\0".join(self.written.values()).encode()).hexdigest()
