"""A report goes from a tourist to a host through whole processes, and the desk's words with it."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.acceptance
CODE = re.compile(r"BDG-[A-Z2-9]{4}-[A-Z2-9]{3}")
LINK = re.compile(r"https://t\.me/lapor_badung_bot\?start=(h[A-Za-z0-9_-]{32})")
BERAWA = (-8.6655, 115.1396)
ANSWER = "Petugas kami membersihkan lokasi sore ini."


async def test_a_tourist_leaves_and_the_host_gets_the_answer(town: Any) -> None:
    """The link is opened like any deep link; the answer reaches the host alone, and the token is in no table."""
    await town.open()
    emma, made, desk = town.phone("Emma", "en"), town.phone("Made", "id"), town.desk_phone()
    await emma.photo("rubbish", "Garbage has been piling up on the beach for three days, it smells")
    await emma.tap(re.compile("agree"))
    await emma.settles()
    await emma.pin(*BERAWA)
    await emma.sees("Tibubeneng")
    await emma.sees("Submit report")
    await emma.tap("Submit report")
    receipt = await emma.sees(CODE)
    code = CODE.search(str(receipt))[0]  # type: ignore[index]

    await emma.tap("I am only visiting")
    await emma.sees("Which day is your last one here?")
    await emma.tap("Tomorrow")
    await emma.sees("your last day here is")
    assert "🧳" in str(await desk.sees(re.compile("Pelapor akan pergi"), within=10, ever=True))
    await emma.tap("Hand this report over")
    await emma.sees("Whoever opens it first")
    await emma.tap("Make the link")
    payload = LINK.search(str(await emma.sees(LINK)))[1]  # type: ignore[index]

    await made.start(payload)
    await made.sees("Ada yang ingin menyerahkan laporan kepada Anda")
    await made.tap("Setuju")
    await made.sees(code)
    await made.tap("Terima")
    await made.sees("Laporan ini sekarang milik Anda")
    card = await desk.sees(re.compile(f"{code}.*Diserahkan pada", re.DOTALL), within=10, ever=True)
    await desk.reply(card, ANSWER)
    await desk.tap(re.compile("Kirim"))
    await made.sees(ANSWER, within=10, ever=True)

    assert not any(ANSWER in str(message) for message in await emma.messages())
    await made.start(payload)
    await made.sees("tidak berlaku lagi")
    secrets = [
        (table, column)
        for (table,) in town.kanal.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        for _, column, *_ in town.kanal.rows(f"SELECT * FROM pragma_table_info('{table}')")
        if town.kanal.rows(f'SELECT 1 FROM "{table}" WHERE CAST("{column}" AS TEXT) LIKE ?', f"%{payload[1:]}%")
    ]
    assert [] == secrets
    assert [] == town.kanal.rows("SELECT id, why FROM push WHERE state IN ('dead', 'unknown')")
    assert [] == town.kanal.rows("SELECT id, error FROM inbox WHERE state = 'quarantined'")
    assert 0 == await town.kanal.stop()
    assert payload[1:] not in town.kanal.logs
