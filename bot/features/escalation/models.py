"""Tables of escalation: questions passed to a champion, and the letters between asker and champion."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id, words


class Consent(StrEnum):
    """Whether a card may quote the asker."""

    NOT_ASKED = "not-asked"
    ASKED = "asked"
    YES = "yes"
    NO = "no"


class Question(Table):
    """`asker_id` of an asker without a name serves to deliver the answer, and is deleted at closure.

    `directed_to` is the only champion who may take it, None if all its readers may. `about` is the announcement
    that it replies to, as "broadcast:<id>", or empty. `offers` is the number of offers; `look_at` is its next
    deadline. `passed_by` is the last champion who gave it back; it isn't offered to them again.
    """

    __tablename__ = "questions"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    asker_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    is_named: Mapped[bool]
    text: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    directed_to: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offers: Mapped[int] = mapped_column(default=1)
    look_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None, index=True)
    passed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    consent: Mapped[Consent] = mapped_column(words(Consent), default=Consent.NOT_ASKED)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def is_waiting(self) -> bool:
        """Whether it is open and nobody has taken it."""
        return self.claimed_by is None and self.closed_at is None


class LetterKind(StrEnum):
    """The kind of a letter. The first three go to the asker, the others to the champion who has the question.

    The text of `PASSED_ON` is a note among champions, or empty. It is sent to a champion by name; if all get the
    question, their offer has the note.
    """

    ANSWER = "answer"
    NOBODY_YET = "nobody-yet"
    MAY_WE = "may-we"
    REPLY = "reply"
    THANKS = "thanks"
    YOU_MAY = "you-may"
    YOU_MAY_NOT = "you-may-not"
    PASSED_ON = "passed-on"

    @property
    def is_for_asker(self) -> bool:
        return self in (LetterKind.ANSWER, LetterKind.NOBODY_YET, LetterKind.MAY_WE)


class Letter(Table):
    """A letter to the asker or the champion. The key of its delivery's slot has its id."""

    __tablename__ = "question_letters"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id"), index=True)
    says: Mapped[LetterKind] = mapped_column(words(LetterKind))
    text: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
