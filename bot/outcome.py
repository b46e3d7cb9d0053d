"""What an exception of python-telegram-bot says about the message: surely not sent, sent or not, never to be sent."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Final

import aiohttp
from telegram import error

from rules.delivery import Dead, Dropped, Later, Lost, Migrated, Outcome, Sent, Unknown, Unreachable

# python-telegram-bot's coming form of `retry_after`; it warns on each 429 until somebody asks for it.
os.environ.setdefault("PTB_TIMEDELTA", "1")

FLOOD: Final = "flood"
TOKEN_REFUSED: Final = "token refused"  # noqa: S105 - a reason, not a token
_TOKEN_PAUSE: Final = timedelta(seconds=30)
# The request never left: no connection to send it on.
_NOT_SENT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientProxyConnectionError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
_REVOKED: Final = ("unauthorized",)
_UNCHANGED: Final = ("message is not modified", "message_not_modified")
_GONE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid", "edit_time_expired")
_NOBODY: Final = (
    "chat not found",
    "user is deactivated",
    "user not found",
    "peer_id_invalid",
    "group chat was deactivated",
    "chat_write_forbidden",
    "no rights to send",
    "not enough rights to send",
    "bot was kicked",
    "bot is not a member",
)


def of(raised: error.TelegramError) -> Outcome:
    """The outcome an exception stands for. `BadRequest` is a `NetworkError` in this library: it comes first."""
    match raised:
        case error.RetryAfter():
            return Later(FLOOD, _wait(raised), counts=False)
        case error.ChatMigrated():
            return Migrated(raised.new_chat_id)
        case error.Forbidden():
            return Unreachable(_words(raised))
        case error.BadRequest():
            return _refused(_words(raised))
        case error.InvalidToken() | error.Conflict():
            return _token(raised)
        case error.TimedOut() | error.NetworkError():
            return _line(raised)
        case error.EndPointNotFound():
            return Dead(_words(raised))
    return Unknown(type(raised).__name__)  # an answer came that nobody can read: it may well have been a yes


def of_edit(raised: error.TelegramError) -> Outcome:
    """Of an edit. Where nothing can be edited, because a 404 says so, it is said anew."""
    return Lost(_words(raised)) if _is_no_method(raised) else of(raised)


def of_topic(raised: error.TelegramError) -> Outcome:
    """Of making or naming a topic. Where that cannot be (no right, no forum, no such method) the card does without."""
    return Dropped() if isinstance(raised, error.BadRequest) or _is_no_method(raised) else of(raised)


def _is_no_method(raised: error.TelegramError) -> bool:
    """A 404, which this library takes for a bad token."""
    not_found = isinstance(raised, error.InvalidToken) and not says(raised, *_REVOKED)
    return not_found or isinstance(raised, error.EndPointNotFound)


def _token(raised: error.TelegramError) -> Outcome:
    """A 401 or 409 is about the token; a 404, by this library a bad token too, is a proxy or no such method."""
    if _is_no_method(raised):
        return _refused(_words(raised)) if says(raised, *_NOBODY) else Later(_words(raised))
    return Later(TOKEN_REFUSED, _TOKEN_PAUSE, counts=False)


def says(raised: error.TelegramError, *phrases: str) -> bool:
    """Whether Telegram's words contain one of the phrases."""
    words = _words(raised).lower()
    return any(phrase in words for phrase in phrases)


def _refused(why: str) -> Outcome:
    words = why.lower()
    if any(phrase in words for phrase in _UNCHANGED):
        return Sent(None)
    if any(phrase in words for phrase in _GONE):
        return Lost(why)
    if any(phrase in words for phrase in _NOBODY):
        return Unreachable(why)
    return Dead(why)


def _line(raised: error.NetworkError) -> Outcome:
    """A line that failed, or a server that did. Which, is in the cause and in the words."""
    cause = raised.__cause__
    if isinstance(cause, _NOT_SENT):
        return Later(type(cause).__name__)
    if isinstance(cause, aiohttp.ClientError | OSError) or isinstance(raised, error.TimedOut):
        return Unknown(type(cause or raised).__name__)
    if says(raised, "bad gateway", "gateway time"):
        return Unknown(_words(raised))  # a proxy speaks: what stands behind it may have done the work
    if says(raised, "entity too large", "(413)"):
        return Dead(_words(raised))
    return Later(_words(raised))


def _wait(raised: error.RetryAfter) -> timedelta:
    wish = raised.retry_after
    return wish if isinstance(wish, timedelta) else timedelta(seconds=wish)


def _words(raised: error.TelegramError) -> str:
    return raised.message[:200]
