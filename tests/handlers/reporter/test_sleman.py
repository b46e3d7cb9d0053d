"""A second regency: a report in Sleman, told in its own words, places, departments and time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from bot import region
from handlers import sight
from handlers.desk import card, view
from handlers.house import House
from locales.catalog import Catalog
from rules.access import Role
from storage import staff
from tests.handlers.reporter.phone import Phone
from tests.handlers.stage import AYU, Stage, labels

GODEAN = (-7.7686, 110.2960)


@pytest.fixture(scope="module")
def house() -> House:
    """Sleman's."""
    return House(region.load("sleman"), Catalog.load(), "lapor_sleman_bot", "meja_sleman_bot")


async def test_a_report_in_sleman_goes_to_its_card(phones: Callable[..., Phone], house: House, now: datetime) -> None:
    """Its code, its kalurahan and kapanewon, its department, and the time of western Indonesia; no word of Bali."""
    made = phones(who=502, name="Bagas", language="id")
    await made.agree()
    await made.photo("Sampah menumpuk di depan pasar sejak kemarin, bau sekali")
    await made.pin(GODEAN)
    await made.tap("Kirim laporan")

    told = made.text
    assert "SLM-" in told
    assert "WIB" in told
    report = (await made.reports())[0]
    assert (report.place_name, report.district, report.outside) == ("Sidoagung", "Godean", False)
    async with made.storage.work(now) as work:
        await staff.add(work, AYU, "Sari", Role.COORDINATOR)
        seen = await sight.of_chat(work.session, AYU, report)
        shown = card.screen(house, await view.load(work.session, report), seen, now)
        menu = card.screen(house, await view.load(work.session, report), seen, now, "forward.0")
    assert report.code in shown.text
    assert "Sidoagung, Godean" in shown.text
    assert "16.00 WIB" in shown.text  # when the office closes
    assert "WITA" not in f"{told}{shown.text}"
    assert "Badung" not in f"{told}{shown.text}"
    assert "⭐ DLH" in labels(menu)


async def test_the_words_of_the_place_are_sleman_s(phones: Callable[..., Phone]) -> None:
    """An example people there know, and kalurahan for desa."""
    emma = phones()
    await emma.agree()
    await emma.say("There is a huge pile of garbage and it smells")

    assert "in front of Godean market" in emma.text
    assert "the name of the village (kalurahan)" in emma.text


async def test_a_place_in_bali_is_outside(phones: Callable[..., Phone]) -> None:
    """What is home to one regency is far away from another."""
    made = phones(who=502, name="Bagas", language="id")
    await made.agree()
    await made.say("Sampah menumpuk di tepi jalan sejak kemarin, bau sekali")
    await made.pin((-8.6655, 115.1396))

    assert "Tibubeneng" not in made.text


@pytest.mark.parametrize("locale", ["id", "en"])
async def test_the_desk_chooses_kapanewon(stage: Stage, locale: str) -> None:
    """And an emergency goes out at night, for there is no day of silence."""
    async with stage.storage.work(stage.now) as work:
        await staff.choose_language(work, AYU, locale)
    await stage.write(AYU, AYU, "/siaran")
    await stage.press(AYU, AYU, {"id": "Siaran baru", "en": "New announcement"}[locale])
    await stage.press(AYU, AYU, {"id": "Penerima", "en": "Readers"}[locale])
    await stage.press(AYU, AYU, {"id": "Wilayah", "en": "Place"}[locale])

    assert "kapanewon" in stage.last(AYU).screen.text
    assert "kecamatan" not in stage.last(AYU).screen.text
    assert "Gamping" in " ".join(labels(stage.last(AYU).screen))
