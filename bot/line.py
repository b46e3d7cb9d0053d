"""The line to Telegram for python-telegram-bot: aiohttp in the place of httpx, at about a quarter of its cost a call.

httpx's pool also slows down with many calls at once (facts: 0.05 to 3.4 s median at 100); docs/decisions/0008.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import aiohttp
from telegram import error
from telegram._utils.defaultvalue import DefaultValue
from telegram.request import BaseRequest, RequestData

if TYPE_CHECKING:
    from telegram._utils.types import ODVInput

CONNECT_SECONDS: Final = 5.0  # also for a free connection, which the courier never lets run short
READ_SECONDS: Final = 15.0
WRITE_SECONDS: Final = 15.0
UPLOAD_SECONDS: Final = 60.0


class Line(BaseRequest):
    """Calls through one aiohttp session, opened by `initialize` in the running loop."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds an answer may take."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the session; an open one stays."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=True,  # a regency's network may have a proxy
            )

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # part of connecting, in aiohttp
    ) -> tuple[int, bytes]:
        """One call: status and body. What goes wrong keeps aiohttp's exception as its cause, for `bot.outcome`."""
        if self._session is None or self._session.closed:
            raise RuntimeError("initialize() comes first")
        uploads = request_data is not None and request_data.contains_files
        connect, read = _chosen(connect_timeout, CONNECT_SECONDS), _chosen(read_timeout, READ_SECONDS)
        write = _chosen(write_timeout, UPLOAD_SECONDS if uploads else WRITE_SECONDS)
        total = None if connect is None or write is None or read is None else connect + write + read
        timeout = aiohttp.ClientTimeout(total=total, connect=connect, sock_read=read)
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as late:
            raise error.TimedOut from late
        except (aiohttp.ClientError, OSError) as failed:
            raise error.NetworkError(type(failed).__name__) from failed


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if data is None or not data.contains_files:
        return data.json_parameters if data else None
    form = aiohttp.FormData(data.json_parameters)
    for name, (file_name, content, mime) in data.multipart_data.items():
        # aiohttp sends a file in pieces, but bytes in one, and warns of it
        form.add_field(
            name, BytesIO(content) if isinstance(content, bytes) else content, filename=file_name, content_type=mime
        )
    return form


def _chosen(wish: Any, usual: float) -> float | None:
    return usual if isinstance(wish, DefaultValue) else wish
