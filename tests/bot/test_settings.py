"""Settings: a half-made set is refused with a sentence."""

from __future__ import annotations

import pytest

from bot import settings

GOOD = {"public_token": "1:aaaaaa", "desk_token": "2:bbbbbb"}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("KANAL_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(str(tmp_path))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "KANAL_PUBLIC_TOKEN is not set"),
        ({"public_token": "1:aaaaaa"}, "KANAL_DESK_TOKEN is not set"),
        (GOOD | {"public_token": "hello"}, "does not look like a token"),
        (GOOD | {"desk_token": "1:aaaaaa"}, "are the same"),
        (GOOD | {"webhook_secret": "s"}, "KANAL_WEBHOOK_URL is not"),
        (GOOD | {"webhook_url": "https://x.example"}, "KANAL_WEBHOOK_SECRET is not set"),
        (GOOD | {"webhook_url": "https://x.example", "webhook_secret": "with space"}, "may only have letters"),
        (GOOD | {"webhook_url": "x.example", "webhook_secret": "s"}, "begins with https://"),
        (GOOD | {"webhook_url": "http://x.example", "webhook_secret": "s"}, "Telegram calls no other address"),
        (GOOD | {"translator_key": "k"}, "KANAL_TRANSLATOR_URL is not"),
        (GOOD | {"translator_url": "translate"}, "a server's address alone"),
        (GOOD | {"translator_url": "ftp://x.example"}, "a server's address alone"),
        (GOOD | {"translator_url": "https://me:pass@x.example"}, "a server's address alone"),
        (GOOD | {"translator_url": "https://x.example/translate?key=1"}, "a server's address alone"),
        (GOOD | {"translator_url": "https://x.example:port"}, "a server's address alone"),
        (GOOD | {"translator_url": "https://[x"}, "a server's address alone"),
        (GOOD | {"translator_url": "http://translate.example.go.id"}, "KANAL_TRANSLATOR_URL must begin with https"),
        (GOOD | {"translator_url": "http://103.10.20.30:5000"}, "KANAL_TRANSLATOR_URL must begin with https"),
        (GOOD | {"telegram_api": "ftp://x"}, "KANAL_TELEGRAM_API must be"),
        (GOOD | {"log_level": "LOUD"}, "KANAL_LOG_LEVEL must be"),
    ],
)
def test_what_cannot_run_is_refused_with_a_sentence(values: dict[str, str], words: str) -> None:
    """Each problem of the settings is a sentence that says what to do."""
    with pytest.raises(settings.SettingsError, match=words):
        settings.tokens(settings.load(**values))


@pytest.mark.parametrize(
    "values",
    [
        GOOD,
        GOOD | {"webhook_url": "https://x.example", "webhook_secret": "s-1"},
        GOOD | {"translator_url": "https://translate.example.go.id/", "translator_key": "k"},
        GOOD | {"translator_url": "http://127.0.0.1:5000"},
        GOOD | {"translator_url": "http://[::1]:5000"},
        GOOD | {"translator_url": "http://10.1.2.3:5000"},
        GOOD | {"translator_url": "http://libretranslate:5000"},
        GOOD | {"webhook_url": "http://127.0.0.1:1", "webhook_secret": "s", "telegram_api": "http://127.0.0.1:2"},
    ],
)
def test_a_whole_set_is_accepted(values: dict[str, str]) -> None:
    """Polling needs two tokens; a webhook an address and a secret; plain http only against another Bot API server."""
    tokens = settings.tokens(settings.load(**values))

    assert ("1:aaaaaa", "2:bbbbbb") == (tokens.public, tokens.desk)


def test_a_value_of_the_wrong_kind_is_named() -> None:
    """A port that is no number is refused by its environment name, with what it may be."""
    with pytest.raises(settings.SettingsError, match="KANAL_HTTP_PORT must be a whole number from 0 to 65535"):
        settings.load(http_port="many")
    with pytest.raises(settings.SettingsError, match="KANAL_SEND_RATE must be a whole number from 1 to 1000"):
        settings.load(send_rate=0)
    with pytest.raises(settings.SettingsError, match="KANAL_DATABASE_URL cannot be read: it is the SQLite file"):
        settings.load(database_url=5)


def test_a_token_does_not_show_itself() -> None:
    """The printed settings hold no secret."""
    shown = repr(settings.load(**GOOD, translator_url="http://127.0.0.1:1", translator_key="bbbb-key"))

    assert "aaaaaa" not in shown
    assert "bbbb-key" not in shown
