"""Answers go to Slack, wherever a payload or a form says that they should go."""

import pytest

from bot.platforms.slack.outbound.reply_target import leads_to_slack


@pytest.mark.parametrize(
    ("url", "is_slacks"),
    [
        ("https://hooks.slack.com/actions/T1/1/x", True),
        ("https://hooks.slack-gov.com/commands/T1/1/x", True),
        ("http://hooks.slack.com/actions/T1/1/x", False),
        ("https://hooks.slack.com@evil.example/x", False),
        ("https://hooks.slack.com.evil.example/x", False),
        ("https://hooks.slack.com:8443/x", False),
        ("https://169.254.169.254/latest", False),
        ("http://127.0.0.1:8080/x", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_a_response_goes_to_slack_alone(url: str, is_slacks: bool) -> None:
    assert leads_to_slack(url, is_local=False) is is_slacks


def test_on_this_machine_it_may_go_to_a_stand_in() -> None:
    assert leads_to_slack("http://127.0.0.1:8080/x", is_local=True)
    assert not leads_to_slack("http://evil.example/x", is_local=True)
