"""The catalogues: `.po` files are the only truth, compiled in memory at the start (about 4 ms a language).

A language is its folder: one with the files of `PUBLIC` is offered to reporters, one with those of `DESK` too to
the desk as well. How to add one is told in docs/languages.md.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Final

from babel.messages.pofile import read_po

from locales.formats import cldr

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog as PoCatalog

BASE: Final = ("id", "en")  # the two every text is written in first, and the order in which they are offered
FALLBACK: Final = "en"
_TAGS: Final = ("zero", "one", "two", "few", "many", "other")  # CLDR's, in gettext's order
_COUNTED: Final = 1001  # by then every form a language uses for whole numbers has come
PUBLIC: Final = ("kanal", "notices", "bot")  # what reporters read, and what Telegram and posters say to them
DESK: Final = ("desk", "figures")
DOMAINS: Final = PUBLIC + DESK
HOME: Final = Path(str(resources.files("locales")))


class CatalogError(LookupError):
    """A text is asked for that no catalogue has: our bug, found by the tests."""


def present(root: Path = HOME, domains: tuple[str, ...] = PUBLIC) -> tuple[str, ...]:
    """The languages that have all these domains; Indonesian and English first."""
    found = {
        path.name for path in root.iterdir() if all((path / "LC_MESSAGES" / f"{one}.po").is_file() for one in domains)
    }
    return tuple(sorted(found, key=lambda name: (BASE.index(name) if name in BASE else len(BASE), name)))


@cache
def forms(locale: str) -> tuple[str, ...]:
    """The forms that the language has for whole numbers, as CLDR calls them: one, few, other."""
    used = {cldr(locale).plural_form(number) for number in range(_COUNTED)}
    return tuple(tag for tag in _TAGS if tag in used)


@cache
def plurals(locale: str) -> tuple[int, ...]:
    """Which of them each number up to a thousand takes."""
    rule, order = cldr(locale).plural_form, forms(locale)
    return tuple(order.index(rule(number)) for number in range(_COUNTED))


def form(locale: str, number: int) -> int:
    """Which of the forms a number takes."""
    return plurals(locale)[number if number < _COUNTED else 900 + number % 100]


@cache
def read(locale: str, domain: str, root: Path = HOME) -> PoCatalog:
    """One `.po` file as Babel reads it."""
    path = root / locale / "LC_MESSAGES" / f"{domain}.po"
    return read_po(BytesIO(path.read_bytes()), locale=cldr(locale), domain=domain)


class Catalog:
    """All texts in all locales. Keys are names such as `ask.where`; fields stand in braces."""

    def __init__(self, texts: dict[str, dict[str, str | tuple[str, ...]]], desk: tuple[str, ...]) -> None:
        self._texts = texts
        self.locales = tuple(texts)  # what reporters can choose
        self.desk = desk  # what operators can choose

    @classmethod
    def load(cls, root: Path = HOME) -> Catalog:
        """Read every domain of every locale there is."""
        locales = present(root)
        desk = tuple(locale for locale in present(root, DESK) if locale in locales)
        texts: dict[str, dict[str, str | tuple[str, ...]]] = {locale: {} for locale in locales}
        for locale in locales:
            for domain in DOMAINS if locale in desk else PUBLIC:
                texts[locale].update(_strings(read(locale, domain, root)))
        return cls(texts, desk)

    def say(self, locale: str, key: str, **fields: object) -> str:
        """The text of a key in a locale; `CatalogError` when there is none."""
        text, _ = self._find(locale, key)
        if not isinstance(text, str):
            raise CatalogError(f"{key} has plural forms; ask for it with count()")
        return text.format(**fields) if fields else text

    def count(self, locale: str, key: str, number: int, **fields: object) -> str:
        """The text for a number of things; the number is the field `n`."""
        texts, spoken = self._find(locale, key)
        if isinstance(texts, str):
            raise CatalogError(f"{key} has no plural forms; ask for it with say()")
        return texts[form(spoken, number)].format(n=number, **fields)

    def has(self, key: str) -> bool:
        """Whether the key is in the fallback catalogue."""
        return key in self._texts[FALLBACK]

    def _find(self, locale: str, key: str) -> tuple[str | tuple[str, ...], str]:
        """The text, and the language it is in: English where the reader's language lacks it."""
        for spoken in (locale, FALLBACK):
            if (text := self._texts.get(spoken, {}).get(key)) is not None:
                return text, spoken
        raise CatalogError(f"no text for {key} in {locale}")


def fields_of(text: str) -> set[str]:
    """The names in braces in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _strings(catalog: PoCatalog) -> dict[str, str | tuple[str, ...]]:
    found: dict[str, str | tuple[str, ...]] = {}
    for message in catalog:
        if not message.id:
            continue
        if isinstance(message.id, (tuple, list)):
            found[message.id[0]] = tuple(message.string or ())
        else:
            found[message.id] = str(message.string)
    return found
