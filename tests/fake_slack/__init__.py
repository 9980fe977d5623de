"""A Slack on loopback: its Web API as far as we use it, Socket Mode, and events pushed at us."""

from tests.fake_slack.doing import Person
from tests.fake_slack.faults import Fault, How
from tests.fake_slack.payloads import payload
from tests.fake_slack.pushes import Pushes
from tests.fake_slack.slack import APP_TOKEN, CLIENT, Call, FakeSlack
from tests.fake_slack.workspace import Channel, Json, Workspace

__all__ = [
    "APP_TOKEN",
    "CLIENT",
    "Call",
    "Channel",
    "FakeSlack",
    "Fault",
    "How",
    "Json",
    "Person",
    "Pushes",
    "Workspace",
    "payload",
]
