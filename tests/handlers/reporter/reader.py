"""A phone of somebody who reads the language of `tests.pseudo`, and looks at everything that is on its screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from handlers import fit
from handlers.screens import Button, Does, Screen, Wait
from locales.formats import cldr
from rules import delivery
from rules.region import Region
from storage.tables import Push
from tests.handlers.reporter.phone import Phone, Shown
from tests.pseudo import CLOSE, LOCALE, NAME_CLOSE, NAME_OPEN, OPEN

TOAST: Final = 200  # letters: Telegram's limit
WIDE: Final = {1: 60, 2: 30, 3: 20}  # letters of a button that a phone shows, by how many share its row
# What is said in every language at once, because nobody knows who reads it, or so that everybody finds theirs.
_FOR_ALL: Final = ("language.name", "language.ask", "handover.forward")
_MARKED: Final = re.compile(
    rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}|{NAME_OPEN}[^{NAME_OPEN}{NAME_CLOSE}{OPEN}{CLOSE}]*{NAME_CLOSE}"
)
_CODE: Final = re.compile(r"BDG-\w{4}-\w{3}|https?://\S+")


@dataclass
class Reader(Phone):
    """`faults` says what is wrong with what was shown, `words` is what people said themselves, `tapped` the sorts of
    buttons that were tried."""

    language: str = LOCALE
    words: tuple[str, ...] = ()
    faults: set[str] = field(default_factory=set)
    tapped: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__post_init__()
        catalog = self.house.catalog
        said = [
            fit.plain(catalog.say(locale, key)) for key in _FOR_ALL for locale in catalog.locales if locale != LOCALE
        ]
        said += [*self.words, *_proper(self.house.region), *_dates()]
        whole = (re.sub(r"\\{\w+\\}", ".*?", re.escape(one)) for one in sorted(said, key=len, reverse=True) if one)
        self._known = re.compile("|".join(whole))

    async def feed(self, **content: Any) -> str:
        """Nobody writes so fast that they are slowed down."""
        self.later(seconds=15)
        toast = await super().feed(**content)
        self._read(toast)
        if fit.units(toast) > TOAST:
            self.faults.add(f"too long to be said in passing: {toast}")
        return toast

    def _show(self, screen: Screen | Wait | None, push: Push) -> delivery.Outcome:
        if isinstance(screen, Screen) and push.bot == "public":
            self._read(fit.plain(screen.text))
            for row in (*screen.buttons, *screen.keys):
                for button in row:
                    self._read(button.text)
                    if fit.units(button.text) > WIDE.get(len(row), 12):
                        self.faults.add(f"cut on a phone, of {len(row)} in a row: {button.text}")
        return super()._show(screen, push)

    def _read(self, words: str) -> None:
        left, before = words, ""
        while left != before:
            left, before = _MARKED.sub("", left), left
        left = self._known.sub("", _CODE.sub("", left))
        if OPEN in left or CLOSE in left:
            self.faults.add(f"cut off, or put together: {words}")
        elif any(map(str.isalpha, left)):
            self.faults.add(f"not translated: {left.strip()}")

    async def on(self, part: str) -> None:
        """Tap the newest button whose payload has that part."""
        found = [(shown, button) for shown in reversed(self.shown) for button in _calls(shown) if part in button.value]
        assert found, f"no {part} under {[shown.text[:60] for shown in self.shown[-3:]]}"
        shown, button = found[0]
        await self.press(button.value, shown.number)

    async def everywhere(self, leave: tuple[str, ...]) -> None:
        """Tap one button of each sort, as long as there are others; not those whose payload has a part of `leave`."""
        while True:
            found = [
                (shown, button)
                for shown in reversed(self.shown)
                for button in _calls(shown)
                if _sort(button) not in self.tapped and not any(part in _sort(button) for part in leave)
            ]
            if not found:
                return
            shown, button = found[0]
            self.tapped.add(_sort(button))
            await self.press(button.value, shown.number)


def _calls(shown: Shown) -> list[Button]:
    return [button for row in shown.screen.buttons for button in row if button.does is Does.CALL]


def _sort(button: Button) -> str:
    return re.sub(r"\d+", "#", button.value)


def _proper(region: Region) -> list[str]:
    """Names that are the same in every language."""
    places = [(one.name, one.district) for one in region.villages]
    places += [(one.name, one.regency) for one in region.neighbours]
    return [*{name for pair in places for name in pair}, *(one.short for one in region.agencies.values())]


def _dates() -> list[str]:
    """Months and days of the week, as Babel writes them."""
    data = cldr(LOCALE)
    return [*data.months["format"]["wide"].values(), *data.days["format"]["wide"].values()]
