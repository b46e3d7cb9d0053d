"""In which language somebody is spoken to: the best there is for an account, the next best where a text lacks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

INDONESIAN: Final = "id"
ENGLISH: Final = "en"
# The languages (ISO 639) of people who read Indonesian more easily than English; `in` is what old phones say.
READ_INDONESIAN: Final = frozenset({"id", "in", "ms", "jv", "ban", "su", "mad", "min", "bug"})


def otherwise(language: str | None) -> str:
    """Indonesian or English: what a reader of that language gets where there is nothing in it."""
    return INDONESIAN if _root(_tag(language)) in READ_INDONESIAN else ENGLISH


def best(language_code: str | None, there: Collection[str]) -> str:
    """Of the languages that are there, the one for an account; by Telegram's `language_code`, an IETF tag or nothing.

    The very one, or else the same language (`zh-hans` finds `zh`, or `zh_Hant` for want of it), or else `otherwise`.
    """
    tag = _tag(language_code)
    for asked in (tag, _root(tag)):
        if (found := next((name for name in there if _tag(name) == asked), None)) is not None:
            return found
    kin = next((name for name in there if _root(_tag(name)) == _root(tag)), None)
    return kin or otherwise(tag)


def _tag(code: str | None) -> str:
    return (code or "").casefold().replace("_", "-")


def _root(tag: str) -> str:
    return tag.partition("-")[0]
