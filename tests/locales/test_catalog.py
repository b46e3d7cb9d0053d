"""The catalogues: complete, alike in both languages, in the reader's own."""

from __future__ import annotations

import pytest

from locales import __main__ as check
from locales.catalog import Catalog, CatalogError


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
