"""Declares which asking data a person can export, and which is only a count or has no name."""

from sqlalchemy import ColumnElement, and_

from bot.features.asking.cards.local_cards import CardState, LocalCard
from bot.people.records.personal_data import PersonalData, deletes

_SAID = {
    "title": "Title",
    "questions": "Questions",
    "body": "Answer",
    "source": "Source",
    "state": "State",
    "written_at": "Written",
    "decided_at": "Decided",
    "remark": "An editor's remark",
    "review_by": "To be looked at again by",
}
_DECIDED = {"title": "Title", "state": "State", "decided_at": "Decided", "remark": "Remark"}


def _drafts(me: str) -> ColumnElement[bool]:
    return and_(LocalCard.written_by == me, LocalCard.state.in_((CardState.DRAFT, CardState.RETURNED)))


def _left_out(columns: dict[str, str]) -> tuple[str, ...]:
    return tuple(a.key for a in LocalCard.__mapper__.column_attrs if a.key not in columns)


PERSONAL_DATA = (
    PersonalData(
        LocalCard,
        "Answers of your organisation's own that you wrote",
        lambda me: LocalCard.written_by == me,
        _SAID,
        _left_out(_SAID),
        erased="Drafts of your organisation's own answers, and those that an editor gave back to you.",
        stays="Answers that you sent to the editors stay, and so do their earlier versions: colleagues rely on them.",
        erase=deletes(LocalCard, _drafts),
    ),
    PersonalData(
        LocalCard,
        "Answers of your organisation's own that you decided on as an editor",
        lambda me: LocalCard.decided_by == me,
        _DECIDED,
        _left_out(_DECIDED),
        stays="That you decided on an answer stays with it, so that it is known who stands for it.",
    ),
)

WITHOUT_NAME = (
    "What you asked: we don't keep it. Your chat platform keeps the conversation, like any other.",
    "Whether an answer helped, and what I didn't know: how often, never who.",
    "That you are one of those who rated an answer, asked in vain or told the editors: for three months a digest under a "
    "secret key keeps one person from counting as several. Nothing looks up whose it is.",
    "Questions that you sent to the editors: the words that you saw before sending, without your name.",
)
