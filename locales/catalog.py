"""The catalogues: `.po` files are the only truth, compiled in memory at the start (about 4 ms)."""

from __future__ import annotations

from functools import cache
from importlib import resources
from io import BytesIO
from string import Formatter
from typing import Final

from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.pofile import read_po

LOCALES: Final = ("id", "en")
FALLBACK: Final = "en"
DOMAINS: Final = ("kanal", "notices", "desk", "figures", "bot")

# Telegram's language_code → ours: the languages of people who read Indonesian more easily than English.
INDONESIAN_READERS: Final = frozenset({"id", "in", "ms", "jv", "ban", "su", "mad", "min", "bug"})


class CatalogError(LookupError):
    """A text is asked for that no catalogue has: our bug, found by the tests."""


def locale_for(language_code: str | None) -> str:
    """The locale to greet an account in, from Telegram's `language_code` (an IETF tag, or nothing)."""
    language = (language_code or "").lower().replace("_", "-").split("-")[0]
    return "id" if language in INDONESIAN_READERS else FALLBACK


@cache
def read(locale: str, domain: str) -> PoCatalog:
    """One `.po` file as Babel reads it."""
    path = resources.files("locales") / locale / "LC_MESSAGES" / f"{domain}.po"
    return read_po(BytesIO(path.read_bytes()), locale=locale, domain=domain)


class Catalog:
    """All texts in all locales. Keys are names such as `ask.where`; fields stand in braces."""

    def __init__(self, texts: dict[str, dict[str, str | tuple[str, ...]]], plurals: dict[str, int]) -> None:
        self._texts, self._plurals = texts, plurals
        self.locales = tuple(texts)

    @classmethod
    def load(cls, locales: tuple[str, ...] = LOCALES) -> Catalog:
        """Read every domain of every locale."""
        texts: dict[str, dict[str, str | tuple[str, ...]]] = {locale: {} for locale in locales}
        for locale in locales:
            for domain in DOMAINS:
                texts[locale].update(_strings(read(locale, domain)))
        return cls(texts, {locale: read(locale, DOMAINS[0]).num_plurals for locale in locales})

    def say(self, locale: str, key: str, **fields: object) -> str:
        """The text of a key in a locale; `CatalogError` when there is none."""
        text = self._find(locale, key)
        if not isinstance(text, str):
            raise CatalogError(f"{key} has plural forms; ask for it with count()")
        return text.format(**fields) if fields else text

    def count(self, locale: str, key: str, number: int, **fields: object) -> str:
        """The text for a number of things; the number is the field `n`."""
        forms = self._find(locale, key)
        if isinstance(forms, str):
            raise CatalogError(f"{key} has no plural forms; ask for it with say()")
        form = 0 if self._plurals[locale] == 1 or number == 1 else 1
        return forms[form].format(n=number, **fields)

    def has(self, key: str) -> bool:
        """Whether the key is in the fallback catalogue."""
        return key in self._texts[FALLBACK]

    def _find(self, locale: str, key: str) -> str | tuple[str, ...]:
        try:
            return self._texts[locale if locale in self._texts else FALLBACK][key]
        except KeyError:
            raise CatalogError(f"no text for {key} in {locale}") from None


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
