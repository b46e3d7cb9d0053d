"""The receipt of an anonymous report opens it from another account, and links the two nowhere."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from rules import receipt
from rules.lifecycle import Actor, Step
from tests import traces
from tests.handlers.reporter.phone import Phone
from tests.handlers.reporter.test_erasing import sari  # noqa: F401
from tests.handlers.reporter.test_naming import desk, filed
from tests.handlers.stage import Stage

GUEST = 8_765_432_109


def number_of(phone: Phone) -> str:
    """The last number that was shown."""
    found = [match[0] for shown in phone.shown for match in re.finditer(r"\b0\d{3}(?:-\d{4}){3}\b", shown.text)]
    return found[-1]


@pytest.fixture
def guest(phones, sari: Phone, monkeypatch: pytest.MonkeyPatch) -> Phone:  # type: ignore[no-untyped-def]  # noqa: F811
    """Another account, which may be the same person's."""
    phone: Phone = phones(who=GUEST, name="Guesty McGuestface", username="guesty", language="en")
    phone.now = sari.now
    monkeypatch.setattr(phone, "deliver", sari.deliver)
    return phone


async def test_the_number_opens_the_report(sari: Phone, stage: Stage, guest: Phone) -> None:  # noqa: F811
    """Status and history, what the desk said; nothing by which the owner is known, no button of theirs."""
    await filed(sari, anonymous=True)
    [report] = await sari.reports()
    stage.now = sari.now
    await stage.step(report, Step.REPLY, Actor.COORDINATOR, text="Truk sampah datang hari Kamis pagi.")

    await guest.say(number_of(sari))

    for words in (report.code, "Truk sampah datang", "Not yet verified"):
        assert words.casefold() in guest.text.casefold()
    assert "Saraswati" not in guest.text
    assert ["✏️ Add words"] == guest.buttons()


async def test_words_are_added_and_nothing_links_the_accounts(
    sari: Phone,  # noqa: F811
    stage: Stage,
    guest: Phone,
) -> None:
    """The desk reads them as the anonymous reporter's; in the database no row has both."""
    await filed(sari, anonymous=True)
    [report] = await sari.reports()
    await guest.say(number_of(sari).replace("-", " "))
    await guest.tap("Add words")
    await guest.say("The heap has grown since yesterday")

    assert "without your account" in guest.text
    assert "The heap has grown" in desk(stage)
    for name in ("guesty", "McGuestface", str(GUEST), "Saraswati"):
        assert name not in desk(stage)
    for table, rows in (await traces.dump(sari.storage)).items():
        for row in rows:
            assert not (str(GUEST) in str(row) and report.code in str(row)), table
            assert number_of(sari) not in str(row), table
            assert number_of(sari).replace("-", "") not in str(row), table
    await guest.say("/mine")
    assert report.code not in guest.text


async def test_a_file_is_not_taken(sari: Phone, stage: Stage, guest: Phone) -> None:  # noqa: F811
    """It tells more than words; the words can still come."""
    await filed(sari, anonymous=True)
    await guest.say(number_of(sari))
    await guest.tap("Add words")
    await guest.photo()
    assert "only words" in guest.text

    await guest.say("The heap has grown since yesterday")
    assert "The heap has grown" in desk(stage)


async def test_after_half_an_hour_the_number_is_asked_again(sari: Phone, guest: Phone) -> None:  # noqa: F811
    """A borrowed telephone is given back."""
    await filed(sari, anonymous=True)
    await guest.say(number_of(sari))
    guest.now = sari.now = guest.now + timedelta(minutes=31)
    await guest.tap("Add words")

    assert "send the secret number again" in guest.text


async def test_guessing_is_braked(sari: Phone, guest: Phone) -> None:  # noqa: F811
    """Five wrong ones a day; then not even the right one is looked at, until the next. A typing error is no guess."""
    await filed(sari, anonymous=True)
    right = number_of(sari)
    wrong = [made for number in range(5) if (made := receipt.make(number)) != right]
    for number in wrong:
        await guest.say(number)
        assert "no report with that number" in guest.text
    await guest.say(right)
    assert "too many wrong numbers" in guest.text

    guest.now = sari.now = guest.now + timedelta(days=1)
    await guest.say(f"{right[:-1]}{(int(right[-1]) + 1) % 10}")
    assert "mistyped" in guest.text
    await guest.say(f"/status {right}")
    assert "Not yet verified" in guest.text


async def test_a_number_dies_with_the_secrecy(sari: Phone, guest: Phone) -> None:  # noqa: F811
    """Who shows their name needs none; who hides it again gets another."""
    await filed(sari, anonymous=True)
    [report] = await sari.reports()
    first = number_of(sari)
    await sari.press(f"r.mg:{report.id}:show")
    await guest.say(first)
    assert "no report" in guest.text

    await sari.press(f"r.mg:{report.id}:hide")
    second = number_of(sari)
    assert first != second
    await guest.say(first)
    assert "no report" in guest.text
    await guest.say(second)
    assert report.code in guest.text


async def test_an_open_report_has_no_number(sari: Phone) -> None:  # noqa: F811
    """Its account is enough."""
    await filed(sari)

    assert not any(re.search(r"\b0\d{3}-\d{4}-", shown.text) for shown in sari.shown)


async def test_a_number_that_was_lost_is_made_anew(sari: Phone, guest: Phone) -> None:  # noqa: F811
    """By whoever filed it, on the page of what can be done with it; the one before opens nothing any more."""
    await filed(sari, anonymous=True)
    [report] = await sari.reports()
    lost = number_of(sari)
    await sari.say(report.code)
    await sari.tap("Kelola")
    await sari.tap("Buat nomor rahasia baru")

    assert number_of(sari) != lost
    await guest.say(lost)
    assert report.code not in guest.text
    await guest.say(number_of(sari))
    assert report.code in guest.text
