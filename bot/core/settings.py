"""`Settings`: all settings, from the environment (ALONGSIDE_…) or `.env`. Built once, in `__main__`."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.core.setting_files import FileSource

_UNSET = SecretStr("")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def _slack_api(url: str) -> str:
    """Checks the address that receives Slack tokens: it must be Slack, or this machine (for tests)."""
    parts = urlsplit(url)
    is_slack = parts.scheme == "https" and parts.hostname in ("slack.com", "slack-gov.com")
    if not is_slack and parts.hostname not in LOOPBACK:
        raise ValueError("must be https://slack.com/api/, or on this machine for tests")
    return url.rstrip("/") + "/"


def _public(url: str) -> str:
    parts = urlsplit(url)
    if url and (not parts.hostname or (parts.scheme != "https" and parts.hostname not in LOOPBACK)):
        raise ValueError("must be an address that begins with https://")
    return url.rstrip("/")


def _model(url: str) -> str:
    """Checks the address of the language model, which receives questions: https, or a local host.

    Local hosts are this machine and names without a dot.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    is_near = parts.scheme == "http" and (host in LOOPBACK or (host and "." not in host and ":" not in host))
    if url and (not host or "@" in parts.netloc or not (parts.scheme == "https" or is_near)):
        raise ValueError("must be an address that begins with https://, without a name or password")
    return url.rstrip("/")


def _contact(address: str) -> str:
    if address and (
        not address.startswith(("mailto:", "https://", "tel:")) or any(map(str.isspace, address))
    ):
        raise ValueError("must begin with mailto:, https:// or tel:, and have no space")
    return address


def _listed(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())


