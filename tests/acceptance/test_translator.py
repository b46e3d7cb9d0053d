"""A translator beside whole processes: a draft is fetched, checked and sent; killed in between, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from filing import ENGLISH, file_report

from tests.libre import Libre

pytestmark = pytest.mark.acceptance
KEY = "a-key-of-the-translator-0123456789"
BODY = "Sampah di belakang bar sudah diangkut petugas kami tadi pagi, terima kasih Emma. Hubungi 0361 123456."
DRAFT = "the rubbish behind the bar was collected by our team this morning, thank you Emma. please call 0361 123456."


@pytest.fixture
async def libre(town: Any) -> AsyncIterator[Libre]:
    """The server that Kanal is set up with."""
    async with Libre(key=KEY) as server:
        town.kanal.settings = {"TRANSLATOR_URL": server.url, "TRANSLATOR_KEY": KEY, "LOG_LEVEL": "DEBUG"}
        yield server


async def test_a_machine_drafts_an_officer_checks_a_tourist_reads(town: Any, libre: Libre) -> None:
    """Nothing goes before the check, the record says who did what, no name and no number left the machine."""
    await town.open()
    desk = town.desk_phone()
    emma, code = await file_report(town, ENGLISH)
    await desk.reply(await desk.sees(code, within=15, ever=True), BODY)
    await desk.sees("Pelapor membaca bahasa Inggris")
    await desk.tap("Minta draf mesin")
    await desk.sees(re.compile("belum diperiksa.*thank you Emma", re.DOTALL), within=15, ever=True)
    assert not any("behind the bar" in str(message) for message in await emma.messages())

    await desk.tap("Saya sudah memeriksa")
    await desk.sees("sudah Anda periksa", within=10, ever=True)
    await desk.tap(re.compile("Kirim ke pelapor"))
    heard = await emma.sees(re.compile("behind the bar was collected"), within=10, ever=True)
    assert "Translated by machine and checked by an officer." in str(heard)
    assert DRAFT.split(",", maxsplit=1)[0] in str(heard)

    assert [1] == [len([asked for asked in libre.asked if "Sampah" in asked["q"]])]
    assert not re.search("Emma|0361|Ayu", libre.asked[0]["q"])
    kept = town.kanal.rows("SELECT text, data FROM event WHERE step = 'reply'")
    assert DRAFT == kept[0][0]
    assert '"checked"' in kept[0][1]
    assert [] == town.kanal.rows("SELECT id, why FROM push WHERE state IN ('dead', 'unknown')")
    assert [] == town.kanal.rows("SELECT id, error FROM inbox WHERE state = 'quarantined'")
    assert 0 == await town.kanal.stop()
    assert not re.search(f"{KEY}|behind the bar|Sampah di belakang", town.kanal.logs)


async def test_killed_while_the_machine_is_thinking(town: Any, libre: Libre) -> None:
    """The draft is asked for again by the next process, and shown in the same place."""
    await town.open()
    desk = town.desk_phone()
    _, code = await file_report(town, ENGLISH)
    libre.pause = 30
    await desk.reply(await desk.sees(code, within=15, ever=True), BODY)
    await desk.sees("Pelapor membaca bahasa Inggris")
    await desk.tap("Minta draf mesin")
    await desk.sees("Mesin sedang menerjemahkan", within=10, ever=True)
    await town.kanal.kill()
    libre.pause = 0
    await town.kanal.start()

    await desk.sees("belum diperiksa", within=15, ever=True)
    assert [("done",)] == town.kanal.rows("SELECT state FROM translation")
    assert 0 == await town.kanal.stop()


async def test_a_broken_setting_stops_the_start_with_a_sentence(town: Any) -> None:
    """It does not come up half."""
    town.kanal.settings = {"TRANSLATOR_URL": "http://translate.example.go.id"}
    await town.open(start=False)

    with pytest.raises(AssertionError, match="KANAL_TRANSLATOR_URL must begin with https://"):
        await town.kanal.start()
