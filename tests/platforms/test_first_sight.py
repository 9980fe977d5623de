"""No form shows more than four fields at first sight; the rest is behind "Details"."""

from bot.conversation.message import Choice, Form, Message, TextInput
from tests.fakes import Bot
from tests.platforms.contents import administered

_MOST = 4


def fields_at_first_sight(shown: Message | Form) -> list[str]:
    return (
        [f.name for f in shown.fields if isinstance(f, Choice | TextInput)] if isinstance(shown, Form) else []
    )


async def test_no_form_asks_more_than_four_things_at_first_sight(bot: Bot) -> None:
    forms = {shown.action: shown for shown in await administered(bot) if isinstance(shown, Form)}
    assert len(forms) > 20
    too_many = {
        action: fields for action, form in forms.items() if len(fields := fields_at_first_sight(form)) > _MOST
    }
    assert too_many == {}
