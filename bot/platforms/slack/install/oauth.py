"""Installs the bot into workspaces over OAuth: `/slack/install` and `/slack/oauth_redirect`.

Only workspaces in the settings may install it: otherwise anyone who finds the address could add a foreign
workspace. A state is valid once, for five minutes, in the browser that received it.
"""

import re
from dataclasses import dataclass
from html import escape

import structlog
from aiohttp import ClientError, web
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.oauth.installation_store import Installation

from bot.core.settings import Settings
from bot.platforms.slack.install.installations import SeveralWorkspaces, client
from bot.platforms.slack.install.scopes import OPTIONAL_SCOPES, SCOPES
from bot.platforms.slack.install.store import STATE_LASTS, StateStore

log = structlog.get_logger()

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
_COOKIE = "alongside-slack-install"
_STATE = re.compile(r"[0-9a-f-]{1,64}")


class _Refused(Exception):
    """Shown as a page to the person who installs: what happened and what to do."""

    def __init__(self, happened: str, mend: str, status: int = 400) -> None:
        super().__init__(happened)
        self.page = _page(happened, mend, status)


@dataclass(frozen=True, slots=True)
class Installer:
    settings: Settings
    tokens: SeveralWorkspaces
    states: StateStore

    def routes(self) -> list[web.RouteDef]:
        return [web.get(INSTALL, self.begin), web.get(REDIRECT, self.finish)]

    async def begin(self, _: web.Request) -> web.StreamResponse:
        """Redirects to Slack, which asks for consent."""
        state = await self.states.async_issue()
        slack = self.settings.slack_api.removesuffix("/api/")
        to = AuthorizeUrlGenerator(
            client_id=self.settings.slack_client_id,
            redirect_uri=self._redirect,
            scopes=[*SCOPES, *OPTIONAL_SCOPES],
            authorization_url=f"{slack}/oauth/v2/authorize",
        ).generate(state)
        response = web.Response(status=302, headers={"Location": to} | _PRIVATE)
        seconds = int(STATE_LASTS.total_seconds())
        response.set_cookie(
            _COOKIE, state, max_age=seconds, path="/slack", secure=True, httponly=True, samesite="Lax"
        )
        return response

    async def finish(self, request: web.Request) -> web.StreamResponse:
        try:
            workspace = await self._finish(request)
        except _Refused as refused:
            log.warning("slack_install_refused", status=refused.page.status)
            return refused.page
        log.info("slack_installed", workspace=workspace)
        return _page(_DONE, "Open Slack and look for Alongside under Apps. You can close this page.", 200)

    async def _finish(self, request: web.Request) -> str:
        query = request.query
        if "error" in query:
            raise _Refused(_CANCELLED, f"If that was a mistake, {_AGAIN}", 200)
        state = query.get("state", "")
        if not _STATE.fullmatch(state) or request.cookies.get(_COOKIE) != state:
            raise _Refused(_OTHER_BROWSER, f"To install it, {_AGAIN}")
        if not await self.states.async_consume(state):
            raise _Refused(_TOO_LATE, f"To install it, {_AGAIN}")
        if not query.get("code"):
            raise _Refused("Slack sent nothing to install with.", f"To try again, {_AGAIN}")
        return await self._install(query["code"])

    async def _install(self, code: str) -> str:
        try:
            installation = await self._exchange(code)
        except SlackApiError as error:
            log.warning("slack_oauth_refused", error=error.response["error"])
            raise _Refused(_NOT_ACCEPTED, _CHECK_CLIENT) from None
        except (ClientError, TimeoutError):
            raise _Refused("Slack did not answer.", f"In a minute, {_AGAIN}", 502) from None
        workspace = installation.team_id or ""
        if installation.is_enterprise_install or workspace not in self.settings.slack_allowed():
            await self._give_back(installation.bot_token or "")
            raise _Refused(_NOT_ALLOWED, _ALLOW_IT.format(workspace=workspace or "none"), 403)
        await self.tokens.save(installation)
        return workspace

    async def _exchange(self, code: str) -> Installation:
        """Exchanges the code for a bot token. There is no user token, because we request no user scope."""
        response = await client(self.settings.slack_api).oauth_v2_access(
            client_id=self.settings.slack_client_id,
            client_secret=self.settings.slack_client_secret.get_secret_value(),
            code=code,
            redirect_uri=self._redirect,
        )
        team, company = response.get("team") or {}, response.get("enterprise") or {}
        return Installation(
            app_id=response["app_id"],
            enterprise_id=company.get("id"),
            enterprise_name=company.get("name"),
            team_id=team.get("id"),
            team_name=team.get("name"),
            bot_token=response["access_token"],
            bot_user_id=response["bot_user_id"],
            bot_scopes=response["scope"],
            user_id=(response.get("authed_user") or {}).get("id", ""),
            is_enterprise_install=response.get("is_enterprise_install"),
            token_type=response.get("token_type"),
        )

    async def _give_back(self, token: str) -> None:
        """Revokes the token of a workspace that is not allowed, and stores nothing."""
        try:
            await client(self.settings.slack_api, token).auth_revoke()
        except (SlackApiError, ClientError, TimeoutError):
            log.warning("slack_token_not_revoked")

    @property
    def _redirect(self) -> str:
        return f"{self.settings.public_url}{REDIRECT}"


_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def _page(happened: str, mend: str, status: int) -> web.Response:
    text = _PAGE.format(happened=escape(happened), mend=escape(mend))
    policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return web.Response(text=text, status=status, content_type="text/html", headers=_PRIVATE | policy)


_AGAIN = "open /slack/install again, in the same browser, and finish within five minutes."
_DONE = "Alongside is installed."
_CANCELLED = "Nothing was installed: it was cancelled in Slack."
_OTHER_BROWSER = "This page was not opened from here, or from another browser."
_TOO_LATE = "This page was opened already, or too long after the start."
_NOT_ACCEPTED = "Slack did not accept the installation."
_CHECK_CLIENT = (
    "Check ALONGSIDE_SLACK_CLIENT_ID, ALONGSIDE_SLACK_CLIENT_SECRET and the redirect URL in the app's settings, "
    f"then {_AGAIN}"
)
_NOT_ALLOWED = "Alongside is not meant for this workspace, so it was not installed."
_ALLOW_IT = (
    "The people who run Alongside can allow it: add the workspace's id ({workspace}) to ALONGSIDE_SLACK_WORKSPACES "
    "and start Alongside again."
)

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Alongside for Slack</title>
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}}
@media(prefers-color-scheme:dark){{body{{background:#10191a;color:#e6eeee}}}}</style>
<h1>{happened}</h1>
<p>{mend}</p>
</html>
"""
