"""What an answer written beforehand must have."""

from __future__ import annotations

import pytest

from rules import template
from rules.template import Flaw, Template

BOTH = ("id", "en")


@pytest.mark.parametrize(
    ("indonesian", "english", "found"),
    [
        ("{kode} sudah selesai.", "{code} is done.", []),
        ("Petugas datang ___.", "Our team comes on _____.", []),
        ("{kode} sudah selesai.", "", [Flaw("missing", "en")]),
        ("", "  ", [Flaw("missing", "id"), Flaw("missing", "en")]),
        ("{kode} sudah selesai.", "It is done.", [Flaw("unlike")]),
        ("{kode} {kode}", "{code}", [Flaw("unlike")]),
        ("{tempat} di {instansi}", "The {agency} at {place}", []),
        ("Hari ___ jam ___", "On ___", [Flaw("blanks")]),
        ("{code} sudah selesai.", "{code} is done.", [Flaw("field", "id", "code")]),
        ("{nama}", "{}", [Flaw("field", "id", "nama"), Flaw("field", "en", "")]),
        ("Kurung } saja", "A brace { alone", [Flaw("field", "id", "}"), Flaw("field", "en", "{")]),
        ("x" * 2001, "y", [Flaw("long", "id", "1")]),
    ],
)
def test_both_languages_with_the_same_fields(indonesian: str, english: str, found: list[Flaw]) -> None:
    """Whatever would be missing, unreadable or different for one of the readers is named."""
    assert list(template.flaws({"id": indonesian, "en": english}, BOTH)) == found


def test_what_is_known_of_the_report_is_filled_in() -> None:
    """What is filled in is not looked at again; what is to be written by hand stays."""
    values = {"code": "BDG-{code}", "agency": "DLHK", "category": "Sampah", "place": "Canggu"}
    filled = template.fill("{kode}, {tempat}: ___", "id", values)

    assert filled == "BDG-{code}, Canggu: ___"
    assert not template.is_filled(filled)
    assert template.is_filled("a__b")


@pytest.mark.parametrize(
    ("made_for", "suits"),
    [
        (Template("a", {}, {}), True),
        (Template("a", {}, {}, category="waste", status="in_progress", agency="dlhk"), True),
        (Template("a", {}, {}, category="road"), False),
        (Template("a", {}, {}, status="received"), False),
        (Template("a", {}, {}, agency="pupr"), False),
    ],
)
def test_for_which_reports_it_is(made_for: Template, suits: bool) -> None:
    """By category, status and agency; none named is any."""
    assert template.suits(made_for, "waste", "in_progress", "dlhk") is suits
