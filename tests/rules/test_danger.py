"""Words of danger bring the emergency numbers; ordinary words do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import region
from rules import danger

BADUNG = region.load("badung")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ada kebakaran di pasar!", "fire"),
        ("rumah tetangga TERBAKAR", "fire"),
        ("Fire in the building next to us", "fire"),
        ("gas leak in the kitchen", "fire"),
        ("fire near the fire station", "fire"),
        ("ada orang tenggelam di pantai kuta", "drowning"),
        ("Someone is drowning at Echo Beach", "drowning"),
        ("wisatawan terseret arus", "drowning"),
        ("Toloong ada kecelakaan di bypass", "medical"),
        ("there was an accident, he is bleeding", "medical"),
        ("turis ditabrak motor", "medical"),
        ("he is not breathing", "medical"),
        ("anak saya digigit anjing", "bite"),
        ("anjing gila menggigit warga", "bite"),
        ("I was bitten by a dog", "bite"),
        ("the monkey bit my hand", "bite"),
        ("tanah longsor menutup jalan", "disaster"),
        ("pohon tumbang menimpa mobil", "disaster"),
        ("people trapped after a landslide", "disaster"),
        ("saya dijambret di Legian", "crime"),
        ("my friend was robbed and stabbed", "crime"),
        ("assaulted outside the club", "crime"),
    ],
)
def test_danger(text: str, kind: str) -> None:
    """Danger is recognised in either language, whatever the case."""
    found = danger.find(text, BADUNG)

    assert found is not None
    assert kind == found.kind.id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lampu merah mati di simpang dewa ruci",
        "tetangga bakar sampah tiap sore",
        "ikan bakar jimbaran mahal",
        "kebakaran jenggot",
        "we saw a fire show and want to complain about the price",
        "fireworks every night",
        "he was fired from his job",
        "banyak sampah hanyut ke pantai",
        "terjebak macet dua jam",
        "jalan rawan kecelakaan, mohon rambu",
        "daerah ini rawan longsor",
        "demam berdarah di banjar kami",
        "digigit nyamuk terus",
        "akta kematian belum jadi",
        "stray dogs on the beach",
        "traffic light is broken",
    ],
)
def test_no_danger(text: str) -> None:
    """Ordinary complaints with a dangerous-looking word raise no alarm."""
    assert danger.find(text, BADUNG) is None


def test_phrase() -> None:
    """The phrase that betrayed it is named, as the profile writes it."""
    found = danger.find("Tolong, orang diserang!", BADUNG)

    assert found is not None
    assert found.phrase == "diserang"


@given(text=st.text(max_size=300))
def test_anything(text: str) -> None:
    """Any text has an answer, and the same in capitals."""
    assert danger.find(text, BADUNG) == danger.find(text + " ", BADUNG)
