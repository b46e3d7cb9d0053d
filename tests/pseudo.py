"""A language that nobody speaks: English made strange, longer, and marked at both ends.

What is shown without a mark was never translated, what has lost its closing mark was cut off, and marks within marks
are a sentence put together from pieces.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from babel.messages.pofile import write_po

from bot import region
from bot.region_checks import BUTTON_LETTERS
from locales.catalog import FALLBACK, HOME, PUBLIC, Catalog, present, read
from rules.region import Region

LOCALE: Final = "eo"  # one whose dates Babel knows, and who has a one and a many as English has
OPEN, CLOSE = "⟦", "⟧"
NAME_OPEN, NAME_CLOSE = "«", "»"  # around the names of a region
LONGER: Final = 0.4
_STRANGE: Final = str.maketrans("aceiounsyAEIOUNS", "åçéîöüñšýÅÉÎÖÜÑŠ")
_KEPT: Final = re.compile(r"(\{\{.*?\}\}|\{[^{}]*\}|<[^>]*>|/[a-z]+\b|&\w+;|%)")


def text(english: str) -> str:
    """The text as this language has it: fields, tags and commands are kept."""
    parts = _KEPT.split(english)
    strange = "".join(part if at % 2 else part.translate(_STRANGE) for at, part in enumerate(parts))
    letters = sum(len(part) for part in parts[::2])
    return f"{OPEN}{strange}{'ö' * max(0, round(letters * LONGER) - 2)}{CLOSE}"


def write(root: Path) -> None:
    """A folder of languages: ours, and this one beside them, of which the desk has nothing."""
    for locale in present():
        (root / locale).symlink_to(HOME / locale)
    folder = root / LOCALE / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for domain in PUBLIC:
        catalog = read.__wrapped__(FALLBACK, domain, HOME)
        for message in catalog:
            if message.id:
                forms = message.string if isinstance(message.string, tuple) else (message.string,)
                said = tuple("|".join(map(text, form.split("|"))) for form in forms)
                message.string = said if isinstance(message.string, tuple) else said[0]
        with (folder / f"{domain}.po").open("wb") as file:
            write_po(file, catalog, width=0)


class Strange(Catalog):
    """The catalogue; it remembers what was said in this language, and into which fields a text of its own was put."""

    said: set[str]
    nested: set[tuple[str, str]]

    @classmethod
    def of(cls, root: Path) -> Strange:
        """With the language beside ours."""
        write(root)
        made = cls.load(root)
        assert isinstance(made, cls)
        made.said, made.nested = set(), set()
        return made

    def say(self, locale: str, key: str, **fields: object) -> str:
        """As any catalogue says it."""
        self._note(locale, key, fields)
        return super().say(locale, key, **fields)

    def count(self, locale: str, key: str, number: int, **fields: object) -> str:
        """As any catalogue counts it."""
        self._note(locale, key, fields)
        return super().count(locale, key, number, **fields)

    def _note(self, locale: str, key: str, fields: dict[str, Any]) -> None:
        if locale == LOCALE:
            self.said.add(key)
            self.nested |= {(key, name) for name, value in fields.items() if OPEN in str(value)}


def keys() -> set[str]:
    """Everything there is to say to the public."""
    found = (message.id for domain in PUBLIC for message in read(FALLBACK, domain) if message.id)
    return {one if isinstance(one, str) else one[0] for one in found}


def english(key: str) -> tuple[str, ...]:
    """What a key says in English, in each of its forms."""
    for domain in PUBLIC:
        for message in read(FALLBACK, domain):
            if key == (message.id if isinstance(message.id, str) else message.id[0]):
                return (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return ()


def region_of(name: str) -> Region:
    """A profile in which every name is there in this language too."""
    return region.build(_named(region.read(name)))


def _named(data: Any) -> Any:
    if isinstance(data, list):
        return [_named(one) for one in data]
    if not isinstance(data, dict):
        return data
    made = {key: _named(value) for key, value in data.items()}
    if data.keys() >= {"id", "en"} and isinstance(data["en"], str):
        name = str(data["en"])
        least = (
            name[: BUTTON_LETTERS - 2] if len(name) <= BUTTON_LETTERS else name
        )  # a button's still fits with the marks
        made[LOCALE] = f"{NAME_OPEN}{least}{NAME_CLOSE}"
    return made
