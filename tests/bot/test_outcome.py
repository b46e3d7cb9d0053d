"""Which exception means what: the table of facts/engineering.md 2."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from telegram import error

from bot import outcome
from rules.delivery import Dead, Later, Lost, Migrated, Outcome, Sent, Unknown, Unreachable

BAD = error.BadRequest


def caused(raised: error.TelegramError, cause: BaseException) -> error.TelegramError:
    raised.__cause__ = cause
    return raised


TABLE: list[tuple[error.TelegramError, Outcome]] = [
    (error.RetryAfter(7), Later("flood", timedelta(seconds=7), counts=False)),
    (error.ChatMigrated(-1007), Migrated(-1007)),
    (error.Forbidden("bot was blocked by the user"), Unreachable("bot was blocked by the user")),
    (BAD("Chat not found"), Unreachable("Chat not found")),
    (BAD("not enough rights to send photos"), Unreachable("not enough rights to send photos")),
    (BAD("Message is not modified: specified new message content is the same"), Sent(None)),
    (BAD("Message to edit not found"), Lost("Message to edit not found")),
    (BAD("Message can't be edited"), Lost("Message can't be edited")),
    (BAD("can't parse entities: unclosed tag"), Dead("can't parse entities: unclosed tag")),
    (BAD("message is too long"), Dead("message is too long")),
    (caused(error.TimedOut(), httpx.PoolTimeout("")), Later("PoolTimeout")),
    (caused(error.TimedOut(), httpx.ConnectTimeout("")), Later("ConnectTimeout")),
    (caused(error.NetworkError("x"), httpx.ConnectError("")), Later("ConnectError")),
    (caused(error.TimedOut(), httpx.ReadTimeout("")), Unknown("ReadTimeout")),
    (caused(error.TimedOut(), httpx.WriteTimeout("")), Unknown("WriteTimeout")),
    (caused(error.NetworkError("x"), httpx.ReadError("")), Unknown("ReadError")),
    (caused(error.NetworkError("x"), httpx.RemoteProtocolError("")), Unknown("RemoteProtocolError")),
    (error.TimedOut(), Unknown("TimedOut")),
    (error.NetworkError("Bad Gateway"), Unknown("Bad Gateway")),
    (error.NetworkError("Gateway Timeout (504)"), Unknown("Gateway Timeout (504)")),
    (error.NetworkError("Internal Server Error"), Later("Internal Server Error")),
    (error.NetworkError("Service Unavailable (503)"), Later("Service Unavailable (503)")),
    (error.NetworkError("Request Entity Too Large"), Dead("Request Entity Too Large")),
    (error.InvalidToken("Not Found"), Later("Not Found")),
    (error.InvalidToken("Unauthorized"), Later(outcome.TOKEN_REFUSED, timedelta(seconds=30), counts=False)),
    (error.Conflict("x"), Later(outcome.TOKEN_REFUSED, timedelta(seconds=30), counts=False)),
    (error.EndPointNotFound("no such method"), Dead("no such method")),
    (error.TelegramError("Invalid server response"), Unknown("TelegramError")),
]  # fmt: skip


@pytest.mark.parametrize(("raised", "expected"), TABLE, ids=[str(row[1]) for row in TABLE])
def test_an_exception_says_what_became_of_the_message(raised: error.TelegramError, expected: Outcome) -> None:
    """Sent, surely not, perhaps, never."""
    assert expected == outcome.of(raised)
