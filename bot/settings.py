"""Settings from the environment (prefix KANAL_) and `.env`; a half-made set is refused with sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

OFFICIAL_API: Final = "https://api.telegram.org"
_TOKEN: Final = re.compile(r"^\d+:[A-Za-z0-9_-]+$")
_SECRET: Final = re.compile(r"^[A-Za-z0-9_-]{1,256}$")  # Telegram's own limit for secret_token


class SettingsError(Exception):
    """Settings that Kanal refuses to start with; the message has a sentence for each."""


class Settings(BaseSettings):
    """Everything an operator of the program may set. `.env.example` and docs/deploy.md list the same names."""

    model_config = SettingsConfigDict(env_prefix="KANAL_", env_file=".env", extra="ignore", env_ignore_empty=True)

    public_token: SecretStr | None = Field(None, description="token of the bot that residents and tourists write to")
    desk_token: SecretStr | None = Field(None, description="token of the bot that operators use")
    telegram_api: str = Field(OFFICIAL_API, description="address of the Bot API server")
    database_url: str = Field("sqlite:///var/kanal.db", description="SQLite file or PostgreSQL database")
    files_dir: Path = Field(Path("var/files"), description="folder of the evidence files")
    region: str = Field("badung", description="region profile to serve")
    webhook_url: str | None = Field(None, description="public https address; unset means long polling")
    webhook_secret: SecretStr | None = Field(None, description="secret that Telegram sends with each webhook call")
    translator_url: str | None = Field(None, description="LibreTranslate server that drafts translations; unset: none")
    translator_key: SecretStr | None = Field(None, description="API key of that server, if it wants one")
    http_host: str = Field("127.0.0.1", description="address the HTTP server listens on")
    http_port: int = Field(8080, ge=0, le=65535, description="port of the HTTP server")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    send_rate: int = Field(30, ge=1, le=1000, description="messages per second and token")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Both tokens, checked."""

    public: str
    desk: str


def load(**overrides: object) -> Settings:
    """Read the settings; `SettingsError` names each value that is not usable."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks what it is given
    except ValidationError as error:
        names = dict.fromkeys(str(problem["loc"][0]) for problem in error.errors())
        raise SettingsError("\n".join(map(_wanted, names))) from None


def problems(settings: Settings) -> list[str]:
    """What keeps these settings from running, a sentence each that says what to do."""
    return [
        *_token_problems(settings),
        *_webhook_problems(settings),
        *_translator_problems(settings),
        *_other_problems(settings),
    ]


def tokens(settings: Settings) -> Tokens:
    """Both tokens, or `SettingsError` with every problem the settings have."""
    found = problems(settings)
    if found or settings.public_token is None or settings.desk_token is None:
        raise SettingsError("\n".join(found))
    return Tokens(settings.public_token.get_secret_value(), settings.desk_token.get_secret_value())


def _wanted(name: str) -> str:
    """What the value of a setting must be, which is not of its kind or out of its range."""
    info = Settings.model_fields[name]
    limits = {type(limit).__name__: limit for limit in info.metadata}
    if {"Ge", "Le"} <= limits.keys():
        return f"KANAL_{name.upper()} must be a whole number from {limits['Ge'].ge} to {limits['Le'].le}."
    return f"KANAL_{name.upper()} cannot be read: it is the {info.description}."


def _token_problems(settings: Settings) -> list[str]:
    found = []
    for name, token in (("PUBLIC", settings.public_token), ("DESK", settings.desk_token)):
        if token is None:
            found.append(f"KANAL_{name}_TOKEN is not set: ask @BotFather for a bot and put its token there.")
        elif not _TOKEN.match(token.get_secret_value()):
            found.append(f"KANAL_{name}_TOKEN does not look like a token: it is digits, a colon and letters.")
    if not found and settings.public_token == settings.desk_token:
        found.append("KANAL_PUBLIC_TOKEN and KANAL_DESK_TOKEN are the same: the desk needs a bot of its own.")
    return found


def _webhook_problems(settings: Settings) -> list[str]:
    url, secret = settings.webhook_url, settings.webhook_secret
    if url is None:
        return ["KANAL_WEBHOOK_SECRET is set but KANAL_WEBHOOK_URL is not: set both, or neither."] if secret else []
    found = []
    if not url.startswith(("https://", "http://")):
        found.append("KANAL_WEBHOOK_URL must be an address that begins with https://.")
    elif url.startswith("http://") and settings.telegram_api == OFFICIAL_API:
        found.append("KANAL_WEBHOOK_URL must begin with https://: Telegram calls no other address.")
    if secret is None:
        found.append("KANAL_WEBHOOK_SECRET is not set: without it anybody could pretend to be Telegram.")
    elif not _SECRET.match(secret.get_secret_value()):
        found.append("KANAL_WEBHOOK_SECRET may only have letters, digits, - and _, at most 256 of them.")
    return found


def _translator_problems(settings: Settings) -> list[str]:
    url, key = settings.translator_url, settings.translator_key
    if url is None:
        return ["KANAL_TRANSLATOR_KEY is set but KANAL_TRANSLATOR_URL is not: set both, or neither."] if key else []
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or parts.scheme not in {"http", "https"} or parts.query or parts.fragment or parts.username:
        return ["KANAL_TRANSLATOR_URL must be a server's address alone, such as https://translate.example.go.id."]
    if parts.scheme == "http" and not _is_near(host):
        return ["KANAL_TRANSLATOR_URL must begin with https://: texts would travel there for everybody to read."]
    return []


def _is_near(host: str) -> bool:
    """This machine, a private network, or a name that only such a network knows."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))


def _other_problems(settings: Settings) -> list[str]:
    found = []
    if not settings.telegram_api.startswith(("https://", "http://")):
        found.append("KANAL_TELEGRAM_API must be an address that begins with https:// or http://.")
    if settings.log_level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        found.append("KANAL_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
    return found
