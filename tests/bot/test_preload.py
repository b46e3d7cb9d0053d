"""aiogram, imported with its types unbuilt, reads what the eagerly built one reads."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from bot import preload
preload.aiogram()
from aiogram import types
person = {"id": 7, "is_bot": False, "first_name": "Made"}
message = {
    "message_id": 1, "date": 1, "from": person, "chat": {"id": 7, "type": "private"}, "text": "a",
    "entities": [{"type": "bold", "offset": 0, "length": 1}],
}
message["reply_to_message"] = dict(message, location={"latitude": 1, "longitude": 2})
update = types.Update.model_validate({"update_id": 1, "message": message})
assert update.message.from_user.first_name == "Made"
assert update.message.entities[0].type == "bold"
assert update.message.reply_to_message.location.longitude == 2
assert update.event_type == "message"
assert types.Message.model_validate(message).text == "a", "a type first used by itself is built then"
assert types.User(id=1, is_bot=False, first_name="x").full_name == "x"
print(len([name for name in types.__all__ if getattr(getattr(types, name), "__pydantic_complete__", True)]))
"""


def test_types_are_built_when_they_are_used() -> None:
    """Update and all it contains are read, single types build themselves, the rest is not built."""
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False)

    assert 0 == ended.returncode, ended.stderr
    assert int(ended.stdout) < 300
