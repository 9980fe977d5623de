"""Everything between a delivery and Slack, on loopback: the fake, our calls, and the gateway."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.conversation.message import Chart, Message, Point, text
from bot.delivery.sending.gateway import Method, Outgoing, Pace, Refused
from bot.features.learning.declarations import NUDGE
from bot.platforms.session import open_session
from bot.platforms.slack.outbound.chart_fallbacks import ChartFallbacks
from bot.platforms.slack.outbound.gateway import SlackGateway
from bot.platforms.slack.outbound.uploads import Uploads
from bot.platforms.slack.outbound.web_api import TIERS, SlackCalls
from tests.fake_slack import FakeSlack, Workspace
from tests.platforms.names import HOST, Names

# As in the tests of delivery, where people of this workspace have its name in their ids.
TEAM = "W1"
HELLO = Message("Hello", (text("Hello"),))
FAST = dict.fromkeys(Method, Pace(per_second=100_000, burst=1000, per_conversation=100_000, at_once=10))
CHART = Chart(
    "Role clarity", (Point("May", 61.0), Point("June", 64.0)), (0.0, 100.0), "It rose from 61 to 64."
)
WITH_CHART = Message("This week", (text("This week"), CHART))


class SomeTokens:
    """Of the workspaces that have installed us."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack

    async def token(self, workspace: str) -> str:
        if workspace not in self._slack.workspaces:
            raise Refused("not_installed")
        return self._slack.workspaces[workspace].token


@dataclass
class Pencil:
    is_broken: bool = False
    drawn: list[Chart] = field(default_factory=list)

    def __call__(self, chart: Chart) -> bytes:
        if self.is_broken:
            raise ZeroDivisionError
        self.drawn.append(chart)
        return b"a picture"


@dataclass
class Desk:
    slack: FakeSlack
    home: Workspace
    calls: SlackCalls
    gateway: SlackGateway
    pencil: Pencil

    def to(self, user: str = "U1", message: Message = HELLO, id_: str = "d1", **more: object) -> Outgoing:
        return Outgoing(id_, NUDGE, "slack", TEAM, message, user=user, **more)  # type: ignore[arg-type]

    def into(self, channel: str = "C1", message: Message = HELLO, id_: str = "d1") -> Outgoing:
        return Outgoing(id_, NUDGE, "slack", TEAM, message, conversation=channel)


@asynccontextmanager
async def desk(
    seconds: float = 5.0,
    tiers: Mapping[str, int] = TIERS,
    paces: Mapping[Method, Pace] = FAST,
    names: Names | None = None,
) -> AsyncIterator[Desk]:
    slack = FakeSlack()
    await slack.start()
    home = slack.install(TEAM)
    home.add_member("U1", "ada")
    home.add_channel("C1", ["U1"])
    pencil = Pencil()
    try:
        async with open_session(seconds, names) as session:
            url = slack.url.replace("127.0.0.1", HOST) if names else slack.url
            calls = SlackCalls(session, SomeTokens(slack), url, tiers)
            gateway = SlackGateway(calls, ChartFallbacks(Uploads(calls, pencil, poll=0.01)), paces)
            yield Desk(slack, home, calls, gateway, pencil)
    finally:
        await slack.stop()
