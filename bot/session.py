"""An HTTP session that is open as long as an `async with` block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import aiohttp

if TYPE_CHECKING:
    from types import TracebackType


class Session:
    """What talks to one server; `_session` is None outside of the block. `by_proxy`: by way of the environment's proxy,
    if it names one."""

    def __init__(self, *, by_proxy: bool) -> None:
        self._by_proxy = by_proxy
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(trust_env=self._by_proxy, cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
