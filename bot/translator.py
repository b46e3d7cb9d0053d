"""The one translator that the operator of the program has set up: a server that speaks LibreTranslate's protocol.

Nothing is asked of any other address: no redirect is followed and no proxy of the environment is used. One text is
asked for at a time, and none before the moment that a server has named which was asked too often.
"""

from __future__ import annotations

import asyncio
import unicodedata
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import structlog

from bot import reading
from bot.session import Session
from rules.translation import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

log = structlog.get_logger()

CALL_SECONDS: Final = 20.0  # a model on a small machine takes its time
PAUSE_SECONDS: Final = 2.0  # before the one other try
PATIENCE_SECONDS: Final = 10.0  # what a server that was asked too often may ask for before it is called busy
SLOWDOWN_SECONDS: Final = (
    60.0  # how long such a server is left alone when it does not say so: its limits are a minute's
)
LONGEST: Final = 4000  # characters, when the server names no limit of its own
_LONGER: Final = 5  # times as long as what was asked about (and a little): that is no answer to it


class TranslationFailed(Exception):  # noqa: N818 - a state of the server, as `ConnectionFailed` is one of the line
    """There is no translation; `why` is known to the texts, `limit` is how many characters the server takes."""

    def __init__(self, why: Failure, limit: int = 0) -> None:
        super().__init__(why.value)
        self.why, self.limit = why, limit


class _Again(Exception):  # noqa: N818
    """Asked once more, it may work."""

    def __init__(self, why: Failure, after: float) -> None:
        super().__init__(why.value)
        self.why, self.after = why, after


class Translator(Session):
    """One server and its key. Neither a text nor the key ever gets into an exception or a log."""

    def __init__(self, base_url: str, key: str | None = None, *, within: float = CALL_SECONDS) -> None:
        super().__init__(by_proxy=False)
        self._base, self._key = base_url.rstrip("/"), key
        self._timeout = aiohttp.ClientTimeout(within)
        self._turn = asyncio.Lock()
        self._quiet_until = 0.0  # by the loop's clock
        self._known = False
        self._pairs: dict[str, frozenset[str]] | None = None
        self._limit = LONGEST

    async def translate(self, text: str, source: str, target: str) -> str:
        """The text in the other language; `TranslationFailed` after one other try where that may help."""
        async with self._turn:
            try:
                return await self._translate(text, source, target)
            except _Again as first:
                if first.after > PATIENCE_SECONDS:
                    raise TranslationFailed(first.why) from None
                await asyncio.sleep(first.after)
            try:
                return await self._translate(text, source, target)
            except _Again as second:
                raise TranslationFailed(second.why) from None

    async def _translate(self, text: str, source: str, target: str) -> str:
        left = self._quiet_until - asyncio.get_running_loop().time()
        if left > 0:
            raise _Again(Failure.BUSY, left)
        await self._get_to_know()
        if self._pairs is not None and target not in self._pairs.get(source, ()):
            raise TranslationFailed(Failure.PAIR)
        if len(text) > self._limit:
            raise TranslationFailed(Failure.LONG, self._limit)
        asked = {"q": text, "source": source, "target": target, "format": "text", "api_key": self._key}
        status, headers, answer = await self._ask(
            "POST", "translate", json={name: value for name, value in asked.items() if value is not None}
        )
        if status != 200:
            raise self._refused(status, headers, answer)
        translated = answer.get("translatedText") if isinstance(answer, dict) else None
        clean = _clean(translated) if isinstance(translated, str) else ""
        if not clean or len(clean) > len(text) * _LONGER + LONGEST:
            raise TranslationFailed(Failure.GARBAGE)
        return clean

    def _refused(self, status: int, headers: Mapping[str, str], answer: Any) -> Exception:
        log.warning("translator.refused", status=status)
        match status:
            case 400 if "exceeds" in _error(answer):
                return TranslationFailed(Failure.LONG, self._limit)
            case 403:
                return TranslationFailed(Failure.KEY)
            case 429:
                after = _seconds(headers.get("Retry-After"))
                self._quiet_until = asyncio.get_running_loop().time() + after
                return _Again(Failure.BUSY, after)
            case _ if status >= 500:
                return _Again(Failure.BROKEN, PAUSE_SECONDS)
        return TranslationFailed(Failure.REFUSED)

    async def _get_to_know(self) -> None:
        """Which pairs of languages the server has and how long a text may be, asked once. A server that does not say
        so is asked all the same."""
        if self._known:
            return
        status, _, answer = await self._ask("GET", "languages")
        self._pairs = _pairs(answer) if status == 200 else None
        status, _, answer = await self._ask("GET", "frontend/settings")
        limit = answer.get("charLimit") if status == 200 and isinstance(answer, dict) else None
        if isinstance(limit, int) and limit > 0:
            self._limit = limit
        self._known = True

    async def _ask(self, method: str, path: str, **body: Any) -> tuple[int, Mapping[str, str], Any]:
        """Status, headers and what was said, None when it is no JSON; `_Again` when no answer came."""
        if self._session is None:
            raise TranslationFailed(Failure.UNREACHABLE)
        try:
            async with self._session.request(
                method, f"{self._base}/{path}", timeout=self._timeout, allow_redirects=False, **body
            ) as response:
                return response.status, response.headers, _read(await response.read())
        except TimeoutError:
            raise _Again(Failure.LATE, PAUSE_SECONDS) from None
        except (aiohttp.ClientError, OSError) as error:
            log.warning("translator.unreachable", error=type(error).__name__)
            raise _Again(Failure.UNREACHABLE, PAUSE_SECONDS) from None


def _read(body: bytes) -> Any:
    try:
        return reading.read(body)
    except ValueError:
        return None


def _clean(text: str) -> str:
    """Without what no database and no message takes: control characters, halves of characters."""
    return "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs"}).strip()


def _error(answer: Any) -> str:
    return str(answer.get("error", "")) if isinstance(answer, dict) else ""


def _seconds(header: str | None) -> float:
    """What `Retry-After` says in seconds; as a date, or not at all, it is the length of a server's own limits."""
    return float(header) if header is not None and header.strip().isdecimal() else SLOWDOWN_SECONDS


def _pairs(answer: Any) -> dict[str, frozenset[str]] | None:
    """Into which languages each can be translated; None when that is no list of languages."""
    try:
        return {str(one["code"]): frozenset(map(str, one["targets"])) for one in answer}
    except (TypeError, KeyError, AttributeError):
        return None
