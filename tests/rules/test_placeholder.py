"""What a translator never sees, and gets back to its place."""

from __future__ import annotations

import pytest

from rules import placeholder

EMMA = ("Emma Clarke", "emmac")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Call me on 0812 3456 7890, Emma Clarke.", ("0812 3456 7890", "Emma Clarke")),
        ("Ask @emmac or @madewirawan.", ("@emmac", "@madewirawan")),
        ("Lihat https://maps.app.goo.gl/abc123 di BDG-7K3Q-XM2.", ("https://maps.app.goo.gl/abc123", "BDG-7K3Q-XM2")),
        ("Tulis ke emma@example.com", ("emma@example.com",)),
        ("NIK 5103061234567890 saya", ("5103061234567890",)),
        ("Pada hari ___ oleh {instansi}, [3]", ("___", "{instansi}", "[3]")),
        ("-8.665512, 115.139645 dekat bar", ("-8.665512, 115.139645",)),
    ],
)
def test_names_contacts_and_what_must_stay_are_hidden(text: str, hidden: tuple[str, ...]) -> None:
    """None of it is in what is sent; put back it is the text again, letter by letter."""
    sent, kept = placeholder.hide(text, [EMMA])

    assert hidden == kept
    assert [] == [one for one in hidden if one in sent and not one.startswith("[")]
    assert text == placeholder.show(sent, kept)


def test_everything_else_is_sent_as_it_is() -> None:
    """Dates, money, house numbers, HTML and line breaks."""
    text = "<b>Selesai</b> & rapi:\n\n- Jl. Raya Canggu 12\n- 24 November 2026, Rp 150.000"

    assert (text, ()) == placeholder.hide(text, [EMMA])


def test_two_of_the_same_and_two_side_by_side_come_back_in_order() -> None:
    """The machine may turn them round within the sentence."""
    text = "Emma Emma: 0812 3456 7890 0813 3456 7890"
    sent, kept = placeholder.hide(text, [EMMA])

    assert text == placeholder.show(sent, kept)
    assert "a b" == placeholder.show("[2] [ 1 ]", ("b", "a"))


@pytest.mark.parametrize("answer", ["", "Call", "[1] [1]", "[1] [2] [3]", "[0] [1]"])
def test_an_answer_that_lost_one_or_has_one_twice_is_none(answer: str) -> None:
    """A number that is not where it was could be anybody's."""
    assert placeholder.show(answer, ("0812 3456 7890", "Emma")) is None


def test_the_officers_name_goes_too() -> None:
    """Each name that is given."""
    sent, kept = placeholder.hide("Salam, Ayu Pratiwi untuk Emma", [EMMA, ("Ayu Pratiwi", "")])

    assert "Salam, [1] untuk [2]" == sent
    assert ("Ayu Pratiwi", "Emma") == kept
