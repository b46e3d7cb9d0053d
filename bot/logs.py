"""Logs are events with ids: never a text, a name, a phone number or a token."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Collection
from functools import partial
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

# httpx writes each request's URL, token included, at INFO; aiogram logs whole updates it cannot parse at ERROR.
QUIET: Final = (
    "httpx",
    "httpcore",
    "aiogram",
    "telegram",
    "aiohttp",
    "apscheduler",
    "sqlalchemy",
    "aiosqlite",
    "asyncio",
    "psycopg",
)
_TOKEN: Final = re.compile(r"(bot)?\d{3,}:[A-Za-z0-9_-]{6,}")
_SECRETS: Final = re.compile(r"(://[^:/@\s]+:)[^@\s]+@")


def redact(text: str, secrets: Collection[str] = ()) -> str:
    """The text without these secrets, without anything like a bot token and without passwords in addresses."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return _SECRETS.sub(r"\1***@", _TOKEN.sub("***", text))


class Redacting(logging.Filter):
    """Takes secrets out of every record, and everything but its type out of another library's exception."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__()
        self._secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; never drop it."""
        if isinstance(record.msg, str):
            record.msg, record.args = redact(record.getMessage(), self._secrets), ()
        if record.exc_info and record.exc_info[1] is not None:
            record.msg = f"{record.msg} [{type(record.exc_info[1]).__name__}]"
            record.exc_info = None
            record.exc_text = None
        return True


def configure(level: str = "INFO", stream: TextIO | None = None, secrets: Collection[str] = ()) -> None:
    """Send our events and other libraries' warnings to one stream, both redacted; `secrets` whatever their shape."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.addFilter(Redacting(secrets))
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # aiogram writes the whole update it failed on; our intake counts it instead.
    logging.getLogger("aiogram.dispatcher").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _trace,
            partial(_redact, secrets),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], drop_missing=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


def _redact(secrets: Collection[str], _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: redact(value, secrets) if isinstance(value, str) else value for key, value in event.items()}


def _trace(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An exception becomes its type and where it was raised: its message may hold what a person wrote."""
    error: Any = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        event["error"] = type(error).__name__
        if trace is not None:
            event["at"] = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
    return event
