import pytest

from bot.conversation.message import Message
from bot.delivery.sending.gateway import Outgoing, TooLate
from bot.features.learning.declarations import NUDGE
from bot.platforms.web.outbound.gateway import WebGateway
from bot.platforms.web.outbound.workspace import Workspace


async def test_a_worker_that_lost_the_right_to_send_sends_nothing(workspace: Workspace) -> None:
    gateway = WebGateway(workspace)
    late = Outgoing("d1", NUDGE, "web", "demo", Message("Hello"), user="nurse", may_start=lambda: False)
    with pytest.raises(TooLate):
        await gateway.send(late)
    assert await gateway.look_up(late) is None
    assert not workspace.transcript("nurse").entries