class Settings(BaseSettings):
    # Validation errors name the setting but never its value, because a log must not hold a token or a key.
    model_config = SettingsConfigDict(
        env_prefix="ALONGSIDE_",
        env_file=".env",
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, dotenv_settings, FileSource(settings_cls)

    content: Path = Field(Path("content"), description="Where cards and the other curated files live.")
    overlay: Path | None = Field(
        None, description="A folder with your own content: its files count before those of the release."
    )
    var: Path = Field(Path("var"), description="Where the embedded database and the cached index live.")
    peer_page: Path | None = Field(
        None,
        description="The file that has the page of peer workers for people who use the service, made anew every week.",
    )
    database_url: str = Field("", description="PostgreSQL for larger places; empty means SQLite under `var`.")
    organisation: str = Field("", description="The organisation's name, as its people know it.")
    country: str = Field("GB", description="Whose crisis lines and holidays count, as ISO 3166 alpha-2.")
    region: str = Field("", description="For public holidays, as the `holidays` package names it: ENG, BY.")
    time_zone: str = Field("", description="The organisation's, such as Europe/London.")
    contact: str = Field(
        "", description="The sentence for who asks for a person: whom, and how to reach them."
    )
    staff_support: list[dict[str, str]] = Field(
        [], description='Your own lines for staff, as JSON: [{"name": …, "contact": …, "hours": "always"}].'
    )
    match_by_email: bool = Field(
        False, description="One e-mail on two platforms is one person, without an administrator joining them."
    )
    sync_adds_people: bool = Field(
        True, description="Whether members of the workspace that we don't know are added every night."
    )
    keep_message_days: int = Field(90, ge=30, description="How long the text of what we sent is kept.")
    keep_delivery_days: int = Field(400, ge=90, description="How long it is kept who was sent what.")
    keep_audit_days: int = Field(1095, ge=365, description="How long it is kept who did what, in the audit.")
    keep_pulse_months: int = Field(
        24,
        ge=24,
        le=120,
        description="How long the pulse's counts and figures are kept; later ones are compared with them all.",
    )
    keep_comment_days: int = Field(
        30,
        ge=1,
        le=30,
        description="How long comments are kept after a pulse closes; people are told 30 days.",
    )
    lease_seconds: float = Field(
        30, gt=0, description="After so long without a sign of life, others take over."
    )
    heartbeat_seconds: float = Field(5, gt=0, description="How often a replica gives a sign of life.")
    timeout_seconds: float = Field(10, gt=0, description="When a call to a chat platform is given up.")
    look_seconds: float = Field(
        2, ge=0, description="How often a replica looks whether an editor published something."
    )
    poll_seconds: float = Field(1, gt=0, description="How often a replica looks for work.")
    master_key: SecretStr = Field(
        SecretStr(""),
        description="Seals wave keys and tokens, signs the audit; `python -m bot key` prints one. Several with commas, the new one first.",
    )
    host: str = Field("127.0.0.1", description="Where `run` listens.")
    port: int = Field(8080, ge=0, le=65535, description="Where `run` listens; 0 takes any free port.")
    metrics_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="Where `/metrics` listens for Prometheus, on the same host; 0 is nowhere.",
    )
    traces_url: str = Field(
        "",
        pattern=r"^(https?://.+)?$",
        description="Where traces go: an OTLP address over HTTP, such as http://collector:4318/v1/traces. "
        "Needs `pip install alongside[traces]`.",
    )
    public_url: Annotated[str, AfterValidator(_public)] = Field(
        "", description="How browsers and chat platforms reach us, such as https://alongside.example.org."
    )
    security_contact: Annotated[str, AfterValidator(_contact)] = Field(
        "",
        description="Where to report a weakness, such as mailto:security@example.org: served as "
        "`/.well-known/security.txt`.",
    )
    picture_hosts: str = Field(
        "",
        description="Hosts of pictures in announcements, with commas: they learn who looks, and when. "
        "Ours is always among them.",
    )
    slack_mode: Literal["http", "socket"] = Field(
        "http", description="How Slack reaches us: over HTTP, or over a socket without a public address."
    )
    slack_bot_token: SecretStr = Field(_UNSET, description="One workspace: its bot token, xoxb-…")
    slack_signing_secret: SecretStr = Field(_UNSET, description="Over HTTP: proves that Slack is calling.")
    slack_app_token: SecretStr = Field(_UNSET, description="Over a socket: the app-level token, xapp-…")
    slack_client_id: str = Field("", description="Several workspaces: the app's client id, for OAuth.")
    slack_client_secret: SecretStr = Field(_UNSET, description="Several workspaces: the client secret.")
    slack_workspaces: str = Field(
        "", description="Several workspaces: the ids of those that may install it, T0123ABCD,T0456EFGH."
    )
    slack_api: Annotated[str, AfterValidator(_slack_api)] = Field(
        "https://slack.com/api/", description="Slack's Web API; another address only for tests."
    )
    teams_app_id: str = Field("", description="Teams: the Application (client) ID of the app registration.")
    teams_app_password: SecretStr = Field(
        _UNSET, description="Teams: a client secret of the app registration."
    )
    teams_tenant: str = Field("", description="Teams: the Directory (tenant) ID of the app registration.")
    teams_tenants: str = Field(
        "", description="Teams: the tenants that we work for, with commas; empty means the one of the app."
    )
    teams_hosts: str = Field(
        "smba.trafficmanager.net,smba.infra.gcc.teams.microsoft.com",
        description="Teams: the hosts of Microsoft's connector, with commas. Only they are sent our token.",
    )
    teams_per_second: float = Field(
        25, gt=0, le=50, description="Teams: how many messages a second we send by ourselves in a tenant."
    )
    teams_local: bool = Field(
        False, description="Teams: without registration, for Microsoft's playground on this machine only."
    )
    wording_url: Annotated[str, AfterValidator(_model)] = Field(
        "",
        description="A language model that may word answers, where an administrator turns it on: https://…/v1.",
    )
    wording_model: str = Field("", description="Its name, as that endpoint calls it.")
    wording_key: SecretStr = Field(_UNSET, description="The key for it; empty where it needs none.")
    wording_timeout: float = Field(
        4, gt=0, le=10, description="After so many seconds the card is shown as it was written."
    )
    demo_start: AwareDatetime | None = Field(
        None, description="When a fresh demo begins, such as 2026-11-23T08:00:00Z; empty means now."
    )
    log_format: str = Field("console", pattern="^(console|json)$", description="console or json")

    def database(self) -> str:
        """The SQLAlchemy URL, with an async driver."""
        if not self.database_url:
            return f"sqlite+aiosqlite:///{(self.var / 'alongside.sqlite').absolute()}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    def has_slack(self) -> bool:
        return bool(self.slack_bot_token.get_secret_value() or self.slack_client_id)

    def slack_allowed(self) -> frozenset[str]:
        """Ids of the Slack workspaces that may install the app. Others are refused."""
        return _listed(self.slack_workspaces)

    def has_teams(self) -> bool:
        """Whether any Teams setting is present. The start-up check then reports those that are missing."""
        secret = self.teams_app_password.get_secret_value()
        return bool(self.teams_app_id or secret or self.teams_tenant or self.teams_local)

    def teams_allowed(self) -> frozenset[str]:
        """Ids of the Microsoft tenants whose messages are accepted."""
        return _listed(self.teams_tenants) or _listed(self.teams_tenant)

    def pictures_allowed(self) -> frozenset[str]:
        """Host names from which announcements may show pictures, in lower case."""
        ours = urlsplit(self.public_url).netloc
        return _listed(self.picture_hosts.lower()) | ({ours.lower()} if ours else set())

    def teams_connectors(self) -> frozenset[str]:
        return _listed(self.teams_hosts)

    def has_wording(self) -> bool:
        return bool(self.wording_url and self.wording_model)

    def master_keys(self) -> list[str]:
        """The newest key first: it encrypts. Older keys only decrypt."""
        return [key.strip() for key in self.master_key.get_secret_value().split(",") if key.strip()]
