"""The questions people ask most: tapped through, and found by words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers import fit
from handlers.reporter.pages import faq
from locales.catalog import BASE as LOCALES
from tests.handlers.reporter.phone import Phone

ASKED = {
    "en": {
        "how much does it cost": "cost",
        "is it free": "cost",
        "can i stay anonymous": "anonymous",
        "how long does it take": "time",
        "do i need a picture": "photo",
        "tourist": "who",
        "i am leaving tomorrow": "leaving",
        "delete my data": "data",
        "where is my report": "status",
        "still not fixed but closed": "unsolved",
        "nobody answered, deadline passed": "late",
        "police": "cannot",
        "languages": "language",
        "ambulance": "emergency",
        "ombudsman": "late",
        "withdraw": "withdraw",
        "refund": "cannot",
        "immigration": "elsewhere",
        "website": "lapor",
        "i made a mistake in my report": "add",
    },
    "id": {
        "biaya": "cost",
        "apakah gratis": "cost",
        "tanpa nama": "anonymous",
        "berapa lama": "time",
        "harus pakai foto?": "photo",
        "wisatawan asing boleh?": "who",
        "hapus data saya": "data",
        "cek status": "status",
        "belum beres tapi ditutup": "unsolved",
        "tenggat lewat": "late",
        "polisi": "cannot",
        "ganti bahasa": "language",
        "kebakaran": "emergency",
        "cabut laporan": "withdraw",
        "bukan wewenang kabupaten": "elsewhere",
        "sp4n": "lapor",
        "beda rahasia": "secret",
        "menambah keterangan": "add",
        "cara lapor": "how",
        "usulan": "what",
    },
    "zh": {"费用": "cost", "要等多久": "time", "怎么撤回": "withdraw", "匿名": "anonymous", "可以用中文吗": "language"},
}


@pytest.mark.parametrize(
    ("locale", "asked", "key"),
    [(locale, asked, key) for locale, cases in ASKED.items() for asked, key in cases.items()],
)
async def test_words_find_the_answer(phones: Callable[..., Phone], locale: str, asked: str, key: str) -> None:
    """What people type finds the answer: given at once, or as the first question offered."""
    phone = phones(language=locale)
    await phone.say(f"/{'bantuan' if locale == 'id' else 'help'} {asked}")

    title = phone.house.catalog.say(locale, f"faq.{key}.q", region=phone.house.region.title.of(locale))
    assert title in phone.text or title == phone.buttons()[0]


async def test_every_answer_is_two_taps_away(made: Phone) -> None:
    """From the help page each group leads to its questions, each question to its answer, and back."""
    for group, keys in faq.GROUPS.items():
        for key in keys:
            await made.say("/bantuan")
            await made.tap("Pertanyaan yang sering diajukan")
            await made.tap(made.house.catalog.say("id", f"faq.group.{group}"))
            await made.tap(made.house.catalog.say("id", f"faq.{key}.q", region="Kabupaten Badung"))
            assert "{" not in made.text
            await made.tap("Pertanyaan yang sering diajukan")
            assert f"{len(faq.QUESTIONS)} pertanyaan" in made.text


async def test_nothing_found_offers_everything(emma: Phone) -> None:
    """Words without an answer are said back, and all topics are offered; nothing becomes a report."""
    await emma.say("/help <xylophone>")

    assert "There is no answer for “<xylophone>”" in emma.text
    assert {"Reporting", "After you reported"} <= set(emma.buttons())
    assert await emma.draft() is None


async def test_a_draft_waits(guest: Phone) -> None:
    """A question in the middle of a report is answered, and the report is still there."""
    await guest.say("The lamp in front of our villa does not work")
    await guest.say("/help cost")

    assert "Does it cost anything?" in guest.text
    assert await guest.draft() is not None


async def test_old_and_foreign_payloads_lead_to_the_topics(emma: Phone) -> None:
    """A button of a question that is gone shows all topics."""
    await emma.press("r.page:faq:gone")
    assert "questions people ask" in emma.text
    await emma.press("r.page:group:gone")
    assert "questions people ask" in emma.text


def test_twenty_questions_that_fit() -> None:
    """There are twenty, each in one group, each with all its texts in each language, and a button shows it whole."""
    from locales.catalog import Catalog

    catalog = Catalog.load()
    assert len(faq.QUESTIONS) == len(set(faq.QUESTIONS)) == 20
    for locale in LOCALES:
        for key in faq.QUESTIONS:
            assert fit.units(catalog.say(locale, f"faq.{key}.q", region="Kabupaten Badung")) <= 64
