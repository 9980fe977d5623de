"""`/.well-known/security.txt`, as RFC 9116 has it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession
from pydantic import ValidationError

from bot.app.content import Content
from bot.app.security_contact import PATH, security_contact
from bot.app.serving import running
from bot.core.clock import MovableClock
from bot.core.settings import Settings
from tests.app.running.confirmed_organisation import settings_of
from tests.conftest import TUESDAY
from tests.fake_slack import FakeSlack

CONTACT = "mailto:security@harbour.example"


async def test_the_running_bot_says_where_to_report_a_weakness_and_until_when_that_holds(
    tmp_path: Path, slack: FakeSlack, content: Content
) -> None:
    settings = settings_of(tmp_path, slack, security_contact=CONTACT)
    async with (
        running(settings, MovableClock(TUESDAY, frozen=True), content) as bot,
        ClientSession(f"http://127.0.0.1:{bot.port}") as session,
        session.get(PATH) as answer,
    ):
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
        fields = dict(line.split(": ", 1) for line in (await answer.text()).splitlines())
    assert fields.keys() == {"Contact", "Expires", "Canonical"}
    assert fields["Contact"] == CONTACT
    assert fields["Canonical"] == f"https://alongside.example{PATH}"
    assert timedelta(0) < datetime.fromisoformat(fields["Expires"]) - TUESDAY < timedelta(days=365)


def test_without_a_contact_nothing_is_served() -> None:
    assert security_contact(Settings(_env_file=None), MovableClock(TUESDAY, frozen=True)) == []


@pytest.mark.parametrize(
    "address", ["security@harbour.example", "http://harbour.example", f"{CONTACT}\nCSAF: x"]
)
def test_what_is_no_address_of_a_contact_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="mailto:"):
        Settings(_env_file=None, security_contact=address)
