"""A server that speaks LibreTranslate's protocol: it checks what it is asked, translates by a small dictionary, and can
be slow, busy, broken or strange."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

LANGUAGES = (
    {"code": "id", "name": "Indonesian", "targets": ["en", "id"]},
    {"code": "en", "name": "English", "targets": ["en", "id"]},
)
DICTIONARY = {
    "id": {
        "sampah": "the rubbish", "di belakang bar": "behind the bar", "sudah diangkut": "was collected by",
        "petugas kami": "our team", "tadi pagi": "this morning", "hubungi": "please call", "pada": "on",
        "jangan ditumpuk": "please do not pile it up", "terima kasih": "thank you",
    },
    "en": {
        "piles of rubbish": "tumpukan sampah", "behind the beach bar": "di belakang bar pantai",
        "it smells": "berbau dan sudah lama", "call me": "hubungi saya",
    },
}  # fmt: skip


@dataclass
class Libre:
    """`asked` are the bodies of /translate as they came; `answers` take the place of the next answers, in order."""

    key: str | None = None
    limit: int = -1
    pause: float = 0.0
    languages: Any = LANGUAGES
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    port: int = 0
    most_at_once: int = 0
    _busy: int = 0
    _runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where it listens, on this machine."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._noting()])
        app.router.add_get("/languages", self._languages)
        app.router.add_get("/frontend/settings", self._settings)
        app.router.add_post("/translate", self._translate)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def _noting(self) -> Any:
        @web.middleware
        async def note(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            self.paths.append(f"{request.method} {request.path}")
            return await handler(request)

        return note

    async def _languages(self, _request: web.Request) -> web.Response:
        return web.json_response(self.languages)

    async def _settings(self, _request: web.Request) -> web.Response:
        known = {"apiKeys": self.key is not None, "charLimit": self.limit, "keyRequired": self.key is not None}
        return web.json_response(known)

    async def _translate(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return refusal(400, "Invalid request: no JSON")
        try:
            asked = json.loads(await request.read())
        except ValueError:
            return refusal(400, "Invalid request: no JSON")
        self.asked.append(asked)
        self._busy += 1
        self.most_at_once = max(self.most_at_once, self._busy)
        await asyncio.sleep(self.pause)
        self._busy -= 1
        if self.answers:
            return self.answers.pop(0)
        if wrong := self._wrong(asked):
            return wrong
        return web.json_response({"translatedText": translate(asked["q"], asked["source"])})

    def _wrong(self, asked: dict[str, Any]) -> web.Response | None:
        for name in ("q", "source", "target"):
            if not isinstance(asked.get(name), str) or not asked[name]:
                return refusal(400, f"Invalid request: missing {name} parameter")
        if self.key is not None and asked.get("api_key") != self.key:
            return refusal(403, "Invalid API key")
        codes = {one["code"]: one["targets"] for one in LANGUAGES}
        if asked["target"] not in codes.get(asked["source"], ()):
            return refusal(400, f"{asked['target']} is not supported")
        if asked.get("format", "text") not in {"text", "html"}:
            return refusal(400, f"{asked['format']} format is not supported")
        if 0 < self.limit < len(asked["q"]):
            return refusal(400, f"Invalid request: request ({len(asked['q'])}) exceeds text limit ({self.limit})")
        return None


def refusal(status: int, error: str, **headers: str) -> web.Response:
    """How the protocol says no."""
    return web.json_response({"error": error}, status=status, headers=headers)


def translate(text: str, source: str) -> str:
    """Phrase by phrase; what is not in the dictionary stays."""
    for words, other in DICTIONARY[source].items():
        text = re.sub(rf"\b{re.escape(words)}\b", other, text, flags=re.IGNORECASE)
    return text
