"""getFile."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call, method
from sandbox.errors import bad
from sandbox.files import DOWNLOAD_BYTES, file_id


@method("getFile")
async def get_file(call: Call) -> dict[str, Any]:
    """Where to download a file, up to 20 MB, for the bot whose id it is."""
    wanted = call.params.text("file_id")
    if not wanted:
        raise bad("invalid file_id")
    file = call.world.files.find(wanted, call.bot.id)
    if len(file.data) > DOWNLOAD_BYTES:
        raise bad("file is too big")
    return {
        "file_id": file_id(file.unique_id, call.bot.id),
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
        "file_path": file.path,
    }
