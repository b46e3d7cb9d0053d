"""The catalogues: complete, alike in both languages, in the reader's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from locales import __main__ as check
from locales import catalog as catalogs
from locales.catalog import FALLBACK, HOME, PUBLIC, Catalog, CatalogError


def test_the_catalogues_have_no_fault() -> None:
    """Every text is in both languages, with the same fields, sound tags, the right plural header, and is used."""
    assert [] == list(check.problems())


def test_a_missing_text_is_an_error() -> None:
    """A key without a text raises; nobody is ever shown a key."""
    with pytest.raises(CatalogError):
        Catalog.load().say("id", "no.such.text")


def test_an_unknown_locale_reads_english() -> None:
    """A locale without a catalogue falls back to English."""
    catalog = Catalog.load()

    assert catalog.say("en", "menu.public.status") == catalog.say("nl", "menu.public.status")


@pytest.mark.parametrize(
    ("locale", "number", "form"),
    [("id", 1, 0), ("en", 0, 1), ("en", 1, 0), ("zh", 1, 0), ("ru", 22, 1), ("ru", 112, 2), ("ru", 1_000_021, 0)],
)
def test_numbers_take_the_forms_of_cldr(locale: str, number: int, form: int) -> None:
    """Whatever language a folder is called by, no table of ours says how it counts."""
    assert form == catalogs.form(locale, number)


def test_a_language_is_there_with_its_files(tmp_path: Path) -> None:
    """One without a file is not offered, and the check says which is missing, and what else is amiss in it."""
    for locale in ("id", FALLBACK):
        (tmp_path / locale).symlink_to(HOME / locale)
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for domain in PUBLIC[:-1]:
        (folder / f"{domain}.po").write_text((HOME / FALLBACK / "LC_MESSAGES" / f"{domain}.po").read_text())

    assert ("id", "en") == Catalog.load(tmp_path).locales
    found = list(check.problems(tmp_path))
    assert any(one.startswith(f"ru has no {PUBLIC[-1]}.po, so it is not offered") for one in found)
    assert "kanal in ru: the Plural-Forms header does not count the forms one, few, many as CLDR does" in found
    assert "kanal: summary.files in ru does not have the forms one, few, many" in found
    (folder / f"{PUBLIC[-1]}.po").write_text((HOME / FALLBACK / "LC_MESSAGES" / f"{PUBLIC[-1]}.po").read_text())
    assert ("id", "en", "ru") == Catalog.load(tmp_path).locales
    assert ("id", "en") == Catalog.load(tmp_path).desk
