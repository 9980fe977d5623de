"""Slack's side of the app is what our code needs, no less and no more."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from bot.features.settings.views.starters import EVERYBODY
from bot.platforms.slack.inbound import listeners
from bot.platforms.slack.inbound.http_mode import EVENTS as ADDRESS
from bot.platforms.slack.inbound.receive import SlackReceiver
from bot.platforms.slack.install.oauth import REDIRECT
from bot.platforms.slack.install.scopes import (
    EVENTS,
    METHODS,
    OPTIONAL_METHODS,
    OPTIONAL_SCOPES,
    SCOPES,
)

MANIFEST = Path("deploy/slack/manifest.yaml")
CODE = Path(listeners.__file__).parents[1]
# The SDK's own names for methods, where we use them; the upload takes three calls.
SDK = {
    "auth_test": ["auth.test"],
    "auth_revoke": ["auth.revoke"],
    "files_upload_v2": ["files.getUploadURLExternal", "files.completeUploadExternal"],
}
METHOD = re.compile(
    r"(assistant\.threads|auth|chat|conversations|files|team|usergroups|users|views)(\.[a-z]\w*)+"
)


class Ear:
    """Writes down what an app would listen to."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Any]] = []

    def __getattr__(self, kind: str) -> Any:
        def listen(what: Any) -> Any:
            self.heard.append((kind, what))
            return lambda listener: listener

        return listen

    def of(self, kind: str) -> set[str]:
        return {what for heard, what in self.heard if heard == kind and isinstance(what, str)}


@pytest.fixture
def ear() -> Ear:
    made = Ear()
    listeners._listen(cast("Any", made), cast("SlackReceiver", Ear()))
    return made


@pytest.fixture(params=["socket", "http"])
def manifest(request: pytest.FixtureRequest) -> Any:
    source = MANIFEST.read_text()
    return yaml.safe_load(source.replace("# HTTP: ", "") if request.param == "http" else source)


def test_slack_sends_exactly_the_events_that_we_listen_to(manifest: Any, ear: Ear) -> None:
    subscribed = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    assert subscribed == set(EVENTS)
    assert {name.removesuffix(".im") for name in subscribed} == ear.of("event")


def test_commands_and_shortcuts_are_those_that_we_listen_to(manifest: Any, ear: Ear) -> None:
    features = manifest["features"]
    assert {one["command"] for one in features["slash_commands"]} == ear.of("command")
    shortcuts = {(one["type"], one["callback_id"]) for one in features["shortcuts"]}
    assert shortcuts == {
        *(("global", name) for name in ear.of("global_shortcut")),
        *(("message", name) for name in ear.of("message_shortcut")),
    }
    assert manifest["settings"]["interactivity"]["is_enabled"]


def test_the_scopes_are_exactly_those_that_we_need(manifest: Any) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    assert scopes["bot"] == sorted((*SCOPES, *OPTIONAL_SCOPES))
    assert tuple(scopes["bot_optional"]) == OPTIONAL_SCOPES == ("groups:write",)
    assert "user" not in manifest["oauth_config"]["scopes"]


def test_every_method_that_we_call_has_its_scopes_and_no_other_has() -> None:
    assert set(methods_called()) == set(METHODS) | set(OPTIONAL_METHODS)
    assert not set(METHODS) & set(OPTIONAL_METHODS)


def test_every_scope_is_explained() -> None:
    lines = MANIFEST.read_text().splitlines()
    for number, line in enumerate(lines):
        if (
            line.strip().removeprefix("- ") in {*SCOPES, *OPTIONAL_SCOPES, *EVENTS}
            and "groups:read" not in line
        ):
            assert lines[number - 1].strip().startswith("#"), line


def test_over_http_every_address_is_one_that_we_have() -> None:
    manifest = yaml.safe_load(MANIFEST.read_text().replace("# HTTP: ", ""))
    settings = manifest["settings"]
    addresses = [
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        *(one["url"] for one in manifest["features"]["slash_commands"]),
    ]
    assert {re.sub(r"^https://[^/]+", "", one) for one in addresses} == {ADDRESS}
    assert manifest["oauth_config"]["redirect_urls"][0].endswith(REDIRECT)


def test_the_suggested_questions_are_those_of_the_welcome(manifest: Any) -> None:
    view = manifest["features"]["agent_view"]
    assert tuple(prompt["message"] for prompt in view["suggested_prompts"]) == EVERYBODY


def test_texts_fit_into_slack(manifest: Any) -> None:
    about = manifest["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000
    assert all(len(one["description"]) <= 150 for one in manifest["features"]["shortcuts"])
    assert all(len(one["name"]) <= 24 for one in manifest["features"]["shortcuts"])


def methods_called() -> Iterator[str]:
    """Named in our code as a word of its own, or by the SDK's function; the table of paces calls nothing."""
    for file in CODE.rglob("*.py"):
        if file.stem == "install_scopes":
            continue
        for node in ast.walk(without_paces(ast.parse(file.read_text()))):
            if isinstance(node, ast.Constant) and METHOD.fullmatch(str(node.value)):
                yield str(node.value)
            if isinstance(node, ast.Attribute):
                yield from SDK.get(node.attr, ())


def without_paces(module: ast.Module) -> ast.Module:
    module.body = [
        node
        for node in module.body
        if not (isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "TIERS")
    ]
    return module
