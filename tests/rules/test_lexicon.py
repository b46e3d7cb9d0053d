"""The profile's words found in a text, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import lexicon
from rules.lexicon import Entry
from rules.region import Words

NONE = Words()
ENTRIES = (
    Entry(
        "light",
        Words(("lampu jalan", "lampu … mati|padam"), ("street light",)),
        Words(("gelap",)),
        Words(("mati lampu",)),
    ),
    Entry("waste", Words(("sampah", "sampah … pantai!"), ("garbage",)), NONE, NONE),
    Entry("flood", Words(("banjir",), ("flood",)), NONE, NONE),
)
LEXICON = lexicon.build(ENTRIES, frozenset({"samping", "hari"}))


def found(text: str) -> set[tuple[str, str]]:
    """Who is spoken of, with which words."""
    return {(hit.owner, hit.phrase) for hit in lexicon.find(text, LEXICON)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lampu jalan", {("light", "lampu jalan")}),
        ("lampu di jalan itu", {("light", "lampu jalan")}),
        ("lmpu jln", {("light", "lampu jalan")}),
        ("lampunya sudah lama sekali mati", {("light", "lampu … mati")}),
        ("kampung kami padam lampu-lampunya", {("light", "lampu … padam")}),
        ("the street lights", {("light", "street light")}),
        ("GELAP", {("light", "gelap")}),
        ("kebanjiran", {("flood", "banjir")}),
        ("our garden flooded", {("flood", "flood")}),
        ("smpah2", {("waste", "sampah")}),
        ("sampa", {("waste", "sampah")}),
        ("garbge", {("waste", "garbage")}),
        ("sampah menumpuk di dekat pantai", {("waste", "sampah"), ("waste", "sampah … pantai")}),
        ("di samping rumah", set()),
        ("sehari hari", set()),
        ("jalan", set()),
        ("", set()),
    ],
)
def test_find(text: str, expected: set[tuple[str, str]]) -> None:
    """Inflected, shortened, misspelt and torn apart, a phrase is found; words that are right are left alone."""
    assert expected == found(text)


def test_unless() -> None:
    """What stands in a phrase that means another thing does not count, elsewhere it does."""
    assert found("mati lampu") == set()
    assert found("mati lampu lagi, juga lampu jalan padam") >= {("light", "lampu jalan"), ("light", "lampu … padam")}


def test_too_far_apart() -> None:
    """Words at two ends of a story do not belong together."""
    between = " ".join(["rumah"] * lexicon.REACH)

    assert found(f"sampah {between} pantai") == {("waste", "sampah")}


def test_weights() -> None:
    """What says it alone counts most, then what stands apart on purpose, a phrase, a word, a hint."""
    weights = {hit.phrase: hit.weight for hit in lexicon.find("lampu jalan mati gelap sampah pantai", LEXICON)}

    order = ["sampah … pantai", "lampu … mati", "lampu jalan", "sampah", "gelap"]
    assert sorted(weights, key=lambda phrase: -weights[phrase]) == order


def test_misspelt_counts_less() -> None:
    """A word that had to be guessed says a little less."""
    (right,), (wrong,) = lexicon.find("garbage", LEXICON), lexicon.find("garbge", LEXICON)

    assert wrong.weight < right.weight


@given(st.text(max_size=200))
def test_anything(text: str) -> None:
    """Any text gives phrases of the lexicon, each once, at words that are there."""
    hits = lexicon.find(text, LEXICON)

    assert len({(hit.owner, hit.phrase) for hit in hits}) == len(hits)
    assert all(hit.weight > 0 and hit.at for hit in hits)
