"""Which exception means what: the table of facts/engineering.md 2."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import Mock

import aiohttp
import pytest
from telegram import error

from bot import outcome
from rules.delivery import Dead, Dropped, Later, Lost, Migrated, Outcome, Sent, Unknown, Unreachable

BAD = error.BadRequest


def caused(raised: error.TelegramError, cause: BaseException) -> error.TelegramError:
    raised.__cause__ = cause
    return raised


UNCONNECTED = aiohttp.ClientConnectorError(Mock(), OSError("refused"))

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
    (caused(error.TimedOut(), aiohttp.ConnectionTimeoutError("")), Later("ConnectionTimeoutError")),
    (caused(error.NetworkError("x"), UNCONNECTED), Later("ClientConnectorError")),
    (caused(error.TimedOut(), aiohttp.SocketTimeoutError("")), Unknown("SocketTimeoutError")),
    (caused(error.TimedOut(), TimeoutError("")), Unknown("TimeoutError")),
    (caused(error.NetworkError("x"), aiohttp.ClientOSError("")), Unknown("ClientOSError")),
    (caused(error.NetworkError("x"), aiohttp.ServerDisconnectedError()), Unknown("ServerDisconnectedError")),
    (error.TimedOut(), Unknown("TimedOut")),
    (error.NetworkError("Bad Gateway"), Unknown("Bad Gateway")),
    (error.NetworkError("Gateway Timeout (504)"), Unknown("Gateway Timeout (504)")),
    (error.NetworkError("Internal Server Error"), Later("Internal Server Error")),
    (error.NetworkError("Service Unavailable (503)"), Later("Service Unavailable (503)")),
    (error.NetworkError("Request Entity Too Large"), Dead("Request Entity Too Large")),
    (error.InvalidToken("Not Found"), Later("Not Found")),
    (error.InvalidToken("Bad Request: chat not found"), Unreachable("Chat not found")),
    (error.InvalidToken("Unauthorized"), Later(outcome.TOKEN_REFUSED, timedelta(seconds=30), counts=False)),
    (error.Conflict("x"), Later(outcome.TOKEN_REFUSED, timedelta(seconds=30), counts=False)),
    (error.EndPointNotFound("no such method"), Dead("no such method")),
    (error.TelegramError("Invalid server response"), Unknown("TelegramError")),
]  # fmt: skip


@pytest.mark.parametrize(("raised", "expected"), TABLE, ids=[str(row[1]) for row in TABLE])
def test_an_exception_says_what_became_of_the_message(raised: error.TelegramError, expected: Outcome) -> None:
    """Sent, surely not, perhaps, never."""
    assert expected == outcome.of(raised)


REFUSED = Later(outcome.TOKEN_REFUSED, timedelta(seconds=30), counts=False)
FLOOD = Later("flood", timedelta(seconds=7), counts=False)
EDITS: list[tuple[error.TelegramError, Outcome]] = [
    (error.InvalidToken("Not Found"), Lost("Not Found")),
    (error.EndPointNotFound("no such method"), Lost("no such method")),
    (error.InvalidToken("Unauthorized"), REFUSED),
    (BAD("Message to edit not found"), Lost("Message to edit not found")),
    (BAD("MESSAGE_ID_INVALID"), Lost("MESSAGE_ID_INVALID")),
    (BAD("Message is not modified"), Sent(None)),
    (BAD("chat not found"), Unreachable("chat not found")),
    (BAD("message is too long"), Dead("message is too long")),
    (error.RetryAfter(7), FLOOD),
    (error.TimedOut(), Unknown("TimedOut")),
]
TOPICS: list[tuple[error.TelegramError, Outcome]] = [
    (error.InvalidToken("Not Found"), Dropped()),
    (error.EndPointNotFound("no such method"), Dropped()),
    (BAD("chat not found"), Dropped()),
    (BAD("the chat is not a forum"), Dropped()),
    (BAD("not enough rights to create a topic"), Dropped()),
    (error.InvalidToken("Unauthorized"), REFUSED),
    (error.ChatMigrated(-1007), Migrated(-1007)),
    (error.Forbidden("bot was kicked"), Unreachable("bot was kicked")),
    (error.RetryAfter(7), FLOOD),
    (error.TimedOut(), Unknown("TimedOut")),
]


@pytest.mark.parametrize(("raised", "expected"), EDITS, ids=[str(row[1]) for row in EDITS])
def test_an_edit_that_is_impossible_is_said_anew(raised: error.TelegramError, expected: Outcome) -> None:
    """A server without the method is no reason to try for hours."""
    assert expected == outcome.of_edit(raised)


@pytest.mark.parametrize(("raised", "expected"), TOPICS, ids=[str(row[1]) for row in TOPICS])
def test_a_topic_that_is_impossible_is_done_without(raised: error.TelegramError, expected: Outcome) -> None:
    """The card behind it must not wait for hours."""
    assert expected == outcome.of_topic(raised)
