"""aiogram #1840: an update that pydantic refuses (`hidden_user` without a name) stalled the whole polling for ever."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from pydantic import ValidationError

from bot import feeds, lanes


def test_the_update_is_stored_and_only_then_refused() -> None:
    """It gets into the inbox, under its chat, whatever is in it; the refusal is an exception for intake to judge."""
    house: Any = None
    sender = {"id": 7, "is_bot": False, "first_name": "E"}
    update = {
        "update_id": 1,
        "message": {
            "message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": sender, "text": "x",
            "forward_origin": {"type": "hidden_user", "date": 1},
        },
    }  # fmt: skip

    item = lanes.incoming(update)

    assert (1, 7, False) == (item.update_id, item.lane, item.malformed)
    with pytest.raises(ValidationError):
        feeds.public_feed(Dispatcher(), Bot("42:token"), house).parse(update)
