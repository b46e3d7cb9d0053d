"""Filters: words on keys and buttons that were typed or pressed, in any of our languages; and taps of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.filters import Filter

from handlers.reporter import taps

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiogram.types import CallbackQuery, Message, TelegramObject

    from handlers.house import House


class Says(Filter):
    """The message says just what a button says, whichever language the button was shown in."""

    def __init__(self, key: str) -> None:
        self.key = key

    async def __call__(self, message: Message, house: House) -> bool:
        """Whether it does."""
        said = (message.text or "").strip().casefold()
        return any(said == house.catalog.say(locale, self.key).casefold() for locale in house.catalog.locales)


class Holds(Filter):
    """Something holds of the event. A plain function or `F` would do, but aiogram sends each of those to a thread."""

    def __init__(self, holds: Callable[[Any], object]) -> None:
        self.holds = holds

    async def __call__(self, event: TelegramObject) -> bool:
        """Whether it does."""
        return bool(self.holds(event))


class Taps(Filter):
    """A tap on a button of that sort; its payload is handed on as `tap` (of a draft) or `parts` (of any other)."""

    def __init__(self, prefix: str, what: str | None = None) -> None:
        self.prefix, self.what = prefix, what

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        """The payload, when it is one."""
        prefix, *parts = (query.data or "").split(":")
        if prefix != self.prefix:
            return False
        if prefix not in taps.OF_A_DRAFT:
            return {"parts": parts} if self.what is None or self.what in parts[:1] else False
        tap = taps.read(query.data)
        return {"tap": tap} if tap is not None and self.what in {None, tap.what} else False
