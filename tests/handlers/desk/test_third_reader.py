"""A reporter who reads neither Indonesian nor English: what the desk writes to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers import announcements
from handlers.house import House
from rules.lifecycle import Step
from storage import audience
from storage.tables import Broadcast
from tests.handlers.desk.announcer import begin, people, text
from tests.handlers.desk.test_words import ENGLISH, INDONESIAN
from tests.handlers.stage import AYU, COORDINATORS, EMMA, Stage, labels

CHINESE = "{place} 的垃圾已经由我们的清洁队清走，路面也冲洗干净了。感谢您的反映。"


async def test_nobody_is_sent_indonesian_unawares(stage: Stage) -> None:
    """The card says what they read and what to write; Indonesian is stopped as for any tourist, English goes."""
    await stage.file(language="zh")
    await stage.deliver()
    card = stage.card(COORDINATORS)
    assert "Pelapor membaca bahasa Tionghoa: balas dengan bahasa Inggris" in card.screen.text

    await stage.write(AYU, COORDINATORS, INDONESIAN, to=card.message_id)
    assert not any("Kirim ke pelapor" in label for label in labels(stage.last(COORDINATORS).screen))
    assert "Tulis teks bahasa Inggris" in "".join(labels(stage.last(COORDINATORS).screen))
    await stage.write(AYU, COORDINATORS, ENGLISH, to=stage.last(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")

    assert ENGLISH in stage.last(EMMA, "public").screen.text
    assert INDONESIAN not in stage.last(EMMA, "public").screen.text


async def test_their_own_language_can_be_written(stage: Stage) -> None:
    """A text in another script goes to who reads that; the desk is not asked for English besides."""
    await stage.file(language="zh")
    await stage.deliver()
    await stage.write(AYU, COORDINATORS, CHINESE, to=stage.card(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")

    assert "清洁队" in stage.last(EMMA, "public").screen.text


@pytest.mark.parametrize(("language", "goes"), [("zh", "清洁队"), ("en", "was collected by the")])
async def test_a_template_goes_in_their_language_if_it_has_it(stage: Stage, language: str, goes: str) -> None:
    """Otherwise in the one that the desk writes to them."""
    first = next(one for one in stage.house.region.templates if "waste_collected" in one.key or one.category == "waste")
    more = replace(first, texts={**first.texts, "zh": CHINESE})
    others = tuple(one for one in stage.house.region.templates if one is not first)
    stage.house = house = replace(stage.house, region=replace(stage.house.region, templates=(more, *others)))
    stage.application.bot_data["house"] = house
    report = await stage.file(language=language)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(report, Step.TAKE, AYU)
    await stage.press(AYU, COORDINATORS, "Pakai templat")
    await stage.press(AYU, COORDINATORS, first.names["id"])

    assert goes in stage.last(COORDINATORS).screen.text


async def test_announcements_reach_them_in_english(desk: Stage) -> None:
    """They are counted with the readers of that text, and are among them when only those are meant."""
    await people(desk, 2, "zh", first=800)
    await people(desk, 1, "ban", first=900)
    await begin(desk)
    await desk.press(AYU, AYU, "👥 Penerima")
    assert ("Indonesia: 3 orang" in text(desk), "Inggris: 3 orang" in text(desk)) == (True, True)
    async with desk.storage.read() as session:
        english = await audience.count(session, audience.Audience(language="en"), desk.now)

    assert {"en": 3} == english


def test_the_text_of_an_announcement(house: House) -> None:
    """One in their own language, where somebody wrote it."""
    row = Broadcast(staff_id=1, texts={"id": "Halo", "en": "Hello"}, audience={})
    assert ["Hello", "Halo", "Hello"] == [announcements.text_for(row, one) for one in ("zh", "ban", "en")]
    row.texts = {**row.texts, "zh": "您好"}
    assert "您好" == announcements.text_for(row, "zh")
