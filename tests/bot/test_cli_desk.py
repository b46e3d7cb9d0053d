"""`kanal staff`: the first administrator, and the last ones."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.cli_desk import DeskError

RUN = CliRunner()
AYU = ("staff", "add", "--telegram-id", "1", "--name", "Ayu", "--role", "coordinator")


@pytest.fixture(autouse=True)
def _database(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANAL_DATABASE_URL", empty_url)


def test_the_first_administrator_is_named_on_the_command_line() -> None:
    """A coordinator may be both; the list says so."""
    assert "Ayu is now coordinator and administrator." in RUN.invoke(cli.app, [*AYU, "--admin"]).output
    assert "coordinator, admin" in RUN.invoke(cli.app, ["staff", "list"]).output


@pytest.mark.parametrize(
    ("command", "lacking"),
    [(("staff", "remove", "--telegram-id", "1"), "coordinator"), (AYU, "admin")],
)
def test_the_last_ones_stay(command: tuple[str, ...], lacking: str) -> None:
    """As at the desk, nobody is left without a coordinator or an administrator by a slip."""
    RUN.invoke(cli.app, [*AYU, "--admin"])
    with pytest.raises(DeskError, match=f"last {lacking}"):
        RUN.invoke(cli.app, list(command), catch_exceptions=False)
