"""Insults are found, and stray dogs are not."""

from __future__ import annotations

import pytest

from bot import region
from rules import insult

BADUNG = region.load("badung")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Petugasnya goblok semua", "Petugasnya ●●● semua"),
        ("GOBLOOOK", "●●●"),
        ("g0bl0k banget", "●●● banget"),
        ("Dasar anjing kalian!", "●●● kalian!"),
        ("Bupati anjing", "●●●"),
        ("Bangsat, sampah tidak diangkut", "●●●, sampah tidak diangkut"),
        ("kontolnya", "●●●"),
        ("cicing nani, jalan rusak terus", "●●●, jalan rusak terus"),
        ("naskleng!", "●●●!"),
        ("dasar cina", "●●●"),
        ("This is bullshit", "This is ●●●"),
        ("You fucking idiots", "You ●●● ●●●"),
        ("f*ck this road", "●●● this road"),
        ("what an a$$hole", "what an ●●●"),
        ("stupid Balinese officers", "●●● officers"),
    ],
)
def test_insults_are_hidden(text: str, masked: str) -> None:
    """Indonesian, Balinese and English, drawn out or disguised; done twice it changes nothing."""
    assert masked == insult.mask(text, BADUNG.insults)
    assert masked == insult.mask(masked, BADUNG.insults)


@pytest.mark.parametrize(
    "text",
    [
        "Anjing liar menggigit anak saya di pantai",
        "Ada anjing gila di banjar kami",
        "Kandang babi di samping rumah bau sekali",
        "Monyet di Pura Luhur Uluwatu merebut kacamata",
        "Kotoran anjing di trotoar",
        "Dog shit on the pavement every morning",
        "Bego menggali jalan, operator bego tidak ada",
        "Toko Cina di Jalan Gajah Mada",
        "Warga Jawa dan Bali bersama-sama",
        "Memekik keras tengah malam",
        "Setan Road? The road to Setra Ganda",
        "Asuransi kesehatan ditolak",
        "Dickson Street, Scunthorpe, Essex",
        "The class was cancelled, assessment failed",
        "Tolong segera diperbaiki",
        "Matahari terbit, sungai kering",
        "Sampah menumpuk, lalat banyak, bau tai sapi dari kandang",
        "Pigs and dogs run on the road",
        "Perekonomian lesu, perekaman KTP lambat",
    ],
)
def test_an_honest_complaint_is_no_insult(text: str) -> None:
    """Animals, places and parts of words are what they are."""
    assert () == insult.find(text, BADUNG.insults)


def test_no_category_speaks_in_insults() -> None:
    """What the profile itself calls things by is never hidden."""
    for category in BADUNG.categories.values():
        for phrase in (*category.words.all, *category.hints.all, category.names.id, category.names.en):
            assert () == insult.find(phrase, BADUNG.insults), phrase
