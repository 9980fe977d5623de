"""Every setting, from the environment (ALONGSIDE_…) or a `.env` file. Built in `__main__`, then handed on."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ALONGSIDE_", env_file=".env", frozen=True, extra="ignore")

    content: Path = Field(Path("content"), description="Where cards and the other curated files live.")
    var: Path = Field(Path("var"), description="Where the embedded database and the cached index live.")
    database_url: str = Field("", description="PostgreSQL for larger places; empty means SQLite under `var`.")
    country: str = Field("GB", description="Whose crisis lines the command line shows, as ISO 3166 alpha-2.")
    keep_message_days: int = Field(90, ge=30, description="How long the text of what we sent is kept.")
    keep_delivery_days: int = Field(400, ge=90, description="How long it is kept who was sent what.")
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
    poll_seconds: float = Field(1, gt=0, description="How often a replica looks for work.")
    master_key: SecretStr = Field(
        SecretStr(""),
        description="Seals wave keys and tokens; `python -m bot key` prints one. Several with commas, the new one first.",
    )
    public_url: str = Field(
        "", description="How browsers and chat platforms reach us, such as https://alongside.example.org."
    )
    log_format: str = Field("console", pattern="^(console|json)$", description="console or json")

    def database(self) -> str:
        """An SQLAlchemy URL with an async driver."""
        if not self.database_url:
            return f"sqlite+aiosqlite:///{(self.var / 'alongside.sqlite').absolute()}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    def master_keys(self) -> list[str]:
        """The one to seal with first, then older ones that still open."""
        return [key.strip() for key in self.master_key.get_secret_value().split(",") if key.strip()]
