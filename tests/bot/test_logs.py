"""Logs: events with ids, never a secret or a person's words."""

from __future__ import annotations

import io
import logging

import pytest
import structlog

from bot import logs

TOKEN = "7123456789:AAF-abcdefghijklmnopqrstuvwxyz_012345"


@pytest.fixture
def stream() -> io.StringIO:
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    return stream


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"POST https://api/bot{TOKEN}/sendMessage", "POST https://api/***/sendMessage"),
        (f"token {TOKEN}", "token ***"),
        ("postgresql://kanal:s3cret@db/kanal", "postgresql://kanal:***@db/kanal"),
        ("report 15 at 11:04:09", "report 15 at 11:04:09"),
    ],
)
def test_secrets_are_taken_out(text: str, clean: str) -> None:
    """A token or a password in an address never survives, whatever stands around it."""
    assert clean == logs.redact(text)


def test_another_librarys_record_is_redacted(stream: io.StringIO) -> None:
    """A library that logs a URL with our token at WARNING shows stars."""
    logging.getLogger("httpx").warning("HTTP %s", f"https://x/bot{TOKEN}/getMe")

    assert "getMe" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_chatter_of_libraries_is_silent(stream: io.StringIO) -> None:
    """httpx's line for each request, and aiogram's copy of an update, are not written even at DEBUG."""
    logging.getLogger("httpx").info("HTTP request")
    logging.getLogger("aiogram.dispatcher").error("update {'text': 'private'}")

    assert "" == stream.getvalue()


def test_an_exception_is_its_type_and_place(stream: io.StringIO) -> None:
    """What a person wrote may stand in an exception's message, so the message is not logged."""
    try:
        int("jalan rusak di depan rumah Made")
    except ValueError:
        structlog.get_logger().error("update.failed", inbox=7, exc_info=True)
        logging.getLogger("other").exception("failed")

    assert "error=ValueError" in stream.getvalue()
    assert "inbox=7" in stream.getvalue()
    assert "Made" not in stream.getvalue()


def test_our_own_secrets_need_no_shape() -> None:
    """A token too short to look like one, and the webhook's secret, are taken out by themselves."""
    stream = io.StringIO()
    logs.configure("DEBUG", stream, secrets=["123:abc", "hush"])
    structlog.get_logger().info("call", url="https://api/bot123:abc/getMe", header="hush")

    assert "getMe" in stream.getvalue()
    assert not {"123:abc", "hush"} & set(stream.getvalue().replace("/", " ").replace("=", " ").split())
    assert "123:abc" not in stream.getvalue()
