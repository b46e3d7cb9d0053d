"""The Bot API, raw: to receive, to set up, to fetch files. What is said to people goes through the courier."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import structlog

from bot import reading
from bot.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

log = structlog.get_logger()

CALL_SECONDS: Final = 15.0
DOWNLOAD_SECONDS: Final = 120.0
_PIECE: Final = 64 * 1024
# What both bots listen to. The server remembers the last list, so it is said at every start.
ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")


class ApiError(Exception):
    """The Bot API refused a call."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code, self.description = code, description
        self.parameters = dict(parameters or {})

    @property
    def retry_after(self) -> float | None:
        """How many seconds Telegram asks to wait, when it does."""
        seconds = self.parameters.get("retry_after")
        return float(seconds) if isinstance(seconds, (int, float)) else None


class ConnectionFailed(Exception):  # noqa: N818 - a state of the line, as `Unreachable` is one of a chat
    """The Bot API could not be reached, or hung up."""


class TooLarge(Exception):  # noqa: N818
    """The file is larger than we take."""


class Api(Session):
    """One bot's token at one Bot API server. No URL, and so no token, ever gets into an exception or a log."""

    def __init__(self, base_url: str, token: str) -> None:
        super().__init__(by_proxy=True)
        self._base, self._token = base_url.rstrip("/"), token

    async def call(self, method: str, *, within: float = CALL_SECONDS, **params: Any) -> Any:
        """The result of a method; `ApiError` or `ConnectionFailed`. Parameters that are None are left out."""
        body = {name: _field(value) for name, value in params.items() if value is not None}
        url = f"{self._base}/bot{self._token}/{method}"
        try:
            async with self._open.post(url, data=body, timeout=aiohttp.ClientTimeout(within)) as response:
                return _result(response.status, await response.read())
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ConnectionFailed(type(error).__name__) from None  # its text may have the URL

    async def download(self, file_path: str, target: Path, limit: int) -> int:
        """Write a file that `getFile` named to `target`; its size. `TooLarge` beyond `limit` bytes."""
        url = f"{self._base}/file/bot{self._token}/{file_path.lstrip('/')}"
        try:
            async with self._open.get(url, timeout=aiohttp.ClientTimeout(DOWNLOAD_SECONDS)) as response:
                if response.status != 200:
                    raise ApiError(response.status, "the file is not to be had")
                return await _pour(response.content, target, limit)
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise ConnectionFailed(type(error).__name__) from None

    @property
    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise ConnectionFailed("not open")
        return self._session


class Answers:
    """Ends the waiting of pressed buttons: best effort, for a press is answered once or grows too old."""

    def __init__(self, apis: Mapping[str, Api]) -> None:
        self._apis = apis

    async def __call__(self, bot: str, callback_id: str, text: str) -> None:
        """Answer one press; only the presser sees `text`."""
        try:
            await self._apis[bot].call("answerCallbackQuery", callback_query_id=callback_id, text=text[:200] or None)
        except (ApiError, ConnectionFailed) as error:
            log.info("callback.unanswered", bot=bot, error=type(error).__name__)


def _field(value: Any) -> str:
    """A form's field, as every client library sends it: words as they are, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def _result(status: int, body: bytes) -> Any:
    try:
        answer = reading.read(body)
    except ValueError:
        raise ApiError(status, "this is no answer of a Bot API") from None
    if not isinstance(answer, dict):
        raise ApiError(status, "this is no answer of a Bot API")
    if answer.get("ok") is True and "result" in answer:
        return answer["result"]
    code, parameters = answer.get("error_code"), answer.get("parameters")
    raise ApiError(
        code if isinstance(code, int) else status,
        str(answer.get("description", "")),
        parameters if isinstance(parameters, dict) else None,
    )


async def _pour(source: aiohttp.StreamReader, target: Path, limit: int) -> int:
    size = 0
    with target.open("wb") as file:
        async for piece in source.iter_chunked(_PIECE):
            size += len(piece)
            if size > limit:
                raise TooLarge
            file.write(piece)
    return size
