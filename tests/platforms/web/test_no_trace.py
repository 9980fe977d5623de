"""What was chosen beside a button that leaves no trace is not in the workspace's memory either."""

from dataclasses import replace
from datetime import UTC

import pytest

from bot.conversation.actions import PlainAction
from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Message, text
from bot.conversation.request import Request
from bot.conversation.routes import Reply, Routes, Say
from bot.core.clock import MovableClock
from bot.core.errors import UserFacingError
from bot.platforms.web.outbound.workspace import Workspace

from .conftest import NURSE, QUESTION


@pytest.fixture
def workspace(clock: MovableClock) -> Workspace:
    """It answers beside the message, whose boxes stay where they are."""
    routes = Routes()

    @routes.on(PlainAction("act"), leaves_no_trace=True)
    async def act(request: Request, _: object) -> Reply:
        return Say(Message("Fine", (text("Fine."),)), private=True)

    dispatch = Dispatch(routes, None, (), lambda *_: None, UserFacingError)
    return Workspace(dispatch, (NURSE,), clock, UTC)


@pytest.mark.parametrize("chosen", ["yes", "not offered"])
async def test_the_message_forgets_what_was_sent_with_its_button(workspace: Workspace, chosen: str) -> None:
    entry = await workspace.deliver("nurse", QUESTION)
    await workspace.press("nurse", entry, 0, {"value.useful": chosen, "value.why": "secret"})
    for kept in workspace.transcript("nurse").entries:
        assert "secret" not in str(replace(kept, message=Message("", ())))
        assert not kept.values
