"""auth.*, oauth.v2.access and assistant.threads.*"""

from tests.fake_slack.workspace import Json, Refusal, Workspace


def auth_test(home: Workspace, _: Json) -> Json:
    about = {"url": "https://harbour.slack.example/", "team": home.name, "team_id": home.id}
    return about | {"user": "alongside", "user_id": home.bot_user, "bot_id": home.bot_id}


def auth_revoke(home: Workspace, _: Json) -> Json:
    home.is_installed = False
    return {"revoked": True}


def access(home: Workspace) -> Json:
    """What an installation hands over."""
    home.is_installed = True
    token = {"access_token": home.token, "token_type": "bot", "scope": home.scopes}
    place = {"team": {"id": home.id, "name": home.name}, "enterprise": None, "is_enterprise_install": False}
    installer = {"authed_user": {"id": "UADMIN"}, "bot_user_id": home.bot_user, "app_id": "A1"}
    return token | place | installer


def set_status(home: Workspace, arguments: Json) -> Json:
    home.channel(arguments.get("channel_id", ""))
    home.statuses.append(arguments)
    return {}


def set_suggested_prompts(home: Workspace, arguments: Json) -> Json:
    home.channel(arguments.get("channel_id", ""))
    if len(arguments["prompts"]) > 4:
        raise Refusal("invalid_arguments")
    home.prompts.append(arguments)
    return {}
